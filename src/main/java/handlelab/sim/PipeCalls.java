package handlelab.sim;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.PeekResult;
import handlelab.api.PipeHandles;
import handlelab.api.PipeInfo;
import handlelab.api.PipeState;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;

/** The calls of one process that work on pipes. */
final class PipeCalls {
  /** Tested: the ends of an anonymous pipe have these beside reading and writing. */
  private static final int READ_END_ACCESS = Win32.FILE_GENERIC_READ | Win32.FILE_WRITE_ATTRIBUTES;

  private static final int WRITE_END_ACCESS = Win32.FILE_GENERIC_WRITE | Win32.FILE_READ_ATTRIBUTES;

  private static final int DEFAULT_BUFFER_BYTES = 4096;

  /** Documented: what a default timeout of 0 means. */
  private static final int DEFAULT_WAIT_MILLIS = 50;

  private static final int OPEN_MODES =
      Win32.PIPE_ACCESS_DUPLEX
          | Win32.FILE_FLAG_FIRST_PIPE_INSTANCE
          | Win32.FILE_FLAG_WRITE_THROUGH
          | Win32.FILE_FLAG_OVERLAPPED
          | Win32.WRITE_DAC
          | Win32.ACCESS_SYSTEM_SECURITY;

  private static final int PIPE_MODES =
      Win32.PIPE_TYPE_MESSAGE
          | Win32.PIPE_READMODE_MESSAGE
          | Win32.PIPE_NOWAIT
          | Win32.PIPE_REJECT_REMOTE_CLIENTS;

  private final ProcessKernel32 caller;
  private final ProcessObject process;
  private final SimulatedKernel kernel;

  PipeCalls(ProcessKernel32 caller) {
    this.caller = caller;
    this.process = caller.process();
    this.kernel = process.kernel;
  }

  PipeHandles createAnonymous(SecurityAttributes attributes, int size) {
    int flags = flags(attributes);
    int bytes = size == 0 ? DEFAULT_BUFFER_BYTES : size;
    kernel.lock.lock();
    try {
      process.checkRunning();
      var pipe = new NamedPipe(null, kernel.pipes, Win32.PIPE_ACCESS_INBOUND, false, 1, 0);
      var server = new PipeServerEnd(kernel.newAddress(), pipe, bytes, bytes);
      var client = connect(server);
      Handle read = addRow("CreatePipe", server, READ_END_ACCESS, flags);
      try {
        return new PipeHandles(read, addRow("CreatePipe", client, WRITE_END_ACCESS, flags));
      } catch (Win32Exception full) {
        kernel.release(process.table.remove(read.value()));
        throw full;
      }
    } finally {
      kernel.lock.unlock();
    }
  }

  private PipeClientEnd connect(PipeServerEnd server) {
    var client = new PipeClientEnd(kernel.newAddress(), server.pipe);
    client.connection = new PipeConnection(server, client, kernel.memory);
    server.connected(client.connection);
    return client;
  }

  private Handle addRow(String function, FileObject file, int access, int flags) {
    return kernel.addRow(process.table, file, access, flags, function);
  }

  private static int flags(SecurityAttributes attributes) {
    return attributes != null && attributes.inheritHandle() ? Win32.HANDLE_FLAG_INHERIT : 0;
  }

  /**
   * Tested: a name without the prefix is ERROR_INVALID_NAME, none ERROR_PATH_NOT_FOUND; a further
   * instance of another direction ERROR_ACCESS_DENIED, while type, sizes and maximum may differ:
   * the first one's count. Documented: unknown bits fail.
   */
  Created create(
      String name,
      int openMode,
      int pipeMode,
      int maxInstances,
      int outBufferSize,
      int inBufferSize,
      int defaultTimeoutMillis,
      SecurityAttributes attributes) {
    process.checkRunning();
    String pipeName = nameToCreate(name);
    boolean isOfMessages = (pipeMode & Win32.PIPE_TYPE_MESSAGE) != 0;
    boolean isMessageMode = (pipeMode & Win32.PIPE_READMODE_MESSAGE) != 0;
    int direction = openMode & Win32.PIPE_ACCESS_DUPLEX;
    if (direction == 0
        || (openMode & ~OPEN_MODES) != 0
        || (pipeMode & ~PIPE_MODES) != 0
        || (isMessageMode && !isOfMessages)
        || maxInstances < 1
        || maxInstances > Win32.PIPE_UNLIMITED_INSTANCES) {
      throw failedCreate(Win32Error.ERROR_INVALID_PARAMETER);
    }
    kernel.lock.lock();
    try {
      process.checkRunning();
      NamedPipe live = kernel.pipes.get(NamedPipe.key(pipeName));
      if (live != null) {
        checkFurther(live, openMode, direction, isMessageMode);
      }
      NamedPipe pipe =
          live != null
              ? live
              : new NamedPipe(
                  pipeName,
                  kernel.pipes,
                  direction,
                  isOfMessages,
                  maxInstances,
                  defaultTimeoutMillis);
      var server = new PipeServerEnd(kernel.newAddress(), pipe, outBufferSize, inBufferSize);
      server.isMessageMode = isMessageMode;
      server.isAsynchronous = (openMode & Win32.FILE_FLAG_OVERLAPPED) != 0;
      server.isNoWait = (pipeMode & Win32.PIPE_NOWAIT) != 0;
      int access = serverAccess(direction) | (openMode & Win32.WRITE_DAC);
      return new Created(
          addRow("CreateNamedPipeW", server, access, flags(attributes)), live != null);
    } finally {
      kernel.lock.unlock();
    }
  }

