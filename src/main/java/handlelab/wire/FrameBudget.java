package handlelab.wire;

/**
 * The memory that all connections of a server together may use for frames that are larger than what
 * a connection has anyway. Used by one thread.
 */
public final class FrameBudget {
  /** For a peer that reads what it has asked for. */
  static final FrameBudget UNLIMITED = new FrameBudget(Long.MAX_VALUE);

  private final long bytes;
  private long taken;

  public FrameBudget(long bytes) {
    this.bytes = bytes;
  }

  /** Whether so much is left; then it is taken. */
  boolean take(int wanted) {
    if (this == UNLIMITED) {
      return true;
    }
    boolean isLeft = wanted <= bytes - taken;
    if (isLeft) {
      taken += wanted;
    }
    return isLeft;
  }

  void giveBack(int returned) {
    if (this != UNLIMITED) {
      taken -= returned;
    }
  }
}
