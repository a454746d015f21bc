package handlelab.sim;

import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.List;

/** The calls of one process that work on files of any kind: mailslots and pipes. */
final class FileCalls {
  private final ProcessKernel32 caller;
  private final MailslotCalls mailslots;
  private final PipeCalls pipes;

  FileCalls(ProcessKernel32 caller, MailslotCalls mailslots, PipeCalls pipes) {
    this.caller = caller;
    this.mailslots = mailslots;
    this.pipes = pipes;
  }

  Handle open(
      String path,
      int desiredAccess,
      int shareMode,
      SecurityAttributes attributes,
      int creationDisposition) {
    caller.process().checkRunning();
    int access = MailslotCalls.accessOfOpen(desiredAccess, shareMode, creationDisposition);
    DevicePath device = DevicePath.parse(path == null ? "" : path);
    return device.kind() == DevicePath.Kind.PIPE && !device.rest().isEmpty()
        ? pipes.open(device.rest(), access, attributes)
        : mailslots.open(path, access, attributes);
  }

  private boolean isPipe(String function, Handle file) {
    return caller.row(function, file, FileObject.class, 0).object() instanceof PipeEnd;
  }

  IoResult read(Handle file, ByteBuffer target) {
    return isPipe("ReadFile", file)
        ? pipes.read(file, target)
        : new IoResult(IoState.DONE, mailslots.read(file, target));
  }

  int write(Handle file, ByteBuffer source) {
    return isPipe("WriteFile", file) ? pipes.write(file, source) : mailslots.write(file, source);
  }

  /** Documented: cancels what any thread of the process has started, through any handle of it. */
  boolean cancel(Handle handle) {
    ProcessObject process = caller.process();
    process.kernel.lock.lock();
    try {
      KernelObject file = caller.row("CancelIoEx", handle, FileObject.class, 0).object();
      List<PendingOperation> cancelled =
          process.pendingOperations.stream().filter(pending -> pending.file == file).toList();
      cancelled.forEach(pending -> pending.cancel(Win32Error.ERROR_OPERATION_ABORTED));
      return !cancelled.isEmpty();
    } finally {
      process.kernel.lock.unlock();
    }
  }

  /** Tested: a mailslot's type is not known, which is no failure. */
  int type(Handle file) {
    return isPipe("GetFileType", file) ? Win32.FILE_TYPE_PIPE : Win32.FILE_TYPE_UNKNOWN;
  }

  /** Tested: ERROR_NOT_FOUND if nothing is pending. */
  void cancelSome(Handle file) {
    if (!cancel(file)) {
      throw new Win32Exception("CancelIoEx", Win32Error.ERROR_NOT_FOUND);
    }
  }
}
