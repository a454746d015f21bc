package handlelab.sim;

import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.List;

/**
 * An operation on a file that may not be done at once: it is signalled when it is done. Guarded by
 * the kernel's lock.
 */
abstract class PendingOperation extends Waitable {
  final ProcessObject process;
  final FileObject file;
  private int errorCode = Win32Error.ERROR_IO_PENDING;
  private int bytes;

  /** Null if a thread waits for the operation within its call. */
  private final Completion completion;

  /**
   * @param process on whose behalf it goes on, and whose end cancels it
   */
  PendingOperation(ProcessObject process, FileObject file, Completion completion) {
    this.process = process;
    this.file = file;
    this.completion = completion;
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
    if (completion != null) {
      completion.thread().operations.add(this);
      completion.thread().blocking();
    }
  }

  final boolean isOf(ThreadObject thread) {
    return completion != null && completion.thread() == thread;
  }

  /** How long it may wait; unsigned, -1 has no end. */
  int timeoutMillis() {
    return Win32.INFINITE;
  }

  /** Has it end with ERROR_SEM_TIMEOUT once its time is over. */
  final void expire() {
    int millis = timeoutMillis();
    if (millis != Win32.INFINITE && !isSignalled()) {
      Thread timer = new Thread(() -> awaitTimeout(millis), "timeout of an overlapped operation");
      timer.setDaemon(true);
      timer.start();
    }
  }

  private void awaitTimeout(int millis) {
    process.kernel.lock.lock();
    try {
      var unused = new Wait(process.kernel, List.of(this)).perform(null, millis);
      cancel(Win32Error.ERROR_SEM_TIMEOUT);
    } catch (InterruptedException e) {
      // Nothing interrupts this thread.
    } finally {
      process.kernel.lock.unlock();
    }
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
    boolean hasWaited = process.pendingOperations.remove(this);
    if (completion != null) {
      completion.thread().operations.remove(this);
    }
    if (hasWaited || isSuccess()) {
      tell();
    }
    signal();
  }

  /**
   * Sets the event; without one, signals the file. Tested (Wine ntdll pipe.c): a synchronous file
   * is signalled beside the event, and a start that fails tells nobody.
   */
  private void tell() {
    boolean hasEvent = completion != null && completion.event() != null;
    if (hasEvent) {
      completion.event().set();
    }
    file.setSignalled(!hasEvent || !file.isAsynchronous);
  }

  private boolean isSuccess() {
    return errorCode == Win32Error.ERROR_SUCCESS || errorCode == Win32Error.ERROR_MORE_DATA;
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
    if (!isSuccess()) {
      throw new Win32Exception(function, errorCode);
    }
    return bytes;
  }
}
