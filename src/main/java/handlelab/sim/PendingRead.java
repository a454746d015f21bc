package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * A {@code ReadFile} on a mailslot; it is signalled when it is done. Guarded by the kernel's lock.
 */
final class PendingRead extends Waitable {
  final ProcessObject process;
  final MailslotServerEnd file;
  final int maxBytes;
  private byte[] message;
  private int errorCode = Win32Error.ERROR_IO_PENDING;

  PendingRead(ProcessObject process, MailslotServerEnd file, int maxBytes) {
    this.process = process;
    this.file = file;
    this.maxBytes = maxBytes;
  }

  @Override
  boolean isSignalled() {
    return errorCode != Win32Error.ERROR_IO_PENDING;
  }

  /** It waits for a message. */
  void begin() {
    process.pendingReads.add(this);
    file.setSignalled(false);
  }

  /** Ends it with a message. */
  void complete(byte[] received) {
    message = received;
    end(0);
  }

  /** Ends it without a message. */
  void fail(int error) {
    end(error);
  }

  /** Its process has ended. */
  void abort() {
    file.mailslot("ReadFile").fail(this, Win32Error.ERROR_OPERATION_ABORTED);
  }

  private void end(int error) {
    errorCode = error;
    process.pendingReads.remove(this);
    file.setSignalled(true);
    signal();
  }

  /**
   * The message.
   *
   * @throws Win32Exception if it failed
   */
  byte[] result() {
    if (errorCode != 0) {
      throw new Win32Exception("ReadFile", errorCode);
    }
    return message;
  }
}
