package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * A device itself, opened by {@code \\.\mailslot} or {@code \\.\pipe}; Tested: that opens, and it
 * is neither a mailslot nor a pipe.
 */
final class DeviceFile extends FileObject {
  private final String name;

  DeviceFile(long address, String name) {
    super(address);
    this.name = name;
  }

  @Override
  String name() {
    return name;
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
