package handlelab.inspect;

import handlelab.api.Handle;
import java.util.Optional;

/**
 * What a {@link CallLog} knows of an open handle of its process.
 *
 * @param handle its value
 * @param openedBy the call that opened it; empty if it was opened before the log began, or without
 *     the log
 * @param inheritFlag the inherit flag according to the calls; empty if they do not tell
 * @param inheritFlagSince the call since which the flag is {@code inheritFlag}; if that is empty,
 *     the call since which the flag has not changed
 * @param processId the process that the handle, or its thread, belongs to, if a logged call created
 *     or opened it; else 0
 * @param what the name that the call gave, or which end of a pipe it is; null if it does not tell
 */
public record LoggedHandle(
    Handle handle,
    Optional<Call> openedBy,
    Optional<Boolean> inheritFlag,
    Optional<Call> inheritFlagSince,
    int processId,
    String what) {

  static LoggedHandle openedBy(
      Call call, Handle handle, Optional<Boolean> inheritFlag, int processId, String what) {
    Optional<Call> opener = Optional.of(call);
    return new LoggedHandle(handle, opener, inheritFlag, opener, processId, what);
  }

  static LoggedHandle openedWithoutLog(Handle handle) {
    return new LoggedHandle(handle, Optional.empty(), Optional.empty(), Optional.empty(), 0, null);
  }

  /** Tells if both entries are of the same opening, rather than of a value that was used again. */
  boolean isSameOpening(LoggedHandle other) {
    return openedBy.map(Call::number).equals(other.openedBy.map(Call::number));
  }

  /** A call has set the flag. If the flag had that value already, the earlier call counts. */
  LoggedHandle withInheritFlagSet(boolean flag, Call call) {
    return inheritFlag.equals(Optional.of(flag))
        ? this
        : new LoggedHandle(handle, openedBy, Optional.of(flag), Optional.of(call), processId, what);
  }

  /**
   * The kernel has returned the flag. If it differs from what was asked for (Wine's CreateMailslotW
   * ignores the attributes), the call since which it has this value is not known.
   */
  LoggedHandle withInheritFlagRead(boolean flag) {
    boolean isAsAsked = inheritFlag.isEmpty() || inheritFlag.get() == flag;
    return new LoggedHandle(
        handle,
        openedBy,
        Optional.of(flag),
        isAsAsked ? inheritFlagSince : Optional.empty(),
        processId,
        what);
  }

  /**
   * {@return the call since which the inherit flag has its value; empty if the log cannot tell}
   *
   * @param actual the flag as the handle table has it
   */
  public Optional<Call> inheritFlagSince(boolean actual) {
    return inheritFlag.isEmpty() || inheritFlag.get() == actual
        ? inheritFlagSince
        : Optional.empty();
  }
}
