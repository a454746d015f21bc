package handlelab.sim;

/** A {@code ReadFile} on a mailslot. Guarded by the kernel's lock. */
final class PendingRead extends PendingOperation {
  final int maxBytes;
  private final Mailslot slot;
  private byte[] message;

  PendingRead(ProcessObject process, MailslotServerEnd file, int maxBytes) {
    super(process, file);
    this.slot = file.mailslot("ReadFile");
    this.maxBytes = maxBytes;
  }

  @Override
  void withdraw() {
    slot.withdraw(this);
  }

  /** Ends it with a message. */
  void complete(byte[] received) {
    message = received;
    end(0, received.length);
  }

  /** The message of one that did not fail. */
  byte[] message() {
    return message;
  }
}
