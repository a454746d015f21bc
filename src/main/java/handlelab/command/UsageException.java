package handlelab.command;

/** The command line is wrong; the message says how. */
public final class UsageException extends RuntimeException {
  /**
   * Creates the exception.
   *
   * @param message what is wrong, without the command's name
   */
  public UsageException(String message) {
    super(message);
  }
}
