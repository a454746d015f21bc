package handlelab.api;

import java.time.Instant;

/**
 * What the system knows of a running process beside its handle table.
 *
 * @param processId the process's id
 * @param imageName the program's file name, such as {@code java.exe}; null if it is not known
 * @param parentProcessId the process that created it, which may have ended, and its id may be
 *     another's now; 0 if there is none or it is not known
 * @param startTime null if it is not known; a later process with the same id has another one
 * @param isSuspended whether all its threads are suspended
 * @param commandLine null if it is not known or may not be read
 * @param hostProcessId the process of the host system that runs it, on a simulated kernel; 0 if
 *     there is none
 */
public record ProcessDetails(
    int processId,
    String imageName,
    int parentProcessId,
    Instant startTime,
    boolean isSuspended,
    String commandLine,
    long hostProcessId) {
  /**
   * A process of which only the id is known.
   *
   * @param processId the only thing known
   * @return details that are null, 0 or false but for the id
   */
  public static ProcessDetails ofId(int processId) {
    return new ProcessDetails(processId, null, 0, null, false, null, 0);
  }
}
