package handlelab.api;

/**
 * A kernel32 function failed: which one, and the value that {@code GetLastError} had right after
 * it.
 *
 * <p>The message reads {@code CreateFileW failed: ERROR_FILE_NOT_FOUND (2)}.
 */
public final class Win32Exception extends RuntimeException {
  /** The function's exported name. */
  private final String function;

  /** The function's last error. */
  private final int errorCode;

  /**
   * A failure that its function and error explain.
   *
   * @param function the exported name, such as {@code CreateFileW}
   * @param errorCode a code of {@code winerror.h}; see {@link Win32Error}
   */
  public Win32Exception(String function, int errorCode) {
    super(function + " failed: " + Win32Error.describe(errorCode));
    this.function = function;
    this.errorCode = errorCode;
  }

  /**
   * A failure with what it means here, or what to do about it, at the end of its message.
   *
   * @param function the exported name, such as {@code CreateFileW}
   * @param errorCode a code of {@code winerror.h}; see {@link Win32Error}
   * @param hint follows the message after a colon
   */
  public Win32Exception(String function, int errorCode, String hint) {
    super(function + " failed: " + Win32Error.describe(errorCode) + ": " + hint);
    this.function = function;
    this.errorCode = errorCode;
  }

  /** {@return the exported name of the function that failed, such as {@code CreateFileW}} */
  public String function() {
    return function;
  }

  /** {@return the function's last error, a code of {@code winerror.h}; see {@link Win32Error}} */
  public int errorCode() {
    return errorCode;
  }
}
