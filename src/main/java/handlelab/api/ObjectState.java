package handlelab.api;

/**
 * The words in which {@link HandleTables#states} tells what state an object is in, the same for all
 * kernels. Stateless.
 */
public final class ObjectState {
  private ObjectState() {}

  /**
   * {@return an event's state, such as {@code set, manual reset}}
   *
   * @param isSet whether it is set
   * @param isManualReset whether it stays set until it is reset
   */
  public static String event(boolean isSet, boolean isManualReset) {
    if (isManualReset) {
      return isSet ? "set, manual reset" : "not set, manual reset";
    }
    return isSet ? "set, auto reset" : "not set, auto reset";
  }

  /**
   * {@return a semaphore's state, such as {@code 2 of 3}}
   *
   * @param count how many waits it lets through
   * @param maximum how many it may let through
   */
  public static String semaphore(int count, int maximum) {
    return count + " of " + maximum;
  }

  /**
   * {@return the state of a mutex that a thread owns, such as {@code owned by thread 1016 of
   * process 1012}}
   *
   * @param threadId the owner; 0 if it is not known
   * @param processId the owner's process
   * @param times how often it has acquired the mutex
   */
  public static String ownedMutex(int threadId, int processId, int times) {
    String owner =
        threadId == 0 ? "owned" : "owned by thread " + threadId + " of process " + processId;
    return times > 1 ? owner + ", " + times + " times" : owner;
  }

  /**
   * {@return the state of a mutex without an owner: {@code free} or {@code abandoned}}
   *
   * @param isAbandoned whether its last owner ended without releasing it
   */
  public static String mutex(boolean isAbandoned) {
    return isAbandoned ? "abandoned" : "free";
  }

  /**
   * {@return which process it is and its state, such as {@code process 1012, ended with 3}}
   *
   * @param processId the process
   * @param state such as {@code running}
   */
  public static String process(int processId, String state) {
    return "process " + processId + ", " + state;
  }

  /**
   * {@return the state of a process that has ended, such as {@code ended with 3}}
   *
   * @param exitCode what it ended with; shown as an unsigned number
   */
  public static String ended(int exitCode) {
    return "ended with " + Integer.toUnsignedString(exitCode);
  }

  /**
   * {@return which thread it is and its state, such as {@code thread 1016 of process 1012,
   * running}}
   *
   * @param threadId the thread
   * @param processId its process
   * @param state such as {@code running}
   */
  public static String thread(int threadId, int processId, String state) {
    return "thread " + threadId + " of process " + processId + ", " + state;
  }

  /**
   * {@return an end of a pipe and its state, such as {@code read end, other end closed, 12 bytes to
   * read}}
   *
   * @param end such as {@code server end}
   * @param state such as {@code listening}
   * @param bytesToRead what was written for this end and not read yet
   */
  public static String pipe(String end, String state, int bytesToRead) {
    String text = end + ", " + state;
    return bytesToRead == 0 ? text : text + ", " + bytesToRead + " bytes to read";
  }
}
