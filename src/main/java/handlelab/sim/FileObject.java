package handlelab.sim;

import handlelab.api.Win32Exception;

/**
 * A kernel object of type {@code File}: here the server end or a client end of a mailslot, or the
 * mailslot device.
 *
 * <p>Assumed: a file object is always signalled. Tested: with an asynchronous read pending it is
 * not, but the contract has no asynchronous reads.
 */
abstract class FileObject extends KernelObject {
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
    return true;
  }

  @Override
  Waiters waiters() {
    return null;
  }
}
