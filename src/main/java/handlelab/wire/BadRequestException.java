package handlelab.wire;

/**
 * The serving side could not make the call at all: a fault of the caller's parameters or of the
 * serving side, but no error of Windows.
 */
public final class BadRequestException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what the serving side says
   */
  public BadRequestException(String message) {
    super(message);
  }
}
