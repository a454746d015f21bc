package handlelab.inspect;

import handlelab.api.Handle;
import java.util.Optional;

/**
 * A handle that a logged call has closed.
 *
 * @param handle the value that it had
 * @param what the name that its opener gave, or which end of a pipe it was; null if not known
 * @param openedBy the call that opened it; empty if the log does not know
 * @param closedBy the call that closed it
 */
public record ClosedHandle(Handle handle, String what, Optional<Call> openedBy, Call closedBy) {
  /** Such as {@code 0x100, opened by CreateMailslotW (...), closed by CloseHandle (...)}. */
  @Override
  public String toString() {
    return handle
        + (what == null ? "" : " " + what)
        + openedBy.map(call -> ", opened by " + call).orElse("")
        + (", closed by " + closedBy);
  }
}
