package handlelab.sim;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import java.util.function.Predicate;

/** The calls of one process that work on files of any kind, with an OVERLAPPED and without. */
final class FileCalls {
  /** Starts an operation, which may be done at once. */
  private interface Start {
    /**
     * @param completion null for a call that waits
     * @throws Win32Exception if it does not start
     */
    PendingOperation start(Completion completion);
  }

  private final ProcessKernel32 caller;
  private final ProcessObject process;
  private final SimulatedKernel kernel;
  private final MailslotCalls mailslots;
  private final PipeCalls pipes;

  FileCalls(ProcessKernel32 caller, MailslotCalls mailslots, PipeCalls pipes) {
    this.caller = caller;
    this.process = caller.process();
    this.kernel = process.kernel;
    this.mailslots = mailslots;
    this.pipes = pipes;
  }

  Handle open(
      String path,
      int desiredAccess,
      int shareMode,
      SecurityAttributes attributes,
      int creationDisposition,
      int flagsAndAttributes) {
    process.checkRunning();
    int access = MailslotCalls.accessOfOpen(desiredAccess, shareMode, creationDisposition);
    boolean isAsynchronous = (flagsAndAttributes & Win32.FILE_FLAG_OVERLAPPED) != 0;
    DevicePath device = DevicePath.parse(path == null ? "" : path);
    return device.kind() == DevicePath.Kind.PIPE
        ? pipes.open(device.rest(), access, attributes, isAsynchronous)
        : mailslots.open(path, access, attributes, isAsynchronous);
  }

  private FileObject file(String function, Handle handle) {
    return (FileObject) caller.row(function, handle, FileObject.class, 0).object();
  }

  IoResult read(Handle handle, ByteBuffer target, Overlapped overlapped) {
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    return perform(
        "ReadFile",
        handle,
        target,
        overlapped,
        completion ->
            file("ReadFile", handle) instanceof PipeEnd
                ? pipes.read(handle, target, completion)
                : mailslots.read(handle, target, completion));
  }

  IoResult write(Handle handle, ByteBuffer source, Overlapped overlapped) {
    byte[] data = new byte[source.remaining()];
    source.get(source.position(), data);
    return perform(
        "WriteFile",
        handle,
        source,
        overlapped,
        completion ->
            file("WriteFile", handle) instanceof PipeEnd
                ? pipes.write(handle, data, completion)
                : mailslots.write(handle, data, completion));
  }

  ConnectState connect(Handle handle, Overlapped overlapped) {
    try {
      IoResult result =
          perform(
              "ConnectNamedPipe",
              handle,
              null,
              overlapped,
              completion -> pipes.connect(handle, completion));
      return result.state() == IoState.PENDING ? ConnectState.PENDING : ConnectState.CONNECTED;
    } catch (Win32Exception e) {
      return switch (e.errorCode()) {
        case Win32Error.ERROR_PIPE_CONNECTED -> ConnectState.ALREADY_CONNECTED;
        case Win32Error.ERROR_PIPE_LISTENING -> ConnectState.LISTENING;
        default -> throw e;
      };
    }
  }

  void flush(Handle handle) {
    var unused =
        perform(
            "FlushFileBuffers", handle, null, null, completion -> pipes.flush(handle, completion));
  }

  /** Documented: on a synchronous file a call waits also with an OVERLAPPED. */
  private IoResult perform(
      String function, Handle handle, ByteBuffer buffer, Overlapped overlapped, Start start) {
    kernel.lock.lock();
    try {
      if (overlapped == null) {
        PendingOperation operation = start.start(null);
        await(operation, function);
        return resultOf(operation, buffer, function);
      }
      SimulatedOperation operation = SimulatedOperation.of(overlapped, process);
      operation.reuse(buffer);
      FileObject file = file(function, handle);
      PendingOperation pending =
          start.start(operation.prepare(function, caller, overlapped.event()));
      // Before it waits: who sees its event may ask for its result.
      operation.started(pending);
      try {
        if (file.isAsynchronous) {
          pending.expire();
        } else {
          await(pending, function);
        }
        return operation.result(function);
      } catch (Win32Exception failedAtOnce) {
        operation.failed();
        throw failedAtOnce;
      }
    } finally {
      kernel.lock.unlock();
    }
  }

  private static IoResult resultOf(PendingOperation operation, ByteBuffer buffer, String function) {
    int bytes = operation.result(function);
    if (buffer != null) {
      buffer.position(buffer.position() + bytes);
    }
    return new IoResult(
        operation.errorCode() == Win32Error.ERROR_MORE_DATA ? IoState.MORE_DATA : IoState.DONE,
        bytes);
  }

  /** Waits on the calling thread until the operation is done. */
  private void await(PendingOperation operation, String function) {
    if (operation.isSignalled()) {
      return;
    }
    try {
      int result = process.await(List.of(operation), operation.timeoutMillis(), function);
      if (result == Win32.WAIT_TIMEOUT) {
        operation.cancel(Win32Error.ERROR_SEM_TIMEOUT);
      }
    } finally {
      operation.cancel(Win32Error.ERROR_OPERATION_ABORTED);
    }
  }

  /** Tested: the file is not asked for once the operation is done. */
  IoResult result(Overlapped overlapped, boolean wait) {
    kernel.lock.lock();
    try {
      process.checkRunning();
      SimulatedOperation operation = SimulatedOperation.of(overlapped, process);
      if (wait) {
        var unused =
            process.await(List.of(operation.awaited()), Win32.INFINITE, "GetOverlappedResult");
      }
      return operation.result("GetOverlappedResult");
    } finally {
      kernel.lock.unlock();
    }
  }

  /** Documented: cancels what the calling thread has started, through any handle of the file. */
  void cancelOwn(Handle handle) {
    kernel.lock.lock();
    try {
      FileObject file = file("CancelIo", handle);
      ThreadObject thread = process.currentThread();
      var unused = cancel(pending -> pending.file == file && pending.isOf(thread));
    } finally {
      kernel.lock.unlock();
    }
  }

  /**
   * Documented: cancels what any thread of the process has started, through any handle of the file.
   *
   * @param overlapped null for all operations
   */
  boolean cancel(Handle handle, Overlapped overlapped) {
    kernel.lock.lock();
    try {
      FileObject file = file("CancelIoEx", handle);
      return overlapped == null
          ? cancel(pending -> pending.file == file)
          : SimulatedOperation.of(overlapped, process).cancel(file);
    } finally {
      kernel.lock.unlock();
    }
  }

  private boolean cancel(Predicate<PendingOperation> condition) {
    List<PendingOperation> cancelled =
        process.pendingOperations.stream().filter(condition).toList();
    cancelled.forEach(pending -> pending.cancel(Win32Error.ERROR_OPERATION_ABORTED));
    return !cancelled.isEmpty();
  }

  /** Tested: a mailslot's type is not known, which is no failure. */
  int type(Handle handle) {
    return file("GetFileType", handle) instanceof PipeEnd
        ? Win32.FILE_TYPE_PIPE
        : Win32.FILE_TYPE_UNKNOWN;
  }
}
