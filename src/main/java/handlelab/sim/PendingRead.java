package handlelab.sim;

import java.nio.ByteBuffer;

/** A {@code ReadFile} on a mailslot. Guarded by the kernel's lock. */
final class PendingRead extends PendingOperation {
  private final Mailslot slot;
  private final ByteBuffer target;

  /**
   * @param target filled from its position on, which stays where it is
   */
  PendingRead(
      ProcessObject process, MailslotServerEnd file, ByteBuffer target, Completion completion) {
    super(process, file, completion);
    this.slot = file.mailslot("ReadFile");
    this.target = target.duplicate();
  }

  boolean takes(byte[] message) {
    return message.length <= target.remaining();
  }

  /** Ends it with a message. */
  void complete(byte[] message) {
    target.put(message);
    end(0, message.length);
  }

  @Override
  int timeoutMillis() {
    return slot.readTimeoutMillis;
  }

  @Override
  void withdraw() {
    slot.withdraw(this);
  }
}
