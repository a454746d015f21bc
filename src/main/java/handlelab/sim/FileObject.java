package handlelab.sim;

import handlelab.api.Win32Exception;

/**
 * A kernel object of type {@code File}: here the server end or a client end of a mailslot, or the
 * mailslot device.
 *
 * <p>Tested: it is signalled, but not from the start of an operation that waits until one is done.
 */
abstract class FileObject extends KernelObject {
  private boolean isSignalled = true;

  FileObject(long address) {
    super(ObjectType.FILE, address);
  }

  /**
   * The mailslot behind either end, for {@code GetMailslotInfo}.
   *
   * @throws Win32Exception where there is none
   */
  abstract Mailslot mailslot(String function);

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
