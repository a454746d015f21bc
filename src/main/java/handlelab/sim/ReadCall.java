package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * A {@code ReadFile} on a mailslot. Documented: a message that does not fit stays,
 * ERROR_INSUFFICIENT_BUFFER. Tested: none in time is ERROR_SEM_TIMEOUT, whatever the buffer's size.
 * Assumed: a read that waits while the last server handle is closed ends with ERROR_HANDLE_EOF.
 */
final class ReadCall extends WaitingCall {
  private final Mailslot slot;
  private final int maxBytes;
  private byte[] message;

  ReadCall(ProcessObject process, Mailslot slot, int maxBytes, Runnable onChange) {
    super(process, "ReadFile", onChange);
    this.slot = slot;
    this.maxBytes = maxBytes;
  }

  @Override
  boolean complete() {
    if (slot.isClosed) {
      throw new Win32Exception("ReadFile", Win32Error.ERROR_HANDLE_EOF);
    }
    byte[] first = slot.first();
    if (first == null) {
      return false;
    }
    if (first.length > maxBytes) {
      throw new Win32Exception("ReadFile", Win32Error.ERROR_INSUFFICIENT_BUFFER);
    }
    slot.removeFirst();
    message = first;
    return true;
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
  public byte[] message() {
    return message;
  }
}
