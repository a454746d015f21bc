package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * A kernel object of type {@code File}: here an end of a mailslot or of a pipe, or the mailslot
 * device.
 *
 * <p>Tested: it is signalled until an operation starts, and when one ends without an event.
 */
abstract class FileObject extends KernelObject {
  private boolean isSignalled = true;

  /** Whether it was opened for overlapped operations; set before it has a row. */
  boolean isAsynchronous;

  FileObject(long address) {
    super(ObjectType.FILE, address);
  }

  /**
   * The mailslot behind either end, for {@code GetMailslotInfo}.
   *
   * @throws Win32Exception where there is none
   */
  Mailslot mailslot(String function) {
    throw new Win32Exception(function, Win32Error.ERROR_INVALID_PARAMETER);
  }

  @Override
  boolean isSignalled() {
    return isSignalled;
  }

  final void setSignalled(boolean signalled) {
    isSignalled = signalled;
    if (signalled) {
      signal();
    }
  }
}
