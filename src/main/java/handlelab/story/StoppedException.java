package handlelab.story;

/** The user quit the tour. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A wish, not a fault: without a stack trace. */
  public StoppedException() {
    super("the tour was stopped", null, false, false);
  }
}
