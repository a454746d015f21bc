package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * The mailslot device itself, opened by {@code \\.\mailslot}; Tested: that opens, and it is no
 * mailslot.
 */
final class MailslotDevice extends FileObject {
  MailslotDevice(long address) {
    super(address);
  }

  @Override
  String name() {
    return "\\Device\\Mailslot";
  }

  @Override
  Mailslot mailslot(String function) {
    throw new Win32Exception(function, Win32Error.ERROR_INVALID_PARAMETER);
  }

  @Override
  void lastRowClosed() {
    // The device is always there.
  }
}
