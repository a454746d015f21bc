package handlelab.sim;

import handlelab.api.MailslotInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
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
  final MailslotName name;
  final int maxMessageSize;
  final Waiters readers;
  int readTimeoutMillis;
  boolean isClosed;
  private final Memory memory;

  /** The unread messages, oldest first. */
  private final ArrayDeque<byte[]> messages = new ArrayDeque<>(0);

  /** What the unread messages take. */
  private long messageBytes;

  /** The reads that wait. */
  final List<ReadCall> pendingReads = new ArrayList<>(1);

  Mailslot(SimulatedKernel kernel, MailslotName name, int maxMessageSize, int readTimeoutMillis) {
    this.name = name;
    this.maxMessageSize = maxMessageSize;
    this.readTimeoutMillis = readTimeoutMillis;
    this.readers = kernel.newWaiters();
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
    if (!pendingReads.isEmpty()) {
      readers.wakeAll();
    }
  }

  /** The oldest message, which stays, or null. */
  byte[] first() {
    return messages.peek();
  }

  void removeFirst() {
    release(Memory.MESSAGE_BYTES + messages.remove().length);
  }

  private void release(long bytes) {
    messageBytes -= bytes;
    memory.give(bytes);
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
    byte[] next = messages.peek();
    int nextSize = next == null ? Win32.MAILSLOT_NO_MESSAGE : next.length;
    return new MailslotInfo(maxMessageSize, nextSize, messages.size(), readTimeoutMillis);
  }

  void close() {
    isClosed = true;
    messages.clear();
    release(messageBytes);
    readers.wakeAll();
  }
}
