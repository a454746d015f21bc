package handlelab.inspect;

import handlelab.api.Handle;
import java.util.Optional;

/**
 * What a {@link CallLog} knows of an open handle of its process.
 *
 * @param handle its value
 * @param openedBy the call that made the row; empty where the handle was there before the log
 *     began, or was made past it
 * @param inheritFlag the inherit flag as the calls tell it; empty where they do not
 * @param inheritFlagSince the call by which the flag is as {@code inheritFlag} says; where that is
 *     empty, the call by which it has been what it is, whatever that may be
 * @param processId where the handle names a process that a logged call created or opened, its id;
 *     else 0
 */
public record LoggedHandle(
    Handle handle,
    Optional<Call> openedBy,
    Optional<Boolean> inheritFlag,
    Optional<Call> inheritFlagSince,
    int processId) {

  /** The call since which the inherit flag is {@code actual}, where the log can tell. */
  public Optional<Call> inheritFlagSince(boolean actual) {
    return inheritFlag.isEmpty() || inheritFlag.get() == actual
        ? inheritFlagSince
        : Optional.empty();
  }
}
