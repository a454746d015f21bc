package handlelab.sim;

import handlelab.api.MailslotInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.ArrayDeque;
import java.util.Deque;
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
  int readTimeoutMillis;
  boolean isClosed;
  private final Memory memory;

  /** The unread messages, oldest first. */
  private final ArrayDeque<byte[]> messages = new ArrayDeque<>(0);

  /** What the unread messages take. */
  private long messageBytes;

  /** The reads that wait for a message, oldest first. */
  private final Deque<PendingRead> pendingReads = new ArrayDeque<>(0);

  Mailslot(SimulatedKernel kernel, MailslotName name, int maxMessageSize, int readTimeoutMillis) {
    this.name = name;
    this.maxMessageSize = maxMessageSize;
    this.readTimeoutMillis = readTimeoutMillis;
    this.memory = kernel.memory;
  }

  /**
   * Whether a message of this size may be written; 0 stands for any size, and sizes are unsigned.
   */
  boolean takes(int length) {
    return maxMessageSize == 0 || Integer.compareUnsigned(length, maxMessageSize) <= 0;
  }

  /**
   * Adds a message.
   *
   * @throws Win32Exception ERROR_NO_SYSTEM_RESOURCES if there is no memory for it
   */
  void add(byte[] message) {
    int bytes = Memory.MESSAGE_BYTES + message.length;
    if (messageBytes + bytes > memory.maxSlotBytes()
        || !memory.take(bytes, messageBytes + bytes <= Memory.FEW_BYTES)) {
      throw new Win32Exception("WriteFile", Win32Error.ERROR_NO_SYSTEM_RESOURCES);
    }
    messageBytes += bytes;
    messages.add(message);
    serveReads();
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** Begins a read, which ends at once if there is a message. */
  void read(PendingRead read) {
    if (messages.isEmpty()) {
      read.begin();
    }
    pendingReads.add(read);
    serveReads();
  }

  /**
   * Gives messages to the reads that wait. Documented: a message that does not fit stays,
   * ERROR_INSUFFICIENT_BUFFER.
   */
  private void serveReads() {
    while (!messages.isEmpty() && !pendingReads.isEmpty()) {
      PendingRead read = pendingReads.remove();
      byte[] message = messages.element();
      if (!read.takes(message)) {
        read.end(Win32Error.ERROR_INSUFFICIENT_BUFFER, 0);
      } else {
        messages.remove();
        release(Memory.MESSAGE_BYTES + message.length);
        read.complete(message);
      }
    }
  }

  /** The read waits no more. */
  void withdraw(PendingRead read) {
    pendingReads.remove(read);
  }

  private void release(long bytes) {
    messageBytes -= bytes;
    memory.give(bytes);
  }

  MailslotInfo info() {
    byte[] next = messages.peek();
    int nextSize = next == null ? Win32.MAILSLOT_NO_MESSAGE : next.length;
    return new MailslotInfo(maxMessageSize, nextSize, messages.size(), readTimeoutMillis);
  }

  /** Removes the messages. Assumed: a read that waits ends with ERROR_HANDLE_EOF. */
  void close() {
    isClosed = true;
    messages.clear();
    release(messageBytes);
    List.copyOf(pendingReads).forEach(read -> read.cancel(Win32Error.ERROR_HANDLE_EOF));
  }
}
