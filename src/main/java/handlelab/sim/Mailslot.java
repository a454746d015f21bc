package handlelab.sim;

import handlelab.api.MailslotInfo;
import handlelab.api.Win32;
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
  /** What a waiting message costs at most beside its bytes, for the limit on what may wait. */
  private static final int MESSAGE_OVERHEAD_BYTES = 32;

  final MailslotName name;
  final int maxMessageSize;
  final Waiters readers;
  int readTimeoutMillis;
  boolean isClosed;
  private final MessageQueue messages = new MessageQueue();

  /** The reads that wait. */
  final List<ReadCall> pendingReads = new ArrayList<>(1);

  Mailslot(MailslotName name, int maxMessageSize, int readTimeoutMillis, Waiters readers) {
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

  /** The bytes that wait, with their overhead. */
  long waitingBytes() {
    return messages.contentBytes() + (long) MESSAGE_OVERHEAD_BYTES * messages.count();
  }

  /** Adds one message, as {@link MessageQueue#add} takes it. */
  void add(ByteBuffer source, byte[] largeMessage) {
    messages.add(source, largeMessage);
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
    return messages.removeFirst(target);
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
    readers.wakeAll();
  }
}
