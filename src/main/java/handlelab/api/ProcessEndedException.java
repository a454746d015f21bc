package handlelab.api;

/**
 * The process on whose behalf the call is made has ended.
 *
 * <p>Only a simulated kernel throws it: a real process that has ended runs no code. It is no Win32
 * error, because no function failed.
 */
public final class ProcessEndedException extends IllegalStateException {
  /** The id of the process that has ended. */
  private final int processId;

  /**
   * Makes an exception for a call of that process.
   *
   * @param processId the process that has ended
   */
  public ProcessEndedException(int processId) {
    super("process " + processId + " has ended; its kernel32 answers no call any more");
    this.processId = processId;
  }

  /**
   * The process that has ended.
   *
   * @return its id in the simulated kernel
   */
  public int processId() {
    return processId;
  }
}
