package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * An operation on a file that may not be done at once: it is signalled when it is done. Guarded by
 * the kernel's lock.
 */
abstract class PendingOperation extends Waitable {
  final ProcessObject process;
  final FileObject file;
  private int errorCode = Win32Error.ERROR_IO_PENDING;
  private int bytes;

  /**
   * @param process on whose behalf it goes on, and whose end cancels it
   */
  PendingOperation(ProcessObject process, FileObject file) {
    this.process = process;
    this.file = file;
  }

  @Override
  final boolean isSignalled() {
    return errorCode != Win32Error.ERROR_IO_PENDING;
  }

  /** Takes it out of where it waits. */
  abstract void withdraw();

  /** It waits from now on. */
  final void begin() {
    process.pendingOperations.add(this);
    file.setSignalled(false);
  }

  /**
   * It is done.
   *
   * @param error ERROR_SUCCESS, ERROR_MORE_DATA, or that of a failure
   * @param moved how many bytes it has moved
   */
  final void end(int error, int moved) {
    errorCode = error;
    bytes = moved;
    if (process.pendingOperations.remove(this)) {
      file.setSignalled(true);
    }
    signal();
  }

  /** Ends it without a result; no effect if it is done. */
  final void cancel(int error) {
    if (!isSignalled()) {
      withdraw();
      end(error, 0);
    }
  }

  /** The error with which it ended, ERROR_SUCCESS, or ERROR_MORE_DATA. */
  final int errorCode() {
    return errorCode;
  }

  /**
   * How many bytes it has moved.
   *
   * @throws Win32Exception if it failed
   */
  final int result(String function) {
    if (errorCode != Win32Error.ERROR_SUCCESS && errorCode != Win32Error.ERROR_MORE_DATA) {
      throw new Win32Exception(function, errorCode);
    }
    return bytes;
  }
}
