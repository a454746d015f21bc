package handlelab.sim;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;

/** The calls of one process that work on mailslots. */
final class MailslotCalls {
  /**
   * Assumed, after the Windows driver's sources that ReactOS follows: what NT grants the creator.
   */
  private static final int SERVER_ACCESS = Win32.FILE_GENERIC_READ | Win32.WRITE_DAC;

  /** Documented: {@code CreateFileW} asks for these whatever its caller asks for. */
  private static final int ALWAYS_OPENED_WITH = Win32.SYNCHRONIZE | Win32.FILE_READ_ATTRIBUTES;

  private static final int SHARE_MODES =
      Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE | Win32.FILE_SHARE_DELETE;

  private final ProcessKernel32 caller;
  private final ProcessObject process;
  private final SimulatedKernel kernel;

  MailslotCalls(ProcessKernel32 caller) {
    this.caller = caller;
    this.process = caller.process();
    this.kernel = process.kernel;
  }

  /**
   * Makes the resource, the kernel object and the row, in this order, and may be watched doing so.
   */
  Handle create(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes) {
    process.checkRunning();
    Mailslot slot = newMailslot(MailslotName.toCreate(name), maxMessageSize, readTimeoutMillis);
    kernel.report(CreationStep.RESOURCE, process.id, 0, null);
    MailslotServerEnd end = newServerEnd(slot);
    kernel.report(CreationStep.OBJECT, process.id, end.address, null);
    Handle handle = newServerRow(end, attributes);
    kernel.report(CreationStep.ROW, process.id, end.address, handle);
    kernel.report(CreationStep.RETURN, process.id, end.address, handle);
    return handle;
  }

  private Mailslot newMailslot(MailslotName name, int maxMessageSize, int readTimeoutMillis) {
    kernel.lock.lock();
    try {
      if (kernel.mailslots.get(name) != null) {
        throw new Win32Exception("CreateMailslotW", Win32Error.ERROR_ALREADY_EXISTS);
      }
      var slot = new Mailslot(kernel, name, maxMessageSize, readTimeoutMillis);
      kernel.mailslots.add(slot);
      return slot;
    } finally {
      kernel.lock.unlock();
    }
  }

  private MailslotServerEnd newServerEnd(Mailslot slot) {
    kernel.lock.lock();
    try {
      var end = new MailslotServerEnd(kernel.newAddress(), slot, kernel.mailslots);
      end.isAsynchronous = true; // Documented: "CreateMailslotW function"
      return end;
    } finally {
      kernel.lock.unlock();
    }
  }

  private Handle newServerRow(MailslotServerEnd end, SecurityAttributes attributes) {
    kernel.lock.lock();
    try {
      if (process.isGone) {
        end.lastRowClosed();
      }
      process.checkRunning();
      return kernel.addRow(process.table, end, SERVER_ACCESS, flags(attributes), "CreateMailslotW");
    } finally {
      kernel.lock.unlock();
    }
  }

  /** The access of a new file; checks the parameters of {@code CreateFileW} that have no effect. */
  static int accessOfOpen(int desiredAccess, int shareMode, int creationDisposition) {
    if (creationDisposition < Win32.CREATE_NEW
        || creationDisposition > Win32.TRUNCATE_EXISTING
        || (shareMode & ~SHARE_MODES) != 0) {
      throw new Win32Exception("CreateFileW", Win32Error.ERROR_INVALID_PARAMETER);
    }
    return ObjectType.FILE.grant("CreateFileW", desiredAccess, Win32.FILE_ALL_ACCESS)
        | ALWAYS_OPENED_WITH;
  }

  /**
   * Opens a client end, or the mailslot device. Tested: share modes keep nobody out on Vista and
   * later. Assumed: a slot that is there opens with every disposition, one that is not is
   * ERROR_FILE_NOT_FOUND.
   */
  Handle open(String path, int access, SecurityAttributes attributes, boolean isAsynchronous) {
    MailslotName name = MailslotName.toOpen(path);
    kernel.lock.lock();
    try {
      process.checkRunning();
      FileObject end =
          name == null
              ? new DeviceFile(kernel.newAddress(), "\\Device\\Mailslot")
              : newClientEnd(name);
      end.isAsynchronous = isAsynchronous;
      return kernel.addRow(process.table, end, access, flags(attributes), "CreateFileW");
    } finally {
      kernel.lock.unlock();
    }
  }