  private static String nameToCreate(String name) {
    if (name == null || name.isBlank()) {
      throw failedCreate(Win32Error.ERROR_PATH_NOT_FOUND);
    }
    DevicePath path = DevicePath.parse(name);
    if (path.kind() == DevicePath.Kind.UNKNOWN_DEVICE && !path.rest().isEmpty()) {
      throw failedCreate(Win32Error.ERROR_PATH_NOT_FOUND);
    }
    if (path.kind() != DevicePath.Kind.PIPE || path.rest().isEmpty()) {
      throw failedCreate(Win32Error.ERROR_INVALID_NAME);
    }
    return path.rest();
  }

  private static void checkFurther(
      NamedPipe pipe, int openMode, int direction, boolean isMessageMode) {
    if (pipe.instances() >= pipe.maxInstances && pipe.maxInstances < 255) {
      throw failedCreate(Win32Error.ERROR_PIPE_BUSY);
    }
    if ((openMode & Win32.FILE_FLAG_FIRST_PIPE_INSTANCE) != 0 || direction != pipe.direction) {
      throw failedCreate(Win32Error.ERROR_ACCESS_DENIED);
    }
    if (isMessageMode && !pipe.isOfMessages) {
      throw failedCreate(Win32Error.ERROR_INVALID_PARAMETER);
    }
  }

  private static int serverAccess(int direction) {
    return ((direction & Win32.PIPE_ACCESS_INBOUND) != 0 ? Win32.FILE_GENERIC_READ : 0)
        | ((direction & Win32.PIPE_ACCESS_OUTBOUND) != 0 ? Win32.FILE_GENERIC_WRITE : 0);
  }

  private static Win32Exception failedCreate(int errorCode) {
    return new Win32Exception("CreateNamedPipeW", errorCode);
  }

  /**
   * The client's {@code CreateFileW}. Tested: without a pipe of that name ERROR_FILE_NOT_FOUND, for
   * a direction that it does not have ERROR_ACCESS_DENIED, with all instances taken
   * ERROR_PIPE_BUSY; without a name it opens the device.
   *
   * @param access the rights of the new row
   */
  Handle open(String name, int access, SecurityAttributes attributes, boolean isAsynchronous) {
    kernel.lock.lock();
    try {
      process.checkRunning();
      if (name.isEmpty()) {
        var device = new DeviceFile(kernel.newAddress(), "\\Device\\NamedPipe");
        return addRow("CreateFileW", device, access, flags(attributes));
      }
      NamedPipe pipe = kernel.pipes.get(NamedPipe.key(name));
      if (pipe == null) {
        throw new Win32Exception("CreateFileW", Win32Error.ERROR_FILE_NOT_FOUND);
      }
      if (((access & Win32.FILE_READ_DATA) != 0
              && (pipe.direction & Win32.PIPE_ACCESS_OUTBOUND) == 0)
          || ((access & Win32.FILE_WRITE_DATA) != 0
              && (pipe.direction & Win32.PIPE_ACCESS_INBOUND) == 0)) {
        throw new Win32Exception("CreateFileW", Win32Error.ERROR_ACCESS_DENIED);
      }
      PipeServerEnd server = pipe.listening();
      if (server == null) {
        throw new Win32Exception("CreateFileW", Win32Error.ERROR_PIPE_BUSY);
      }
      PipeClientEnd client = connect(server);
      client.isAsynchronous = isAsynchronous;
      return addRow("CreateFileW", client, access, flags(attributes));
    } finally {
      kernel.lock.unlock();
    }
  }

