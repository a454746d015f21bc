package handlelab.wire;

/**
 * The connection to the kernel is gone, and with it the answer to a call: the server has ended or
 * the connection was closed.
 */
public final class ConnectionLostException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /**
   * @param message one line for the user
   * @param cause what the channel reported, or null
   */
  public ConnectionLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
