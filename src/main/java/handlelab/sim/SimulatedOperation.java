package handlelab.sim;

import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import java.nio.ByteBuffer;

/**
 * What the kernel keeps for an {@link Overlapped}: the operation that it was last used for. Guarded
 * by the kernel's lock.
 */
final class SimulatedOperation implements Overlapped.Operation {
  private final ProcessObject process;

  /** Null if none was started, or the last start failed. */
  private PendingOperation operation;

  private boolean wasUsed;

  /** Moved when the result is first returned, and null then. */
  private ByteBuffer buffer;

  private SimulatedOperation(ProcessObject process) {
    this.process = process;
  }

  /**
   * The operation of {@code overlapped}.
   *
   * @throws IllegalArgumentException if it was first used by another process or kernel
   */
  static SimulatedOperation of(Overlapped overlapped, ProcessObject process) {
    if (overlapped.operation(() -> new SimulatedOperation(process))
            instanceof SimulatedOperation operation
        && operation.process == process) {
      return operation;
    }
    throw new IllegalArgumentException("this Overlapped was first used with another kernel32");
  }

  @Override
  public boolean isPending() {
    process.kernel.lock.lock();
    try {
      return operation != null && !operation.isSignalled();
    } finally {
      process.kernel.lock.unlock();
    }
  }

  /**
   * Forgets what it was used for: from here on it has no result, unless the next start succeeds.
   *
   * @throws IllegalStateException if it is pending
   */
  void reuse(ByteBuffer callersBuffer) {
    if (isPending()) {
      throw new IllegalStateException("the operation is pending; use another Overlapped");
    }
    wasUsed = true;
    operation = null;
    buffer = callersBuffer;
  }

  /**
   * Prepares a start: finds the event, and resets it.
   *
   * @throws handlelab.api.Win32Exception ERROR_INVALID_HANDLE for what is no event (Tested),
   *     ERROR_ACCESS_DENIED for one that may not be set (Assumed)
   */
  Completion prepare(String function, ProcessKernel32 caller, Handle event) {
    EventObject object = null;
    if (!event.equals(Handle.NULL)) {
      Row row = caller.row(function, event, EventObject.class, Win32.EVENT_MODIFY_STATE);
      object = (EventObject) row.object();
      object.reset();
    }
    return new Completion(object, process.currentThread());
  }

  void started(PendingOperation newOperation) {
    operation = newOperation;
  }

  /** The start has failed. */
  void failed() {
    operation = null;
    buffer = null;
  }

  /** What is waited for; never signalled if there is no operation. */
  Waitable awaited() {
    return operation != null
        ? operation
        : new Waitable() {
          @Override
          boolean isSignalled() {
            return !wasUsed;
          }
        };
  }

  /** Cancels it if it is pending on that file. */
  boolean cancel(KernelObject file) {
    boolean isCancelled = isPending() && operation.file == file;
    if (isCancelled) {
      operation.cancel(Win32Error.ERROR_OPERATION_ABORTED);
    }
    return isCancelled;
  }

  /**
   * The result. Tested: a start that failed has none, which is as if it were pending; an OVERLAPPED
   * that was never used is done.
   *
   * @throws handlelab.api.Win32Exception if it failed
   */
  IoResult result(String function) {
    if (operation == null) {
      return new IoResult(wasUsed ? IoState.PENDING : IoState.DONE, 0);
    }
    if (!operation.isSignalled()) {
      return new IoResult(IoState.PENDING, 0);
    }
    int bytes = operation.result(function);
    if (buffer != null) {
      buffer.position(buffer.position() + bytes);
      buffer = null;
    }
    return new IoResult(
        operation.errorCode() == Win32Error.ERROR_MORE_DATA ? IoState.MORE_DATA : IoState.DONE,
        bytes);
  }
}
