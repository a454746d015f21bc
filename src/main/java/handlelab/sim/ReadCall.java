package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;

/**
 * A {@code ReadFile} on a mailslot. Documented: a message that does not fit stays,
 * ERROR_INSUFFICIENT_BUFFER. Tested: none in time is ERROR_SEM_TIMEOUT, whatever the buffer's size.
 * Assumed: a read that waits while the last server handle is closed ends with ERROR_HANDLE_EOF.
 */
final class ReadCall extends WaitingCall {
  private final Mailslot slot;
  private final ByteBuffer target;
  private final int maxBytes;
  private byte[] large;

  /** Whether the large message is still charged to the slot's maker. */
  private boolean isCharged;

  /**
   * @param target takes a small message: has room for the largest small one, or for {@code
   *     maxBytes}
   */
  ReadCall(
      ProcessObject process, Mailslot slot, ByteBuffer target, int maxBytes, Runnable onChange) {
    super(process, "ReadFile", onChange);
    this.slot = slot;
    this.target = target;
    this.maxBytes = maxBytes;
  }

  @Override
  boolean complete() {
    if (slot.isClosed) {
      throw new Win32Exception("ReadFile", Win32Error.ERROR_HANDLE_EOF);
    }
    int length = slot.firstLength();
    if (length > maxBytes) {
      throw new Win32Exception("ReadFile", Win32Error.ERROR_INSUFFICIENT_BUFFER);
    }
    if (length >= 0) {
      large = isHosted() ? slot.handOutFirst(target) : slot.removeFirst(target);
      isCharged = isHosted() && large != null;
    }
    return length >= 0;
  }

  @Override
  Waiters waiters() {
    return slot.readers;
  }

  @Override
  int timeoutMillis() {
    return slot.readTimeoutMillis;
  }

  @Override
  void timeOut() {
    throw new Win32Exception("ReadFile", Win32Error.ERROR_SEM_TIMEOUT);
  }

  @Override
  void began() {
    slot.pendingReads.add(this);
  }

  @Override
  void ended() {
    slot.pendingReads.remove(this);
  }

  @Override
  public byte[] largeMessage() {
    return large;
  }

  @Override
  public void release() {
    process.kernel.lock.lock();
    try {
      if (isCharged) {
        isCharged = false;
        slot.handedOut(large.length);
      }
    } finally {
      process.kernel.lock.unlock();
    }
  }
}
