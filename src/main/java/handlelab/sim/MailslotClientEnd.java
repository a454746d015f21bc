package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * A client end of a mailslot: one for each {@code CreateFileW}. It does not keep the slot alive.
 */
final class MailslotClientEnd extends FileObject {
  private final Mailslot mailslot;

  MailslotClientEnd(long address, Mailslot mailslot) {
    super(address);
    this.mailslot = mailslot;
  }

  /** Tested: a client end has the slot's name, on Windows 8 and later. */
  @Override
  String name() {
    return mailslot.name.objectName();
  }

  /** Assumed: with the server end gone, STATUS_FILE_FORCED_CLOSED, which is ERROR_HANDLE_EOF. */
  @Override
  Mailslot mailslot(String function) {
    if (mailslot.isClosed) {
      throw new Win32Exception(function, Win32Error.ERROR_HANDLE_EOF);
    }
    return mailslot;
  }

  @Override
  void lastRowClosed() {
    // The slot does not know its clients.
  }
}
