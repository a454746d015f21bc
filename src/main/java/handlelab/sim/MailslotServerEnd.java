package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * The server end of a mailslot: the object that {@code CreateMailslotW} makes and that owns slot
 * and name.
 *
 * <p>MS-MAIL 3.2.4.3: the slot is removed when the application closes it; so the last row takes the
 * name and the messages along, whether or not clients are still open. Observed: Wine keeps the name
 * until the last client is closed as well.
 */
final class MailslotServerEnd extends FileObject {
  private final Mailslot mailslot;
  private final MailslotNamespace namespace;

  MailslotServerEnd(long address, Mailslot mailslot, MailslotNamespace namespace) {
    super(address);
    this.mailslot = mailslot;
    this.namespace = namespace;
  }

  /** Of the slot, too: its name is kept as written and as it is compared. */
  @Override
  int bytes() {
    return 2 * Memory.OBJECT_BYTES + 4 * mailslot.name.text().length();
  }

  @Override
  String name() {
    return mailslot.name.objectName();
  }

  @Override
  Mailslot mailslot(String function) {
    if (mailslot.isClosed) {
      throw new Win32Exception(function, Win32Error.ERROR_HANDLE_EOF);
    }
    return mailslot;
  }

  @Override
  void lastRowClosed() {
    namespace.remove(mailslot);
    mailslot.close();
  }
}
