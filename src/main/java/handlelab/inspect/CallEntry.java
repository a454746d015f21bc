package handlelab.inspect;

import handlelab.api.Handle;
import java.util.Optional;

/** What a log keeps of one open handle. Guarded by itself; it is never compared by content. */
final class CallEntry {
  private final Call openedBy;
  private final int processId;
  private Boolean inheritFlag;
  private Call inheritFlagSince;

  private CallEntry(Call openedBy, Boolean inheritFlag, int processId) {
    this.openedBy = openedBy;
    this.processId = processId;
    this.inheritFlag = inheritFlag;
    this.inheritFlagSince = openedBy;
  }

  /**
   * @param inheritFlag as the call asked for it; null where that is not known
   */
  static CallEntry openedBy(Call call, Boolean inheritFlag) {
    return new CallEntry(call, inheritFlag, 0);
  }

  /** A handle that names a process. */
  static CallEntry ofProcess(Call call, boolean inheritFlag, int processId) {
    return new CallEntry(call, inheritFlag, processId);
  }

  static CallEntry unknown() {
    return new CallEntry(null, null, 0);
  }

  int processId() {
    return processId;
  }

  synchronized Boolean inheritFlag() {
    return inheritFlag;
  }

  /** A call has set the flag; where it was so before, it is so since that time. */
  synchronized void inheritFlagSet(boolean flag, Call call) {
    if (inheritFlag == null || inheritFlag != flag) {
      inheritFlag = flag;
      inheritFlagSince = call;
    }
  }

  /**
   * The kernel has told the flag. Where it is another one than was asked for (Wine forgets what
   * CreateMailslot is asked), nobody knows since when.
   */
  synchronized void inheritFlagSeen(boolean flag) {
    if (inheritFlag != null && inheritFlag != flag) {
      inheritFlagSince = null;
    }
    inheritFlag = flag;
  }

  synchronized LoggedHandle toHandle(Handle handle) {
    return new LoggedHandle(
        handle,
        Optional.ofNullable(openedBy),
        Optional.ofNullable(inheritFlag),
        Optional.ofNullable(inheritFlagSince),
        processId);
  }
}
