package handlelab.sim;

/**
 * How much of the heap the tables, objects and messages of one kernel may take together, so that a
 * program that leaks gets ERROR_NO_SYSTEM_RESOURCES, and the others go on. Guarded by the kernel's
 * lock.
 *
 * <p>The last fifth is kept for those that have little: a process with few rows can still open a
 * handle, and a slot with few messages still takes one, while a leak has used up the rest.
 *
 * <p>Assumed: the error; Windows's own limits are its pools, of which only the error's text tells.
 */
final class Memory {
  /** A row with its place in a page and, later, among the free ones. */
  static final int ROW_BYTES = 32;

  /** An object without its messages. */
  static final int OBJECT_BYTES = 256;

  /** A message beside its content. */
  static final int MESSAGE_BYTES = 32;

  /** A process with fewer rows has little. */
  static final int FEW_ROWS = 100;

  /** A slot with fewer bytes of messages has little. */
  static final int FEW_BYTES = 1 << 16;

  private final long limit;
  private long taken;

  Memory(long limit) {
    this.limit = limit;
  }

  /**
   * Five eighths of the heap: with 1 GB, one process can have 16,000,000 handles. The rest is for
   * requests under way and for what the collector has yet to find.
   */
  static Memory ofHeap() {
    return new Memory(Runtime.getRuntime().maxMemory() / 8 * 5);
  }

  /**
   * Reserves the bytes; returns false if they are not available.
   *
   * @param hasLittle whether the reserve may be used
   */
  boolean take(long bytes, boolean hasLittle) {
    if (taken + bytes > (hasLittle ? limit : limit / 5 * 4)) {
      return false;
    }
    taken += bytes;
    return true;
  }

  void give(long bytes) {
    taken -= bytes;
  }

  long taken() {
    return taken;
  }

  /** The most that the messages of one slot may take: a quarter. */
  long maxSlotBytes() {
    return limit / 4;
  }
}
