package handlelab.sim;

import handlelab.api.MailslotInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The resource behind a mailslot's kernel objects: its name, its settings and its queue of
 * messages.
 *
 * <p>It lives as long as its server end. Documented: messages go when the server end goes. Guarded
 * by the kernel's lock.
 */
final class Mailslot {
  final MailslotName name;
  final int maxMessageSize;
  final Waiters readers;
  int readTimeoutMillis;
  boolean isClosed;
  private final MessageQueue messages = new MessageQueue();

  /** Who pays for it: the process that made it. */
  private final Pool.Quota payer;

  private final long maxHeldBytes;
  private final long ownBytes;

  /** What the messages in the queue have been charged. */
  private long charged;

  /** The reads that wait. */
  final List<ReadCall> pendingReads = new ArrayList<>(1);

  /**
   * @throws Win32Exception where there is no memory for it
   */
  Mailslot(
      MailslotName name,
      int maxMessageSize,
      int readTimeoutMillis,
      Waiters readers,
      ProcessObject maker) {
    this.payer = maker.quota;
    this.maxHeldBytes = maker.kernel.pool.maxSlotBytes();
    this.ownBytes = Pool.SLOT_BYTES + (long) Pool.NAME_CHAR_BYTES * name.text().length();
    payer.charge(ownBytes, "CreateMailslotW");
    this.name = name;
    this.maxMessageSize = maxMessageSize;
    this.readTimeoutMillis = readTimeoutMillis;
    this.readers = readers;
  }

  /**
   * Whether a message of this size may be written; 0 stands for any size, and sizes are unsigned.
   */
  boolean takes(int messageBytes) {
    return maxMessageSize == 0 || Integer.compareUnsigned(messageBytes, maxMessageSize) <= 0;
  }

  /**
   * Adds one message, as {@link MessageQueue#add} takes it.
   *
   * @throws Win32Exception ERROR_NO_SYSTEM_RESOURCES where the slot has as much as one may have,
   *     ERROR_NOT_ENOUGH_QUOTA where the process has that made it
   */
  void add(ByteBuffer source, byte[] largeMessage) {
    long growth =
        messages.growthFor(largeMessage == null ? source.remaining() : largeMessage.length);
    if (growth > 0) {
      if (charged + growth > maxHeldBytes) {
        throw new Win32Exception("WriteFile", Win32Error.ERROR_NO_SYSTEM_RESOURCES);
      }
      payer.charge(growth, "WriteFile");
      charged += growth;
    }
    messages.add(source, largeMessage);
    settle();
    if (!pendingReads.isEmpty()) {
      readers.wakeAll();
    }
  }

  /** The length of the oldest message, or -1. */
  int firstLength() {
    return messages.firstLength();
  }

  /** Takes the oldest message out, as {@link MessageQueue#removeFirst} gives it. */
  byte[] removeFirst(ByteBuffer target) {
    byte[] large = messages.removeFirst(target);
    settle();
    return large;
  }

  /** The same; a large message stays charged until {@link #handedOut}. */
  byte[] handOutFirst(ByteBuffer target) {
    byte[] large = messages.removeFirst(target);
    if (large != null) {
      charged -= large.length;
    }
    settle();
    return large;
  }

  /** A large message of this length has gone to its reader. */
  void handedOut(int length) {
    payer.giveBack(length);
  }

  /** Gives back what the queue has no more. */
  private void settle() {
    long held = messages.heldBytes();
    if (held != charged) {
      payer.giveBack(charged - held);
      charged = held;
    }
  }

  /** Cancels what waits for one process; false where nothing does. */
  boolean cancelReads(ProcessObject process) {
    boolean isAny = false;
    for (ReadCall read : pendingReads) {
      if (read.process == process) {
        read.markCancelled();
        isAny = true;
      }
    }
    readers.wakeAll();
    return isAny;
  }

  MailslotInfo info() {
    int next = messages.firstLength();
    int nextSize = next < 0 ? Win32.MAILSLOT_NO_MESSAGE : next;
    return new MailslotInfo(maxMessageSize, nextSize, messages.count(), readTimeoutMillis);
  }

  void close() {
    isClosed = true;
    messages.clear();
    settle();
    payer.giveBack(ownBytes);
    readers.wakeAll();
  }
}
