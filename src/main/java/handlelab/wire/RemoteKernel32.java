package handlelab.wire;

import handlelab.api.ConnectState;
import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import handlelab.api.Overlapped;
import handlelab.api.PeekResult;
import handlelab.api.PipeHandles;
import handlelab.api.PipeInfo;
import handlelab.api.PipeState;
import handlelab.api.ProcessDetails;
import handlelab.api.ProcessInformation;
import handlelab.api.ProcessTimes;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A kernel32, with its view into the handle tables, at the other end of a stream: each call is one
 * request and one reply, in {@link Session} one case.
 *
 * <p>Errors are those of the kernel that is served, and those of {@link Connection#reply} if the
 * stream fails. Any thread may call; the source decides which connection its calls take. A subclass
 * may make some calls otherwise.
 */
public class RemoteKernel32 implements Kernel32, HandleTables {
  /** The calls that cross the wire; the ordinal is the number in a frame. */
  enum Op {
    CREATE_MAILSLOT("CreateMailslotW"),
    GET_MAILSLOT_INFO("GetMailslotInfo"),
    SET_MAILSLOT_INFO("SetMailslotInfo"),
    CREATE_FILE("CreateFileW"),
    READ_FILE("ReadFile"),
    WRITE_FILE("WriteFile"),
    CANCEL_IO_EX("CancelIoEx"),
    DUPLICATE_HANDLE("DuplicateHandle"),
    CLOSE_HANDLE("CloseHandle"),
    GET_HANDLE_INFORMATION("GetHandleInformation"),
    SET_HANDLE_INFORMATION("SetHandleInformation"),
    COMPARE_OBJECT_HANDLES("CompareObjectHandles"),
    GET_CURRENT_PROCESS_ID("GetCurrentProcessId"),
    GET_CURRENT_THREAD_ID("GetCurrentThreadId"),
    GET_PROCESS_ID("GetProcessId"),
    CREATE_PROCESS("CreateProcessW"),
    OPEN_PROCESS("OpenProcess"),
    RESUME_THREAD("ResumeThread"),
    GET_EXIT_CODE_PROCESS("GetExitCodeProcess"),
    TERMINATE_PROCESS("TerminateProcess"),
    WAIT_FOR_SINGLE_OBJECT("WaitForSingleObject"),
    WAIT_FOR_MULTIPLE_OBJECTS("WaitForMultipleObjects"),
    CREATE_EVENT("CreateEventW"),
    OPEN_EVENT("OpenEventW"),
    SET_EVENT("SetEvent"),
    RESET_EVENT("ResetEvent"),
    CREATE_MUTEX("CreateMutexW"),
    OPEN_MUTEX("OpenMutexW"),
    RELEASE_MUTEX("ReleaseMutex"),
    CREATE_SEMAPHORE("CreateSemaphoreW"),
    OPEN_SEMAPHORE("OpenSemaphoreW"),
    RELEASE_SEMAPHORE("ReleaseSemaphore"),
    CREATE_PIPE("CreatePipe"),
    CREATE_NAMED_PIPE("CreateNamedPipeW"),
    CONNECT_NAMED_PIPE("ConnectNamedPipe"),
    DISCONNECT_NAMED_PIPE("DisconnectNamedPipe"),
    WAIT_NAMED_PIPE("WaitNamedPipeW"),
    PEEK_NAMED_PIPE("PeekNamedPipe"),
    GET_NAMED_PIPE_HANDLE_STATE("GetNamedPipeHandleStateW"),
    SET_NAMED_PIPE_HANDLE_STATE("SetNamedPipeHandleState"),
    GET_NAMED_PIPE_INFO("GetNamedPipeInfo"),
    FLUSH_FILE_BUFFERS("FlushFileBuffers"),
    START_READ("ReadFile"),
    START_WRITE("WriteFile"),
    START_CONNECT("ConnectNamedPipe"),
    TAKE_DONE("the results of overlapped operations"),
    AWAIT_OPERATION("GetOverlappedResult"),
    CANCEL_OPERATION("CancelIoEx"),
    CANCEL_IO("CancelIo"),
    GET_FILE_TYPE("GetFileType"),
    QUERY_FULL_PROCESS_IMAGE_NAME("QueryFullProcessImageNameW"),
    GET_PROCESS_TIMES("GetProcessTimes"),
    GET_STD_HANDLE("GetStdHandle"),
    SET_STD_HANDLE("SetStdHandle"),
    HANDLES("the look into a handle table"),
    HANDLES_AMONG("the look at rows of a handle table"),
    STATES("the look at the objects of a handle table"),
    PROCESS_IDS("the list of processes"),
    PROCESSES("the list of processes"),
    AWAIT_RESUME("the wait for ResumeThread");

    /** What an error message calls it. */
    final String title;

    Op(String title) {
      this.title = title;
    }
  }

  /** Says which connection the calling thread's next call goes over. */
  @FunctionalInterface
  public interface Source {
    /**
     * The connection of the calling thread.
     *
     * @throws ConnectionLostException if there is none and none can be made
     */
    Connection connection();
  }

  private final Source source;
  private final AtomicInteger lastOperation = new AtomicInteger();

  /** The operations that are not known to be done; locked while their results are fetched. */
  private final Map<Integer, RemoteOperation> pending = new ConcurrentHashMap<>();

  /**
   * @param source asked before each call
   */
  public RemoteKernel32(Source source) {
    this.source = source;
  }

  private Message request(Op op) {
    return source.connection().request(op);
  }

  private Message reply() {
    return source.connection().reply();
  }

  /** The reply of a function without a result. */
  private void done() {
    reply().end();
  }

  @Override
  public Handle createMailslot(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes) {
    request(Op.CREATE_MAILSLOT)
        .put(name)
        .put(maxMessageSize)
        .put(readTimeoutMillis)
        .put(attributes);
    return reply().handle();
  }

  @Override
  public MailslotInfo getMailslotInfo(Handle mailslot) {
    request(Op.GET_MAILSLOT_INFO).put(mailslot);
    Message reply = reply();
    return new MailslotInfo(reply.int32(), reply.int32(), reply.int32(), reply.int32());
  }

  @Override
  public void setMailslotInfo(Handle mailslot, int readTimeoutMillis) {
    request(Op.SET_MAILSLOT_INFO).put(mailslot).put(readTimeoutMillis);
    done();
  }

  @Override
  public Handle createFile(
      String name,
      int desiredAccess,
      int shareMode,
      SecurityAttributes attributes,
      int creationDisposition,
      int flagsAndAttributes,
      Handle template) {
    request(Op.CREATE_FILE)
        .put(name)
        .put(desiredAccess)
        .put(shareMode)
        .put(attributes)
        .put(creationDisposition)
        .put(flagsAndAttributes)
        .putOptional(template);
    return reply().handle();
  }

  @Override
  public Handle duplicateHandle(
      Handle sourceProcess,
      Handle source,
      Handle targetProcess,
      int desiredAccess,
      boolean inheritHandle,
      int options) {
    request(Op.DUPLICATE_HANDLE)
        .put(sourceProcess)
        .put(source)
        .put(targetProcess)
        .put(desiredAccess)
        .put(inheritHandle)
        .put(options);
    return reply().handle();
  }

  @Override
  public void closeHandle(Handle handle) {
    request(Op.CLOSE_HANDLE).put(handle);
    done();
  }

  @Override
  public void cancelIoEx(Handle file) {
    if (!cancelIoEx(file, null)) {
      throw new Win32Exception("CancelIoEx", Win32Error.ERROR_NOT_FOUND);
    }
  }

  @Override
  public boolean cancelIoEx(Handle file, Overlapped overlapped) {
    if (overlapped != null) {
      request(Op.CANCEL_OPERATION).put(file).put(operationOf(overlapped).id);
    } else {
      request(Op.CANCEL_IO_EX).put(file);
    }
    return reply().bool();
  }

  @Override
  public Handle getStdHandle(int stdHandle) {
    request(Op.GET_STD_HANDLE).put(stdHandle);
    return reply().handle();
  }

  @Override
  public void setStdHandle(int stdHandle, Handle handle) {
    request(Op.SET_STD_HANDLE).put(stdHandle).put(handle);
    done();
  }

  @Override
  public int getHandleInformation(Handle handle) {
    request(Op.GET_HANDLE_INFORMATION).put(handle);
    return reply().int32();
  }

  @Override
  public void setHandleInformation(Handle handle, int mask, int flags) {
    request(Op.SET_HANDLE_INFORMATION).put(handle).put(mask).put(flags);
    done();
  }

  @Override
  public boolean compareObjectHandles(Handle first, Handle second) {
    request(Op.COMPARE_OBJECT_HANDLES).put(first).put(second);
    return reply().bool();
  }

  @Override
  public int getCurrentProcessId() {
    request(Op.GET_CURRENT_PROCESS_ID);
    return reply().int32();
  }

  @Override
  public int getCurrentThreadId() {
    request(Op.GET_CURRENT_THREAD_ID);
    return reply().int32();
  }

  @Override
  public int getProcessId(Handle process) {
    request(Op.GET_PROCESS_ID).put(process);
    return reply().int32();
  }

  @Override
  public ProcessInformation createProcess(
      String applicationName,
      String commandLine,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      Map<String, String> environment,
      String currentDirectory,
      StartupInfo startupInfo) {
    request(Op.CREATE_PROCESS)
        .put(applicationName)
        .put(commandLine)
        .put(processAttributes)
        .put(threadAttributes)
        .put(inheritHandles)
        .put(creationFlags)
        .put(environment)
        .put(currentDirectory)
        .put(startupInfo);
    Message reply = reply();
    return new ProcessInformation(reply.handle(), reply.handle(), reply.int32(), reply.int32());
  }

  @Override
  public Handle openProcess(int desiredAccess, boolean inheritHandle, int processId) {
    request(Op.OPEN_PROCESS).put(desiredAccess).put(inheritHandle).put(processId);
    return reply().handle();
  }

  @Override
  public int resumeThread(Handle thread) {
    request(Op.RESUME_THREAD).put(thread);
    return reply().int32();
  }

  @Override
  public int getExitCodeProcess(Handle process) {
    request(Op.GET_EXIT_CODE_PROCESS).put(process);
    return reply().int32();
  }

  @Override
  public void terminateProcess(Handle process, int exitCode) {
    request(Op.TERMINATE_PROCESS).put(process).put(exitCode);
    done();
  }

  @Override
  public int waitForSingleObject(Handle handle, int timeoutMillis) {
    request(Op.WAIT_FOR_SINGLE_OBJECT).put(handle).put(timeoutMillis);
    return waited(reply().int32());
  }

  @Override
  public int waitForMultipleObjects(List<Handle> handles, boolean waitAll, int timeoutMillis) {
    request(Op.WAIT_FOR_MULTIPLE_OBJECTS).put(List.copyOf(handles)).put(waitAll).put(timeoutMillis);
    return waited(reply().int32());
  }

  @Override
  public Created createEvent(
      SecurityAttributes attributes, boolean manualReset, boolean initialState, String name) {
    request(Op.CREATE_EVENT).put(attributes).put(manualReset).put(initialState).put(name);
    return created();
  }

  private Created created() {
    Message reply = reply();
    return new Created(reply.handle(), reply.bool());
  }

  @Override
  public Handle openEvent(int desiredAccess, boolean inheritHandle, String name) {
    request(Op.OPEN_EVENT).put(desiredAccess).put(inheritHandle).put(name);
    return reply().handle();
  }

  @Override
  public void setEvent(Handle event) {
    request(Op.SET_EVENT).put(event);
    done();
  }

  @Override
  public void resetEvent(Handle event) {
    request(Op.RESET_EVENT).put(event);
    done();
  }

  @Override
  public Created createMutex(SecurityAttributes attributes, boolean initialOwner, String name) {
    request(Op.CREATE_MUTEX).put(attributes).put(initialOwner).put(name);
    return created();
  }

  @Override
  public Handle openMutex(int desiredAccess, boolean inheritHandle, String name) {
    request(Op.OPEN_MUTEX).put(desiredAccess).put(inheritHandle).put(name);
    return reply().handle();
  }

  @Override
  public void releaseMutex(Handle mutex) {
    request(Op.RELEASE_MUTEX).put(mutex);
    done();
  }

  @Override
  public Created createSemaphore(
      SecurityAttributes attributes, int initialCount, int maximumCount, String name) {
    request(Op.CREATE_SEMAPHORE).put(attributes).put(initialCount).put(maximumCount).put(name);
    return created();
  }

  @Override
  public Handle openSemaphore(int desiredAccess, boolean inheritHandle, String name) {
    request(Op.OPEN_SEMAPHORE).put(desiredAccess).put(inheritHandle).put(name);
    return reply().handle();
  }

  @Override
  public int releaseSemaphore(Handle semaphore, int releaseCount) {
    request(Op.RELEASE_SEMAPHORE).put(semaphore).put(releaseCount);
    return reply().int32();
  }

  @Override
  public Handle getCurrentProcess() {
    return Handle.CURRENT_PROCESS;
  }

  @Override
  public Handle getCurrentThread() {
    return Handle.CURRENT_THREAD;
  }

  @Override
  public int readFile(Handle file, ByteBuffer target) {
    IoResult result = readFile(file, target, null);
    if (result.state() == IoState.MORE_DATA) {
      throw new Win32Exception("ReadFile", Win32Error.ERROR_MORE_DATA);
    }
    return result.bytes();
  }

  @Override
  public IoResult writeFile(Handle file, ByteBuffer source, Overlapped overlapped) {
    if (overlapped == null) {
      return new IoResult(IoState.DONE, writeFile(file, source));
    }
    checkSize(source);
    RemoteOperation operation = begin(overlapped, source, false);
    try {
      request(Op.START_WRITE).put(file).put(operation.id).put(overlapped.event()).putRest(source);
      return started(operation, reply());
    } catch (RuntimeException failed) {
      fail(operation);
      throw failed;
    }
  }

  private static void checkSize(ByteBuffer source) {
    if (source.remaining() > Message.MAX_MESSAGE_BYTES) {
      throw new Win32Exception("WriteFile", Win32Error.ERROR_NO_SYSTEM_RESOURCES);
    }
  }

  private RemoteOperation operationOf(Overlapped overlapped) {
    if (overlapped.operation(() -> new RemoteOperation(this, lastOperation.incrementAndGet()))
            instanceof RemoteOperation operation
        && operation.owner == this) {
      return operation;
    }
    throw new IllegalArgumentException("this Overlapped was first used with another kernel32");
  }

  private RemoteOperation begin(Overlapped overlapped, ByteBuffer buffer, boolean isRead) {
    RemoteOperation operation = operationOf(overlapped);
    if (operation.isPending()) {
      throw new IllegalStateException("the operation is pending; use another Overlapped");
    }
    operation.begin(buffer, isRead);
    pending.put(operation.id, operation);
    return operation;
  }

  private void fail(RemoteOperation operation) {
    pending.remove(operation.id);
    operation.withoutResult();
  }

  private void end(RemoteOperation operation, int error, int moved, ByteBuffer data) {
    pending.remove(operation.id);
    operation.done(error, moved, data);
  }

  /** The reply of a start that did not fail. */
  private IoResult started(RemoteOperation operation, Message reply) {
    int error = reply.int32();
    if (error == Win32Error.ERROR_IO_PENDING) {
      return new IoResult(IoState.PENDING, 0);
    }
    int moved = reply.int32();
    end(operation, error, moved, reply.rest());
    return operation.result();
  }

  /** Takes the results of the operations that are done, and fills their buffers. */
  void fetchDone() {
    synchronized (pending) {
      boolean mayHaveMore = !pending.isEmpty();
      while (mayHaveMore) {
        mayHaveMore = takeDone() && !pending.isEmpty();
      }
    }
  }

  /** Returns false if none was done. */
  boolean takeDone() {
    request(Op.TAKE_DONE);
    Message reply = reply();
    int count = reply.int32();
    for (int i = 0; i < count; i++) {
      int id = reply.int32();
      int error = reply.int32();
      int moved = reply.int32();
      ByteBuffer data = reply.bytes();
      RemoteOperation operation = pending.get(id);
      if (operation != null) {
        end(operation, error, moved, data);
      }
    }
    return count > 0;
  }

  /** A wait has ended, perhaps by an event of an operation: its buffer must be filled by now. */
  private int waited(int result) {
    if (result != Win32.WAIT_TIMEOUT && !pending.isEmpty()) {
      fetchDone();
    }
    return result;
  }

  @Override
  public IoResult getOverlappedResult(Handle file, Overlapped overlapped, boolean wait) {
    RemoteOperation operation = operationOf(overlapped);
    if (operation.isKnownPending() || (wait && operation.hasNoResult())) {
      if (wait) {
        awaitOperation(file, operation.hasNoResult() ? 0 : operation.id);
      }
      fetchDone();
    }
    return operation.result();
  }

  /**
   * @param id 0 for one that has no result, and is waited for without end
   */
  void awaitOperation(Handle file, int id) {
    request(Op.AWAIT_OPERATION).put(file).put(id);
    done();
  }

  @Override
  public void cancelIo(Handle file) {
    request(Op.CANCEL_IO).put(file);
    done();
  }

  @Override
  public PipeHandles createPipe(SecurityAttributes attributes, int size) {
    request(Op.CREATE_PIPE).put(attributes).put(size);
    Message reply = reply();
    return new PipeHandles(reply.handle(), reply.handle());
  }

  @Override
  public Created createNamedPipe(
      String name,
      int openMode,
      int pipeMode,
      int maxInstances,
      int outBufferSize,
      int inBufferSize,
      int defaultTimeoutMillis,
      SecurityAttributes attributes) {
    request(Op.CREATE_NAMED_PIPE)
        .put(name)
        .put(openMode)
        .put(pipeMode)
        .put(maxInstances)
        .put(outBufferSize)
        .put(inBufferSize)
        .put(defaultTimeoutMillis)
        .put(attributes);
    return created();
  }

  @Override
  public ConnectState connectNamedPipe(Handle pipe, Overlapped overlapped) {
    if (overlapped == null) {
      request(Op.CONNECT_NAMED_PIPE).put(pipe);
      return ConnectState.valueOf(reply().requiredText());
    }
    RemoteOperation operation = begin(overlapped, null, false);
    try {
      request(Op.START_CONNECT).put(pipe).put(operation.id).put(overlapped.event());
      ConnectState state = ConnectState.valueOf(reply().requiredText());
      if (state == ConnectState.CONNECTED) {
        end(operation, Win32Error.ERROR_SUCCESS, 0, null);
      } else if (state != ConnectState.PENDING) {
        fail(operation);
      }
      return state;
    } catch (RuntimeException failed) {
      fail(operation);
      throw failed;
    }
  }

  @Override
  public void disconnectNamedPipe(Handle pipe) {
    request(Op.DISCONNECT_NAMED_PIPE).put(pipe);
    done();
  }

  @Override
  public boolean waitNamedPipe(String name, int timeoutMillis) {
    request(Op.WAIT_NAMED_PIPE).put(name).put(timeoutMillis);
    return reply().bool();
  }

  @Override
  public PeekResult peekNamedPipe(Handle pipe) {
    return peekNamedPipe(pipe, ByteBuffer.allocate(0));
  }

  @Override
  public PeekResult peekNamedPipe(Handle pipe, ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    int maxBytes = Math.min(target.remaining(), Message.MAX_MESSAGE_BYTES);
    request(Op.PEEK_NAMED_PIPE).put(pipe).put(maxBytes);
    Connection connection = source.connection();
    Message reply = connection.reply();
    int available = reply.int32();
    int left = reply.int32();
    return new PeekResult(take(connection, reply, target, maxBytes), available, left);
  }

  @Override
  public PipeState getNamedPipeHandleState(Handle pipe) {
    request(Op.GET_NAMED_PIPE_HANDLE_STATE).put(pipe);
    Message reply = reply();
    return new PipeState(reply.int32(), reply.int32());
  }

  @Override
  public void setNamedPipeHandleState(Handle pipe, int mode) {
    request(Op.SET_NAMED_PIPE_HANDLE_STATE).put(pipe).put(mode);
    done();
  }

  @Override
  public PipeInfo getNamedPipeInfo(Handle pipe) {
    request(Op.GET_NAMED_PIPE_INFO).put(pipe);
    Message reply = reply();
    return new PipeInfo(reply.int32(), reply.int32(), reply.int32(), reply.int32());
  }

  @Override
  public void flushFileBuffers(Handle file) {
    request(Op.FLUSH_FILE_BUFFERS).put(file);
    done();
  }

  @Override
  public int getFileType(Handle file) {
    request(Op.GET_FILE_TYPE).put(file);
    return reply().int32();
  }

  @Override
  public String queryFullProcessImageName(Handle process, int flags) {
    request(Op.QUERY_FULL_PROCESS_IMAGE_NAME).put(process).put(flags);
    return reply().requiredText();
  }

  @Override
  public ProcessTimes getProcessTimes(Handle process) {
    request(Op.GET_PROCESS_TIMES).put(process);
    Message reply = reply();
    return new ProcessTimes(reply.int64(), reply.int64(), reply.int64(), reply.int64());
  }

  @Override
  public IoResult readFile(Handle file, ByteBuffer target, Overlapped overlapped) {
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    int maxBytes = Math.min(target.remaining(), Message.MAX_MESSAGE_BYTES);
    if (overlapped != null) {
      RemoteOperation operation = begin(overlapped, target, true);
      try {
        request(Op.START_READ).put(file).put(operation.id).put(overlapped.event()).put(maxBytes);
        return started(operation, reply());
      } catch (RuntimeException failed) {
        fail(operation);
        throw failed;
      }
    }
    request(Op.READ_FILE).put(file).put(maxBytes);
    Connection connection = source.connection();
    Message reply = connection.reply();
    boolean hasMore = reply.bool();
    int length = take(connection, reply, target, maxBytes);
    return new IoResult(hasMore ? IoState.MORE_DATA : IoState.DONE, length);
  }

  private static int take(Connection connection, Message reply, ByteBuffer target, int maxBytes) {
    ByteBuffer message = reply.rest();
    int length = message.remaining();
    if (length > maxBytes) {
      throw connection.lost(
          new MalformedFrameException(length + " bytes for a buffer of " + maxBytes));
    }
    target.put(message);
    return length;
  }

  /**
   * @throws Win32Exception also ERROR_NO_SYSTEM_RESOURCES for more than {@link
   *     Message#MAX_MESSAGE_BYTES}
   */
  @Override
  public int writeFile(Handle file, ByteBuffer source) {
    checkSize(source);
    request(Op.WRITE_FILE).put(file).putRest(source);
    int written = reply().int32();
    source.position(source.position() + written);
    return written;
  }

  @Override
  public List<HandleRow> handles(int processId) {
    request(Op.HANDLES).put(processId);
    return rows();
  }

  @Override
  public List<HandleRow> handles(int processId, Set<Long> values) {
    Message request = request(Op.HANDLES_AMONG).put(processId).put(values.size());
    for (long value : values) {
      request.put(value);
    }
    return rows();
  }

  private List<HandleRow> rows() {
    List<HandleRow> rows = new ArrayList<>();
    Connection connection = source.connection();
    Message reply = connection.reply();
    while (reply.rows(rows)) {
      reply = connection.furtherReply();
    }
    return rows;
  }

  @Override
  public Map<Handle, String> states(int processId) {
    request(Op.STATES).put(processId);
    Map<Handle, String> states = new LinkedHashMap<>();
    Connection connection = source.connection();
    Message reply = connection.reply();
    while (reply.states(states)) {
      reply = connection.furtherReply();
    }
    return states;
  }

  @Override
  public List<Integer> processIds() {
    request(Op.PROCESS_IDS);
    Message reply = reply();
    List<Integer> ids = new ArrayList<>();
    for (int left = reply.count(Integer.BYTES); left > 0; left--) {
      ids.add(reply.int32());
    }
    return ids;
  }

  @Override
  public List<ProcessDetails> processes() {
    request(Op.PROCESSES);
    Message reply = reply();
    List<ProcessDetails> processes = new ArrayList<>();
    for (int left = reply.count(Message.LEAST_DETAILS_BYTES); left > 0; left--) {
      processes.add(reply.details());
    }
    return processes;
  }

  /**
   * Waits until a suspended child of the calling process may run; false if it was terminated before
   * it ever ran. No function of Windows: its system starts the thread itself.
   */
  public boolean awaitResume(int processId) {
    request(Op.AWAIT_RESUME).put(processId);
    return reply().bool();
  }
}
