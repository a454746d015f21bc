package handlelab.mail;

/** A program cannot go on; the message is the one line that its user sees. */
public final class Failure extends RuntimeException {
  /**
   * A failure of something else, and what follows from it.
   *
   * @param whatToDo what the user can do about it, or what it means here
   */
  public Failure(Throwable cause, String whatToDo) {
    super(cause.getMessage() + ": " + whatToDo, cause);
  }

  /** A failure of its own. */
  public Failure(String message) {
    super(message);
  }
}
