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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A kernel32, with its view into the handle tables, at the other end of a stream: each call is one
 * request and one reply, in {@link Session} one case.
 *
 * <p>Errors are those of the kernel that is served, and those of {@link Connection#call} if the
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
    CREATE_CHILD("CreateProcessW"),
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

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

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

  /** Makes a call. The parameters are what its case in {@link Session} takes, in that order. */
  private Message call(Op op, Object... parameters) {
    return source.connection().call(op, parameters);
  }

  @Override
  public Handle createMailslot(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes) {
    return call(Op.CREATE_MAILSLOT, name, maxMessageSize, readTimeoutMillis, attributes).handle();
  }

  @Override
  public MailslotInfo getMailslotInfo(Handle mailslot) {
    Message reply = call(Op.GET_MAILSLOT_INFO, mailslot.value());
    return new MailslotInfo(reply.int32(), reply.int32(), reply.int32(), reply.int32());
  }

  @Override
  public void setMailslotInfo(Handle mailslot, int readTimeoutMillis) {
    call(Op.SET_MAILSLOT_INFO, mailslot.value(), readTimeoutMillis).end();
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
    return call(
            Op.CREATE_FILE,
            name,
            desiredAccess,
            shareMode,
            attributes,
            creationDisposition,
            flagsAndAttributes,
            Optional.ofNullable(template))
        .handle();
  }

  @Override
  public Handle duplicateHandle(
      Handle sourceProcess,
      Handle source,
      Handle targetProcess,
      int desiredAccess,
      boolean inheritHandle,
      int options) {
    return call(
            Op.DUPLICATE_HANDLE,
            sourceProcess.value(),
            source.value(),
            targetProcess.value(),
            desiredAccess,
            inheritHandle,
            options)
        .handle();
  }

  @Override
  public void closeHandle(Handle handle) {
    call(Op.CLOSE_HANDLE, handle.value()).end();
  }

  @Override
  public boolean cancelIoEx(Handle file, Overlapped overlapped) {
    return overlapped == null
        ? call(Op.CANCEL_IO_EX, file.value()).bool()
        : call(Op.CANCEL_OPERATION, file.value(), operationOf(overlapped).id).bool();
  }

  @Override
  public Handle getStdHandle(int stdHandle) {
    return call(Op.GET_STD_HANDLE, stdHandle).handle();
  }

  @Override
  public void setStdHandle(int stdHandle, Handle handle) {
    call(Op.SET_STD_HANDLE, stdHandle, handle.value()).end();
  }

  @Override
  public int getHandleInformation(Handle handle) {
    return call(Op.GET_HANDLE_INFORMATION, handle.value()).int32();
  }

  @Override
  public void setHandleInformation(Handle handle, int mask, int flags) {
    call(Op.SET_HANDLE_INFORMATION, handle.value(), mask, flags).end();
  }

  @Override
  public boolean compareObjectHandles(Handle first, Handle second) {
    return call(Op.COMPARE_OBJECT_HANDLES, first.value(), second.value()).bool();
  }

  @Override
  public int getCurrentProcessId() {
    return call(Op.GET_CURRENT_PROCESS_ID).int32();
  }

  @Override
  public int getCurrentThreadId() {
    return call(Op.GET_CURRENT_THREAD_ID).int32();
  }

  @Override
  public int getProcessId(Handle process) {
    return call(Op.GET_PROCESS_ID, process.value()).int32();
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
    Message reply =
        call(
            Op.CREATE_PROCESS,
            applicationName,
            commandLine,
            processAttributes,
            threadAttributes,
            inheritHandles,
            creationFlags,
            environment,
            currentDirectory,
            startupInfo);
    return processCreated(reply);
  }

  private static ProcessInformation processCreated(Message reply) {
    return new ProcessInformation(reply.handle(), reply.handle(), reply.int32(), reply.int32());
  }

  @Override
  public Handle openProcess(int desiredAccess, boolean inheritHandle, int processId) {
    return call(Op.OPEN_PROCESS, desiredAccess, inheritHandle, processId).handle();
  }

  @Override
  public int resumeThread(Handle thread) {
    return call(Op.RESUME_THREAD, thread.value()).int32();
  }

  @Override
  public int getExitCodeProcess(Handle process) {
    return call(Op.GET_EXIT_CODE_PROCESS, process.value()).int32();
  }

  @Override
  public void terminateProcess(Handle process, int exitCode) {
    call(Op.TERMINATE_PROCESS, process.value(), exitCode).end();
  }

  @Override
  public int waitForSingleObject(Handle handle, int timeoutMillis) {
    return waited(call(Op.WAIT_FOR_SINGLE_OBJECT, handle.value(), timeoutMillis).int32());
  }

  @Override
  public int waitForMultipleObjects(List<Handle> handles, boolean waitAll, int timeoutMillis) {
    List<Handle> all = List.copyOf(handles);
    return waited(call(Op.WAIT_FOR_MULTIPLE_OBJECTS, all, waitAll, timeoutMillis).int32());
  }

  @Override
  public Created createEvent(
      SecurityAttributes attributes, boolean manualReset, boolean initialState, String name) {
    return created(call(Op.CREATE_EVENT, attributes, manualReset, initialState, name));
  }

  private static Created created(Message reply) {
    return new Created(reply.handle(), reply.bool());
  }

  @Override
  public Handle openEvent(int desiredAccess, boolean inheritHandle, String name) {
    return call(Op.OPEN_EVENT, desiredAccess, inheritHandle, name).handle();
  }

  @Override
  public void setEvent(Handle event) {
    call(Op.SET_EVENT, event.value()).end();
  }

  @Override
  public void resetEvent(Handle event) {
    call(Op.RESET_EVENT, event.value()).end();
  }

  @Override
  public Created createMutex(SecurityAttributes attributes, boolean initialOwner, String name) {
    return created(call(Op.CREATE_MUTEX, attributes, initialOwner, name));
  }

  @Override
  public Handle openMutex(int desiredAccess, boolean inheritHandle, String name) {
    return call(Op.OPEN_MUTEX, desiredAccess, inheritHandle, name).handle();
  }

  @Override
  public void releaseMutex(Handle mutex) {
    call(Op.RELEASE_MUTEX, mutex.value()).end();
  }

  @Override
  public Created createSemaphore(
      SecurityAttributes attributes, int initialCount, int maximumCount, String name) {
    return created(call(Op.CREATE_SEMAPHORE, attributes, initialCount, maximumCount, name));
  }

  @Override
  public Handle openSemaphore(int desiredAccess, boolean inheritHandle, String name) {
    return call(Op.OPEN_SEMAPHORE, desiredAccess, inheritHandle, name).handle();
  }

  @Override
  public int releaseSemaphore(Handle semaphore, int releaseCount) {
    return call(Op.RELEASE_SEMAPHORE, semaphore.value(), releaseCount).int32();
  }

  /**
   * @throws Win32Exception also ERROR_NO_SYSTEM_RESOURCES for more than {@link
   *     Message#MAX_MESSAGE_BYTES}
   */
  @Override
  public IoResult writeFile(Handle file, ByteBuffer source, Overlapped overlapped) {
    if (source.remaining() > Message.MAX_MESSAGE_BYTES) {
      throw new Win32Exception("WriteFile", Win32Error.ERROR_NO_SYSTEM_RESOURCES);
    }
    if (overlapped != null) {
      return startIo(Op.START_WRITE, file, overlapped, source, source);
    }
    int written = call(Op.WRITE_FILE, file.value(), source).int32();
    source.position(source.position() + written);
    return new IoResult(IoState.DONE, written);
  }

  private RemoteOperation operationOf(Overlapped overlapped) {
    if (overlapped.operation(() -> new RemoteOperation(this, lastOperation.incrementAndGet()))
            instanceof RemoteOperation operation
        && operation.owner == this) {
      return operation;
    }
    throw new IllegalArgumentException("this Overlapped was first used with another kernel32");
  }

  private IoResult startIo(
      Op op, Handle file, Overlapped overlapped, ByteBuffer buffer, Object data) {
    return start(op, file, overlapped, buffer, data) == Win32Error.ERROR_IO_PENDING
        ? new IoResult(IoState.PENDING, 0)
        : operationOf(overlapped).result();
  }

  /**
   * Starts an operation.
   *
   * @param buffer whose position is to move; null for a connect
   * @param data what the call takes beside file, operation and event
   * @return the Windows error; the operation has no result unless it is 0, pending or more data
   */
  private int start(Op op, Handle file, Overlapped overlapped, ByteBuffer buffer, Object data) {
    RemoteOperation operation = operationOf(overlapped);
    if (operation.isPending()) {
      throw new IllegalStateException("the operation is pending; use another Overlapped");
    }
    operation.begin(buffer, op == Op.START_READ);
    pending.put(operation.id, operation);
    boolean hasResult = false;
    try {
      int error = call(op, file.value(), operation.id, overlapped.event().value(), data).int32();
      boolean isToCome = RemoteOperation.hasResult(error);
      if (isToCome && error != Win32Error.ERROR_IO_PENDING) {
        fetchDone();
      }
      hasResult = isToCome;
      return error;
    } finally {
      if (!hasResult) {
        pending.remove(operation.id);
        operation.withoutResult();
      }
    }
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
    Message reply = call(Op.TAKE_DONE);
    int count = reply.int32();
    for (int i = 0; i < count; i++) {
      int id = reply.int32();
      int error = reply.int32();
      int moved = reply.int32();
      ByteBuffer data = reply.bytes();
      RemoteOperation operation = pending.remove(id);
      if (operation != null) {
        operation.done(error, moved, data);
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
    call(Op.AWAIT_OPERATION, file.value(), id).end();
  }

  @Override
  public void cancelIo(Handle file) {
    call(Op.CANCEL_IO, file.value()).end();
  }

  @Override
  public PipeHandles createPipe(SecurityAttributes attributes, int size) {
    Message reply = call(Op.CREATE_PIPE, attributes, size);
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
    return created(
        call(
            Op.CREATE_NAMED_PIPE,
            name,
            openMode,
            pipeMode,
            maxInstances,
            outBufferSize,
            inBufferSize,
            defaultTimeoutMillis,
            attributes));
  }

  @Override
  public ConnectState connectNamedPipe(Handle pipe, Overlapped overlapped) {
    int error =
        overlapped == null
            ? call(Op.CONNECT_NAMED_PIPE, pipe.value()).int32()
            : start(Op.START_CONNECT, pipe, overlapped, null, NOTHING);
    return switch (error) {
      case Win32Error.ERROR_SUCCESS -> ConnectState.CONNECTED;
      case Win32Error.ERROR_IO_PENDING -> ConnectState.PENDING;
      case Win32Error.ERROR_PIPE_CONNECTED -> ConnectState.ALREADY_CONNECTED;
      default -> ConnectState.LISTENING;
    };
  }

  @Override
  public void disconnectNamedPipe(Handle pipe) {
    call(Op.DISCONNECT_NAMED_PIPE, pipe.value()).end();
  }

  @Override
  public boolean waitNamedPipe(String name, int timeoutMillis) {
    return call(Op.WAIT_NAMED_PIPE, name, timeoutMillis).bool();
  }

  @Override
  public PeekResult peekNamedPipe(Handle pipe, ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    int maxBytes = Math.min(target.remaining(), Message.MAX_MESSAGE_BYTES);
    Connection connection = source.connection();
    Message reply = connection.call(Op.PEEK_NAMED_PIPE, pipe.value(), maxBytes);
    int available = reply.int32();
    int left = reply.int32();
    return new PeekResult(take(connection, reply, target, maxBytes), available, left);
  }

  @Override
  public PipeState getNamedPipeHandleState(Handle pipe) {
    Message reply = call(Op.GET_NAMED_PIPE_HANDLE_STATE, pipe.value());
    return new PipeState(reply.int32(), reply.int32());
  }

  @Override
  public void setNamedPipeHandleState(Handle pipe, int mode) {
    call(Op.SET_NAMED_PIPE_HANDLE_STATE, pipe.value(), mode).end();
  }

  @Override
  public PipeInfo getNamedPipeInfo(Handle pipe) {
    Message reply = call(Op.GET_NAMED_PIPE_INFO, pipe.value());
    return new PipeInfo(reply.int32(), reply.int32(), reply.int32(), reply.int32());
  }

  @Override
  public void flushFileBuffers(Handle file) {
    call(Op.FLUSH_FILE_BUFFERS, file.value()).end();
  }

  @Override
  public int getFileType(Handle file) {
    return call(Op.GET_FILE_TYPE, file.value()).int32();
  }

  @Override
  public String queryFullProcessImageName(Handle process, int flags) {
    return call(Op.QUERY_FULL_PROCESS_IMAGE_NAME, process.value(), flags).requiredText();
  }

  @Override
  public ProcessTimes getProcessTimes(Handle process) {
    Message reply = call(Op.GET_PROCESS_TIMES, process.value());
    return new ProcessTimes(reply.int64(), reply.int64(), reply.int64(), reply.int64());
  }

  @Override
  public IoResult readFile(Handle file, ByteBuffer target, Overlapped overlapped) {
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    int maxBytes = Math.min(target.remaining(), Message.MAX_MESSAGE_BYTES);
    if (overlapped != null) {
      return startIo(Op.START_READ, file, overlapped, target, maxBytes);
    }
    Connection connection = source.connection();
    Message reply = connection.call(Op.READ_FILE, file.value(), maxBytes);
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

  @Override
  public List<HandleRow> handles(int processId) {
    return pages(Message::row, Op.HANDLES, processId);
  }

  @Override
  public List<HandleRow> handles(int processId, Set<Long> values) {
    return pages(Message::row, Op.HANDLES_AMONG, processId, Set.copyOf(values));
  }

  @Override
  public Map<Handle, String> states(int processId) {
    Map<Handle, String> states = new LinkedHashMap<>();
    for (Map.Entry<Handle, String> state : pages(Message::state, Op.STATES, processId)) {
      states.put(state.getKey(), state.getValue());
    }
    return states;
  }

  @Override
  public List<Integer> processIds() {
    return pages(Message::int32, Op.PROCESS_IDS);
  }

  @Override
  public List<ProcessDetails> processes() {
    return pages(Message::details, Op.PROCESSES);
  }

  private <T> List<T> pages(Function<Message, T> element, Op op, Object... parameters) {
    List<T> elements = new ArrayList<>();
    Connection connection = source.connection();
    Message reply = connection.call(op, parameters);
    while (reply.page(elements, element)) {
      reply = connection.furtherReply();
    }
    return elements;
  }

  /**
   * The kernel's half of {@code CreateProcessW}, if this process starts the child's program itself.
   */
  public ProcessInformation createChild(ChildRequest child) {
    return processCreated(
        call(
            Op.CREATE_CHILD,
            child.imageName(),
            child.token(),
            child.processAttributes(),
            child.threadAttributes(),
            child.inheritHandles(),
            child.creationFlags(),
            child.startupInfo()));
  }

  /**
   * Waits until a suspended child of the calling process may run; false if it was terminated before
   * it ever ran. No function of Windows: its system starts the thread itself.
   */
  public boolean awaitResume(int processId) {
    return call(Op.AWAIT_RESUME, processId).bool();
  }
}
