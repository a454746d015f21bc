package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.util.List;
import java.util.Set;

/** Closes the rows of a process that a play has left open, and only those. */
final class Tidying {
  private final Kernel32 kernel32;

  Tidying(Kernel32 kernel32) {
    this.kernel32 = kernel32;
  }

  void close(Set<Long> values) {
    for (long value : List.copyOf(values)) {
      Handle handle = new Handle(value);
      try {
        kernel32.setHandleInformation(handle, Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
        kernel32.closeHandle(handle);
      } catch (Win32Exception e) {
        // The play has closed it.
      }
    }
  }
}