  private MailslotClientEnd newClientEnd(MailslotName name) {
    Mailslot slot = kernel.mailslots.get(name);
    if (slot == null) {
      throw new Win32Exception("CreateFileW", Win32Error.ERROR_FILE_NOT_FOUND);
    }
    return new MailslotClientEnd(kernel.newAddress(), slot);
  }

  private static int flags(SecurityAttributes attributes) {
    return attributes != null && attributes.inheritHandle() ? Win32.HANDLE_FLAG_INHERIT : 0;
  }

  /**
   * No access is needed. Tested: a client end tells the same as the server end, on Windows 8 and
   * later.
   */
  MailslotInfo info(Handle handle) {
    FileObject file = file("GetMailslotInfo", handle).object();
    kernel.lock.lock();
    try {
      return file.mailslot("GetMailslotInfo").info();
    } finally {
      kernel.lock.unlock();
    }
  }

  /** No access is needed. Assumed: a client end cannot set anything, ERROR_INVALID_PARAMETER. */
  void setReadTimeout(Handle handle, int readTimeoutMillis) {
    FileObject file = file("SetMailslotInfo", handle).object();
    if (!(file instanceof MailslotServerEnd end)) {
      throw new Win32Exception("SetMailslotInfo", Win32Error.ERROR_INVALID_PARAMETER);
    }
    kernel.lock.lock();
    try {
      end.mailslot("SetMailslotInfo").readTimeoutMillis = readTimeoutMillis;
    } finally {
      kernel.lock.unlock();
    }
  }

  /**
   * Starts a read. Tested: if no message comes in time, ERROR_SEM_TIMEOUT, whatever the buffer's
   * size; a client end that was opened for reading cannot be read, ERROR_INVALID_PARAMETER.
   */
  PendingOperation read(Handle handle, ByteBuffer target, Completion completion) {
    FileRow row = file("ReadFile", handle);
    row.require("ReadFile", Win32.FILE_READ_DATA);
    if (!(row.object() instanceof MailslotServerEnd end)) {
      throw new Win32Exception("ReadFile", Win32Error.ERROR_INVALID_PARAMETER);
    }
    Mailslot slot = end.mailslot("ReadFile");
    if (slot.readTimeoutMillis == 0 && slot.isEmpty()) {
      throw new Win32Exception("ReadFile", Win32Error.ERROR_SEM_TIMEOUT);
    }
    var read = new PendingRead(process, end, target, completion);
    slot.read(read);
    return read;
  }

  /**
   * Queues one message. Documented: one larger than the slot's maximum is not taken; Assumed:
   * ERROR_INVALID_PARAMETER.
   */
  PendingOperation write(Handle handle, byte[] message, Completion completion) {
    FileRow row = file("WriteFile", handle);
    row.requireAny("WriteFile", Win32.FILE_WRITE_DATA | Win32.FILE_APPEND_DATA);
    Mailslot slot = row.object().mailslot("WriteFile");
    if (!slot.takes(message.length)) {
      throw new Win32Exception("WriteFile", Win32Error.ERROR_INVALID_PARAMETER);
    }
    slot.add(message);
    var write = new MailslotWrite(process, row.object(), completion);
    write.end(Win32Error.ERROR_SUCCESS, message.length);
    return write;
  }

  private FileRow file(String function, Handle handle) {
    Row row = caller.row(function, handle, FileObject.class, 0);
    return new FileRow((FileObject) row.object(), row.access());
  }

  /** A row that points to a file. */
  private record FileRow(FileObject object, int access) {
    void require(String function, int right) {
      if ((access & right) != right) {
        throw new Win32Exception(function, Win32Error.ERROR_ACCESS_DENIED);
      }
    }

    void requireAny(String function, int rights) {
      if ((access & rights) == 0) {
        throw new Win32Exception(function, Win32Error.ERROR_ACCESS_DENIED);
      }
    }
  }
}