  private PipeEnd end(String function, Handle handle, int access) {
    FileObject file = (FileObject) caller.row(function, handle, FileObject.class, access).object();
    if (file instanceof PipeEnd end) {
      return end;
    }
    throw new Win32Exception(function, Win32Error.ERROR_INVALID_PARAMETER);
  }

  /** A server end. Tested, for connecting: a client end is ERROR_INVALID_FUNCTION. */
  private PipeServerEnd serverEnd(String function, Handle handle) {
    if (end(function, handle, 0) instanceof PipeServerEnd server) {
      return server;
    }
    throw new Win32Exception(function, Win32Error.ERROR_INVALID_FUNCTION);
  }

  /** An end that tells about itself. Tested: a client end does not once it was disconnected. */
  private PipeEnd connectedEnd(String function, Handle handle, int access) {
    PipeEnd end = end(function, handle, access);
    require(
        end.isServer() || end.disconnectedError() == 0,
        function,
        Win32Error.ERROR_PIPE_NOT_CONNECTED);
    return end;
  }

  private static void require(boolean isAllowed, String function, int errorCode) {
    if (!isAllowed) {
      throw new Win32Exception(function, errorCode);
    }
  }

  /**
   * Listens, and waits for a client.
   *
   * @throws Win32Exception also if nothing is to be waited for: ERROR_PIPE_CONNECTED,
   *     ERROR_PIPE_LISTENING
   */
  PendingOperation connect(Handle handle, Completion completion) {
    PipeServerEnd server = serverEnd("ConnectNamedPipe", handle);
    if (server.connection != null) {
      boolean isPeerClosed = server.isPeerClosed();
      throw new Win32Exception(
          "ConnectNamedPipe",
          isPeerClosed ? Win32Error.ERROR_NO_DATA : Win32Error.ERROR_PIPE_CONNECTED);
    }
    server.listen();
    require(!server.isNoWait, "ConnectNamedPipe", Win32Error.ERROR_PIPE_LISTENING);
    var connect = new PipeConnect(process, server, completion);
    server.connect(connect);
    return connect;
  }

  /** Tested: a second time is ERROR_PIPE_NOT_CONNECTED. */
  void disconnect(Handle handle) {
    kernel.lock.lock();
    try {
      PipeServerEnd server = serverEnd("DisconnectNamedPipe", handle);
      require(
          server.disconnectedError() != Win32Error.ERROR_PIPE_NOT_CONNECTED,
          "DisconnectNamedPipe",
          Win32Error.ERROR_PIPE_NOT_CONNECTED);
      server.disconnect();
    } finally {
      kernel.lock.unlock();
    }
  }

  /** Documented: without the pipe it fails at once. Assumed: ERROR_BAD_PATHNAME for other names. */
  boolean wait(String name, int timeoutMillis) {
    process.checkRunning();
    DevicePath path = DevicePath.parse(name == null ? "" : name);
    require(
        path.kind() == DevicePath.Kind.PIPE && !path.rest().isEmpty(),
        "WaitNamedPipeW",
        Win32Error.ERROR_BAD_PATHNAME);
    kernel.lock.lock();
    try {
      NamedPipe pipe = kernel.pipes.get(NamedPipe.key(path.rest()));
      require(pipe != null, "WaitNamedPipeW", Win32Error.ERROR_FILE_NOT_FOUND);
      int millis = timeoutMillis;
      if (timeoutMillis == Win32.NMPWAIT_USE_DEFAULT_WAIT) {
        millis = pipe.defaultTimeoutMillis == 0 ? DEFAULT_WAIT_MILLIS : pipe.defaultTimeoutMillis;
      }
      int result = process.await(List.of(pipe.availability), millis, "WaitNamedPipeW");
      require(pipe.instances() > 0, "WaitNamedPipeW", Win32Error.ERROR_FILE_NOT_FOUND);
      return result != Win32.WAIT_TIMEOUT;
    } finally {
      kernel.lock.unlock();
    }
  }

