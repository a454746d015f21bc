package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * The memory that a kernel has for tables, objects and messages, and what of it each process has:
 * what Windows calls pool and quota. Guarded by the kernel's lock.
 *
 * <p>Nobody may have more than is left for the others: so one that takes all it can get stops at
 * half of the pool, the next one at half of the rest, and there is always something for a process
 * that has little. A slot's messages are charged to the process that made it, wherever its handles
 * are by then: who does not read pays.
 *
 * <p>Assumed: Windows charges quota to the process that makes an object, and the memory of messages
 * to somebody; its errors are ERROR_NOT_ENOUGH_QUOTA where a process has too much, and
 * ERROR_NO_SYSTEM_RESOURCES where the system has too little (Documented only by their texts). For
 * what these numbers are on Windows nobody has evidence.
 */
final class Pool {
  /** A row of a handle table: a reference and 32 bits; Windows's has 16 bytes. */
  static final int ROW_BYTES = 8;

  /** A page of a handle table beside its rows. */
  static final int PAGE_BYTES = 64;

  /** A client end, with its place on the heap. */
  static final int FILE_BYTES = 64;

  /** A slot with its server end, its name's entry and its queues. */
  static final int SLOT_BYTES = 640;

  /** A process with its main thread, its entries by id, and what a server knows of it. */
  static final int PROCESS_BYTES = 2048;

  /** A thread beside the main one. */
  static final int THREAD_BYTES = 256;

  /** A character of a name; names are kept as written and as they are compared. */
  static final int NAME_CHAR_BYTES = 2 * Character.BYTES;

  private final long bytes;
  private long taken;

  Pool(long bytes) {
    this.bytes = bytes;
  }

  /**
   * Half of the heap, so that one process can have 16,000,000 handles where it is 512 MB; a quarter
   * is for requests under way, and the rest for what is garbage already.
   */
  static Pool ofHeap() {
    return new Pool(Runtime.getRuntime().maxMemory() / 2);
  }

  /** What the messages of one slot may take: a quarter, so that its maker has some left. */
  long maxSlotBytes() {
    return bytes / 4;
  }

  long taken() {
    return taken;
  }

  Quota newQuota() {
    return new Quota();
  }

  /** What one process has; it may outlive the process, as what it made may. */
  final class Quota implements HandleTable.Memory {
    private long mine;

    /**
     * Whether there is so much for this process, and then no less than it has is left for the
     * others; then it is taken.
     */
    @Override
    public boolean take(long wanted) {
      if (mine + wanted > bytes - taken - wanted) {
        return false;
      }
      mine += wanted;
      taken += wanted;
      return true;
    }

    /**
     * Takes that much.
     *
     * @throws Win32Exception ERROR_NOT_ENOUGH_QUOTA where this process has too much of the pool,
     *     ERROR_NO_SYSTEM_RESOURCES where nobody could have that much
     */
    void charge(long wanted, String function) {
      if (!take(wanted)) {
        throw new Win32Exception(
            function,
            wanted > bytes - taken - wanted
                ? Win32Error.ERROR_NO_SYSTEM_RESOURCES
                : Win32Error.ERROR_NOT_ENOUGH_QUOTA);
      }
    }

    @Override
    public void giveBack(long returned) {
      mine -= returned;
      taken -= returned;
    }
  }
}
