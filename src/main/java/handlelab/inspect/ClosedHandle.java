package handlelab.inspect;

import handlelab.api.Handle;
import java.util.Optional;

/**
 * A handle that a logged call has closed.
 *
 * @param handle the value that it had
 * @param openedBy the call that opened it; empty if the log does not know
 * @param closedBy the call that closed it
 */
public record ClosedHandle(Handle handle, Optional<Call> openedBy, Call closedBy) {
  /** Such as {@code 0x100, opened by CreateMailslotW (...), closed by CloseHandle (...)}. */
  @Override
  public String toString() {
    return handle
        + openedBy.map(call -> ", opened by " + call).orElse("")
        + (", closed by " + closedBy);
  }
}