  /** Tested: an end that listens is ERROR_BAD_PIPE here. */
  PeekResult peek(Handle handle, ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    kernel.lock.lock();
    try {
      PipeEnd end = end("PeekNamedPipe", handle, Win32.FILE_READ_DATA);
      int error = end.disconnectedError();
      require(error == 0, "PeekNamedPipe", end.isServer() ? Win32Error.ERROR_BAD_PIPE : error);
      PipeQueue queue = end.incoming();
      require(
          !end.isPeerClosed() || !queue.isEmpty(), "PeekNamedPipe", Win32Error.ERROR_BROKEN_PIPE);
      int left = queue.leftInMessage();
      int copied = queue.peek(target);
      return new PeekResult(copied, queue.available(), left - copied);
    } finally {
      kernel.lock.unlock();
    }
  }

  PipeState state(Handle handle) {
    kernel.lock.lock();
    try {
      PipeEnd end = connectedEnd("GetNamedPipeHandleStateW", handle, Win32.FILE_READ_ATTRIBUTES);
      return new PipeState(end.mode(), end.pipe.instances());
    } finally {
      kernel.lock.unlock();
    }
  }

  void setState(Handle handle, int mode) {
    kernel.lock.lock();
    try {
      PipeEnd end = connectedEnd("SetNamedPipeHandleState", handle, Win32.FILE_WRITE_ATTRIBUTES);
      boolean isMessageMode = (mode & Win32.PIPE_READMODE_MESSAGE) != 0;
      require(
          (mode & ~(Win32.PIPE_READMODE_MESSAGE | Win32.PIPE_NOWAIT)) == 0
              && (!isMessageMode || end.pipe.isOfMessages),
          "SetNamedPipeHandleState",
          Win32Error.ERROR_INVALID_PARAMETER);
      end.isMessageMode = isMessageMode;
      end.isNoWait = (mode & Win32.PIPE_NOWAIT) != 0;
    } finally {
      kernel.lock.unlock();
    }
  }

  PipeInfo info(Handle handle) {
    kernel.lock.lock();
    try {
      PipeEnd end = connectedEnd("GetNamedPipeInfo", handle, Win32.FILE_READ_ATTRIBUTES);
      PipeServerEnd server = end instanceof PipeServerEnd self ? self : end.connection.server;
      int flags =
          (end.isServer() ? Win32.PIPE_SERVER_END : Win32.PIPE_CLIENT_END)
              | (end.pipe.isOfMessages ? Win32.PIPE_TYPE_MESSAGE : Win32.PIPE_TYPE_BYTE);
      return new PipeInfo(flags, server.outBufferSize, server.inBufferSize, end.pipe.maxInstances);
    } finally {
      kernel.lock.unlock();
    }
  }

  /** Tested: where nothing can be unread it is done at once, also at a disconnected server end. */
  PendingOperation flush(Handle handle, Completion completion) {
    PipeEnd end = end("FlushFileBuffers", handle, Win32.FILE_WRITE_DATA);
    int error = end.disconnectedError();
    require(error == 0 || end.isServer(), "FlushFileBuffers", error);
    PipeQueue queue = error == 0 ? end.outgoing() : null;
    var flush = new PipeFlush(process, end, queue, completion);
    if (queue == null) {
      flush.end(Win32Error.ERROR_SUCCESS, 0);
    } else {
      queue.flush(flush);
    }
    return flush;
  }

  PendingOperation read(Handle handle, ByteBuffer target, Completion completion) {
    PipeEnd end = end("ReadFile", handle, Win32.FILE_READ_DATA);
    int error = end.disconnectedError();
    require(error == 0, "ReadFile", error);
    PipeQueue queue = end.incoming();
    if (queue.isEmpty()) {
      require(!end.isPeerClosed(), "ReadFile", Win32Error.ERROR_BROKEN_PIPE);
      require(!end.isNoWait, "ReadFile", Win32Error.ERROR_NO_DATA);
    }
    var read = new PipeRead(process, end, queue, target, completion);
    queue.read(read);
    return read;
  }

  /** Tested: after the other end was closed, ERROR_NO_DATA. */
  PendingOperation write(Handle handle, byte[] data, Completion completion) {
    PipeEnd end = end("WriteFile", handle, Win32.FILE_WRITE_DATA);
    int error = end.disconnectedError();
    require(error == 0, "WriteFile", error);
    require(!end.isPeerClosed(), "WriteFile", Win32Error.ERROR_NO_DATA);
    PipeQueue queue = end.outgoing();
    var write = new PipeWrite(process, end, queue, completion);
    if (end.isNoWait) {
      queue.writeWhatFits(write, data);
    } else {
      queue.write(write, data);
    }
    return write;
  }
}
