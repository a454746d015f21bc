package handlelab.backend;

/**
 * The shared simulated kernel cannot be reached or started, or is not to be trusted; the message
 * says why, in one line.
 */
public final class KernelUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  KernelUnavailableException(String message) {
    super(message);
  }

  KernelUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
