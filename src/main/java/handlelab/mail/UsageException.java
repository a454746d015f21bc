package handlelab.mail;

/** The command line is wrong; the message says how. */
public final class UsageException extends RuntimeException {
  /**
   * Says what is wrong.
   *
   * @param message what is wrong, without the program's name
   */
  public UsageException(String message) {
    super(message);
  }
}
