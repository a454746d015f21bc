package handlelab.sim;

import handlelab.api.MailslotInfo;
import handlelab.api.Win32;
import java.util.ArrayDeque;
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
  /** What a waiting message costs beside its bytes, for the limit on what may wait. */
  static final int MESSAGE_OVERHEAD_BYTES = 32;

  final MailslotName name;
  final int maxMessageSize;
  final WaitQueue readers;
  int readTimeoutMillis;
  boolean isClosed;
  private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
  private final List<PendingRead> pendingReads = new ArrayList<>();
  private long waitingBytes;

  /** A read that waits: who made it, and whether it has been cancelled. */
  static final class PendingRead {
    final ProcessObject process;
    boolean isCancelled;

    PendingRead(ProcessObject process) {
      this.process = process;
    }
  }

  Mailslot(MailslotName name, int maxMessageSize, int readTimeoutMillis, WaitQueue readers) {
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
    return waitingBytes;
  }

  /** Adds one message, which nobody changes any more. */
  void add(byte[] message) {
    messages.add(message);
    waitingBytes += message.length + MESSAGE_OVERHEAD_BYTES;
    readers.wakeAll();
  }

  /** The oldest message, or null. */
  byte[] first() {
    return messages.peekFirst();
  }

  void removeFirst() {
    waitingBytes -= messages.removeFirst().length + MESSAGE_OVERHEAD_BYTES;
  }

  PendingRead beginRead(ProcessObject process) {
    PendingRead read = new PendingRead(process);
    pendingReads.add(read);
    return read;
  }

  void endRead(PendingRead read) {
    pendingReads.remove(read);
  }

  /** Cancels what waits for one process; false where nothing does. */
  boolean cancelReads(ProcessObject process) {
    boolean isAny = false;
    for (PendingRead read : pendingReads) {
      if (read.process == process) {
        read.isCancelled = true;
        isAny = true;
      }
    }
    readers.wakeAll();
    return isAny;
  }

  MailslotInfo info() {
    byte[] next = messages.peekFirst();
    int nextSize = next == null ? Win32.MAILSLOT_NO_MESSAGE : next.length;
    return new MailslotInfo(maxMessageSize, nextSize, messages.size(), readTimeoutMillis);
  }

  void close() {
    isClosed = true;
    messages.clear();
    waitingBytes = 0;
    readers.wakeAll();
  }
}
