package handlelab.command;

/** A command cannot go on; the message is the one line that its user sees. */
public final class Failure extends RuntimeException {
  /**
   * Creates a failure with a cause.
   *
   * @param whatToDo what the user can do about it, or what it means here
   */
  public Failure(Throwable cause, String whatToDo) {
    super(cause.getMessage() + ": " + whatToDo, cause);
  }

  /** Creates a failure without a cause. */
  public Failure(String message) {
    super(message);
  }
}
