package handlelab.wire;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Kernel32;
import handlelab.api.Overlapped;
import handlelab.api.PeekResult;
import handlelab.api.ProcessEndedException;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * The serving end of one stream: takes a request, makes the call, sends the reply, until the peer
 * closes.
 *
 * <p>The thread that runs {@link #serve} makes the calls; so it stands for the peer's thread, and a
 * call that waits has it wait. {@link #cancel} may be called from any thread. A malformed frame
 * ends the session with one line in the log, and nothing else.
 */
public final class Session {
  private static final RemoteKernel32.Op[] OPS = RemoteKernel32.Op.values();

  /** Where in the reply of a read stands whether the message has more bytes. */
  private static final int MORE_DATA_INDEX = 1;

  /** What the result of an overlapped operation takes beside its bytes. */
  private static final int OPERATION_BYTES = 4 * Integer.BYTES;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final ByteChannel channel;
  private final Kernel32 kernel32;
  private final HandleTables tables;
  private final ChildHost children;
  private final ServedOperations operations;
  private final Message in;
  private final Message out = new Message();

  // Guarded by this object: what a cancellation needs to know.
  private Thread server;
  private int calls;
  private int lastCancelled;
  private boolean isInKernel;
  private boolean isAbandoned;

  /** What is different where the peer itself starts the processes that it creates. */
  public interface ChildHost {
    /** Makes the child's process in the kernel; starts nothing. */
    default ProcessInformation createChild(ChildRequest child) {
      throw new UnsupportedOperationException("this peer starts no children itself");
    }

    /** As {@link RemoteKernel32#awaitResume}. */
    default boolean awaitResume(int processId) throws InterruptedException {
      throw new UnsupportedOperationException("this peer starts no children itself");
    }
  }

  /** A session whose children the kernel starts. */
  public Session(ByteChannel channel, Kernel32 kernel32, HandleTables tables) {
    this(channel, new Message(), kernel32, tables, new ChildHost() {}, new ServedOperations());
  }

  /**
   * A session whose children the peer starts.
   *
   * @param channel in blocking mode, or a {@link SpinningChannel}
   * @param in what has received the frames before the first request
   * @param operations of the peer's process, which may have several sessions
   */
  public Session(
      ByteChannel channel,
      Message in,
      Kernel32 kernel32,
      HandleTables tables,
      ChildHost children,
      ServedOperations operations) {
    this.channel = channel;
    this.in = in;
    this.kernel32 = kernel32;
    this.tables = tables;
    this.children = children;
    this.operations = operations;
  }

  /** Answers until the peer closes or breaks the protocol, and closes the channel. */
  public void serve(Consumer<String> log) {
    synchronized (this) {
      server = Thread.currentThread();
    }
    try (channel) {
      while (in.receive(channel)) {
        answer();
        out.send(channel);
      }
    } catch (MalformedFrameException | EOFException e) {
      log.accept("session ended: " + e.getMessage());
    } catch (ClosedChannelException e) {
      // Closed at this end, which knows why.
    } catch (IOException e) {
      log.accept("session ended: the stream failed: " + e.getMessage());
    }
  }

  /**
   * Cancels a call of the peer's, if it waits: it fails with ERROR_OPERATION_ABORTED, unless it is
   * done by then.
   *
   * @param call its number; the first call of the session has the number 1
   */
  public synchronized void cancel(int call) {
    lastCancelled = call;
    if (isInKernel && calls == call) {
      server.interrupt();
    }
  }

  /** Cancels the call that is under way, if it waits, and all that follow: the peer is gone. */
  public synchronized void cancelAll() {
    isAbandoned = true;
    if (isInKernel) {
      server.interrupt();
    }
  }

  private synchronized void enterKernel(boolean isInterrupted) {
    calls++;
    isInKernel = true;
    if (isInterrupted || isAbandoned || lastCancelled == calls) {
      Thread.currentThread().interrupt();
    }
  }

  /** From here on no interrupt comes, which would close the channel. */
  private synchronized void leaveKernel() {
    isInKernel = false;
    var unused = Thread.interrupted();
  }

  private void answer() throws IOException {
    int number = in.int8();
    if (number < 0 || number >= OPS.length) {
      throw new MalformedFrameException("no call has the number " + number);
    }
    RemoteKernel32.Op op = OPS[number];
    out.begin().putByte(Connection.DONE);
    enterKernel(in.bool());
    if (in.isCut()) {
      leaveKernel();
      fail(op, Win32Error.ERROR_NOT_ENOUGH_MEMORY);
      return;
    }
    try {
      call(op);
    } catch (MalformedFrameException e) {
      throw e;
    } catch (Win32Exception e) {
      out.begin().putByte(Connection.FAILED).put(e.function()).put(e.errorCode());
    } catch (ProcessEndedException e) {
      out.begin().putByte(Connection.ENDED).put(e.processId());
    } catch (OutOfMemoryError e) {
      fail(op, Win32Error.ERROR_NOT_ENOUGH_MEMORY);
    } catch (InterruptedException e) {
      fail(op, Win32Error.ERROR_OPERATION_ABORTED);
    } catch (UnsupportedOperationException e) {
      out.begin().putByte(Connection.UNSUPPORTED).put(e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      out.begin().putByte(Connection.REFUSED).put("bad request, " + op.title + ": " + e);
    } finally {
      leaveKernel();
    }
    in.end();
  }

  private void fail(RemoteKernel32.Op op, int errorCode) {
    out.begin().putByte(Connection.FAILED).put(op.title).put(errorCode);
  }

  private void call(RemoteKernel32.Op op) throws IOException, InterruptedException {
    switch (op) {
      case CREATE_MAILSLOT ->
          out.putAll(kernel32.createMailslot(in.text(), in.int32(), in.int32(), in.attributes()));
      case GET_MAILSLOT_INFO -> out.putAll(kernel32.getMailslotInfo(in.handle()));
      case SET_MAILSLOT_INFO -> kernel32.setMailslotInfo(in.handle(), in.int32());
      case CREATE_FILE ->
          out.putAll(
              kernel32.createFile(
                  in.text(),
                  in.int32(),
                  in.int32(),
                  in.attributes(),
                  in.int32(),
                  in.int32(),
                  in.optionalHandle()));
      case DUPLICATE_HANDLE ->
          out.putAll(
              kernel32.duplicateHandle(
                  in.handle(), in.handle(), in.handle(), in.int32(), in.bool(), in.int32()));
      case CLOSE_HANDLE -> kernel32.closeHandle(in.handle());
      case CANCEL_IO_EX -> out.put(kernel32.cancelIoEx(in.handle(), null));
      case GET_HANDLE_INFORMATION -> out.put(kernel32.getHandleInformation(in.handle()));
      case SET_HANDLE_INFORMATION ->
          kernel32.setHandleInformation(in.handle(), in.int32(), in.int32());
      case COMPARE_OBJECT_HANDLES ->
          out.put(kernel32.compareObjectHandles(in.handle(), in.handle()));
      case GET_CURRENT_PROCESS_ID -> out.put(kernel32.getCurrentProcessId());
      case GET_CURRENT_THREAD_ID -> out.put(kernel32.getCurrentThreadId());
      case GET_PROCESS_ID -> out.put(kernel32.getProcessId(in.handle()));
      case CREATE_PROCESS ->
          out.putAll(
              kernel32.createProcess(
                  in.text(),
                  in.text(),
                  in.attributes(),
                  in.attributes(),
                  in.bool(),
                  in.int32(),
                  in.environment(),
                  in.text(),
                  in.startupInfo()));
      case OPEN_PROCESS -> out.putAll(kernel32.openProcess(in.int32(), in.bool(), in.int32()));
      case RESUME_THREAD -> out.put(kernel32.resumeThread(in.handle()));
      case GET_EXIT_CODE_PROCESS -> out.put(kernel32.getExitCodeProcess(in.handle()));
      case TERMINATE_PROCESS -> kernel32.terminateProcess(in.handle(), in.int32());
      case WAIT_FOR_SINGLE_OBJECT -> out.put(kernel32.waitForSingleObject(in.handle(), in.int32()));
      case WAIT_FOR_MULTIPLE_OBJECTS ->
          out.put(kernel32.waitForMultipleObjects(in.handles(), in.bool(), in.int32()));
      case CREATE_EVENT ->
          out.putAll(kernel32.createEvent(in.attributes(), in.bool(), in.bool(), in.text()));
      case OPEN_EVENT -> out.putAll(kernel32.openEvent(in.int32(), in.bool(), in.text()));
      case SET_EVENT -> kernel32.setEvent(in.handle());
      case RESET_EVENT -> kernel32.resetEvent(in.handle());
      case CREATE_MUTEX -> out.putAll(kernel32.createMutex(in.attributes(), in.bool(), in.text()));
      case OPEN_MUTEX -> out.putAll(kernel32.openMutex(in.int32(), in.bool(), in.text()));
      case RELEASE_MUTEX -> kernel32.releaseMutex(in.handle());
      case CREATE_SEMAPHORE ->
          out.putAll(kernel32.createSemaphore(in.attributes(), in.int32(), in.int32(), in.text()));
      case OPEN_SEMAPHORE -> out.putAll(kernel32.openSemaphore(in.int32(), in.bool(), in.text()));
      case RELEASE_SEMAPHORE -> out.put(kernel32.releaseSemaphore(in.handle(), in.int32()));
      case CREATE_PIPE -> out.putAll(kernel32.createPipe(in.attributes(), in.int32()));
      case CREATE_NAMED_PIPE ->
          out.putAll(
              kernel32.createNamedPipe(
                  in.text(),
                  in.int32(),
                  in.int32(),
                  in.int32(),
                  in.int32(),
                  in.int32(),
                  in.int32(),
                  in.attributes()));
      case CONNECT_NAMED_PIPE -> out.put(error(kernel32.connectNamedPipe(in.handle(), null)));
      case DISCONNECT_NAMED_PIPE -> kernel32.disconnectNamedPipe(in.handle());
      case WAIT_NAMED_PIPE -> out.put(kernel32.waitNamedPipe(in.text(), in.int32()));
      case PEEK_NAMED_PIPE -> peek(in.handle(), in.int32());
      case GET_NAMED_PIPE_HANDLE_STATE -> out.putAll(kernel32.getNamedPipeHandleState(in.handle()));
      case SET_NAMED_PIPE_HANDLE_STATE -> kernel32.setNamedPipeHandleState(in.handle(), in.int32());
      case GET_NAMED_PIPE_INFO -> out.putAll(kernel32.getNamedPipeInfo(in.handle()));
      case FLUSH_FILE_BUFFERS -> kernel32.flushFileBuffers(in.handle());
      case START_READ -> startRead(in.handle(), in.int32(), in.handle(), in.int32());
      case START_WRITE -> startWrite(in.handle(), in.int32(), in.handle(), in.rest());
      case START_CONNECT -> {
        Handle pipe = in.handle();
        start(in.int32(), in.handle(), null, x -> error(kernel32.connectNamedPipe(pipe, x)));
      }
      case TAKE_DONE -> takeDone();
      case AWAIT_OPERATION -> awaitOperation(in.handle(), in.int32());
      case CANCEL_OPERATION -> out.put(cancelOperation(in.handle(), in.int32()));
      case CANCEL_IO -> kernel32.cancelIo(in.handle());
      case GET_FILE_TYPE -> out.put(kernel32.getFileType(in.handle()));
      case QUERY_FULL_PROCESS_IMAGE_NAME ->
          out.put(kernel32.queryFullProcessImageName(in.handle(), in.int32()));
      case GET_PROCESS_TIMES -> out.putAll(kernel32.getProcessTimes(in.handle()));
      case READ_FILE -> read(in.handle(), in.int32());
      case WRITE_FILE -> out.put(write(in.handle(), in.rest()));
      case GET_STD_HANDLE -> out.putAll(kernel32.getStdHandle(in.int32()));
      case SET_STD_HANDLE -> kernel32.setStdHandle(in.int32(), in.handle());
      case HANDLES -> pages(tables.handles(in.int32()));
      case HANDLES_AMONG ->
          pages(tables.handles(in.int32(), new HashSet<>(in.list(Long.BYTES, in::int64))));
      case STATES -> pages(tables.states(in.int32()).entrySet());
      case PROCESS_IDS -> pages(tables.processIds());
      case PROCESSES -> pages(tables.processes());
      case CREATE_CHILD ->
          out.putAll(
              children.createChild(
                  new ChildRequest(
                      in.requiredText(),
                      in.text(),
                      in.attributes(),
                      in.attributes(),
                      in.bool(),
                      in.int32(),
                      in.startupInfo())));
      case AWAIT_RESUME -> out.put(children.awaitResume(in.int32()));
    }
  }

  private void read(Handle file, int maxBytes) {
    checkBuffer(maxBytes);
    out.put(false);
    ByteBuffer target = out.room(maxBytes);
    if (kernel32.readFile(file, target, null).state() == IoState.MORE_DATA) {
      out.setByte(MORE_DATA_INDEX, 1);
    }
    out.filled(target.position());
  }

  private static void checkBuffer(int bytes) {
    if (bytes < 0 || bytes > Message.MAX_MESSAGE_BYTES) {
      throw new MalformedFrameException("a buffer of " + bytes + " bytes");
    }
  }

  private void startRead(Handle file, int id, Handle event, int maxBytes) {
    checkBuffer(maxBytes);
    ByteBuffer target = ByteBuffer.allocateDirect(maxBytes);
    start(id, event, target, read -> error(kernel32.readFile(file, target, read).state()));
  }

  private void startWrite(Handle file, int id, Handle event, ByteBuffer message) {
    ByteBuffer source = ByteBuffer.allocateDirect(message.remaining()).put(message).flip();
    start(id, event, null, write -> error(kernel32.writeFile(file, source, write).state()));
  }

  private static int error(IoState state) {
    return switch (state) {
      case DONE -> Win32Error.ERROR_SUCCESS;
      case MORE_DATA -> Win32Error.ERROR_MORE_DATA;
      case PENDING -> Win32Error.ERROR_IO_PENDING;
    };
  }

  private static int error(ConnectState state) {
    return switch (state) {
      case CONNECTED -> Win32Error.ERROR_SUCCESS;
      case PENDING -> Win32Error.ERROR_IO_PENDING;
      case ALREADY_CONNECTED -> Win32Error.ERROR_PIPE_CONNECTED;
      case LISTENING -> Win32Error.ERROR_PIPE_LISTENING;
    };
  }

  /**
   * Starts an operation. Its result is not sent here, even if it is done at once: another thread of
   * the peer's may see its event first, and must then find the result.
   */
  private void start(int id, Handle event, ByteBuffer target, ToIntFunction<Overlapped> function) {
    Overlapped overlapped = Overlapped.of(event);
    ServedOperations.Entry entry = new ServedOperations.Entry(id, overlapped, target);
    operations.add(entry);
    boolean hasResult = false;
    try {
      int error = function.applyAsInt(overlapped);
      hasResult = RemoteOperation.hasResult(error);
      out.put(error);
    } finally {
      if (!hasResult) {
        var unused = operations.take(entry);
      }
    }
  }

  /** As many as fit one frame; the peer asks again. */
  private void takeDone() {
    List<ServedOperations.Entry> sent = new ArrayList<>();
    int size = 0;
    for (ServedOperations.Entry entry : operations.done()) {
      size += OPERATION_BYTES + (entry.buffer() == null ? 0 : entry.buffer().capacity());
      if ((sent.isEmpty() || out.takes(size + OPERATION_BYTES)) && operations.take(entry)) {
        sent.add(entry);
      }
    }
    out.put(sent.size());
    for (ServedOperations.Entry entry : sent) {
      out.put(entry.id());
      try {
        IoResult result = kernel32.getOverlappedResult(Handle.NULL, entry.overlapped(), false);
        out.putAll(error(result.state()), result.bytes());
      } catch (Win32Exception e) {
        out.put(e.errorCode()).put(0);
      }
      ByteBuffer read = entry.buffer() == null ? NOTHING : entry.buffer().flip();
      out.putAll(read.remaining(), read);
    }
  }

  private void awaitOperation(Handle file, int id) throws InterruptedException {
    if (id == 0) {
      // It has no result, so it is waited for until the call is cancelled, as on Windows.
      new CountDownLatch(1).await();
    }
    ServedOperations.Entry entry = operations.get(id);
    if (entry == null) {
      return;
    }
    try {
      var unused = kernel32.getOverlappedResult(file, entry.overlapped(), true);
    } catch (Win32Exception e) {
      if (entry.overlapped().isPending()) {
        throw e;
      }
      // It is done, and its result is taken next.
    }
  }

  private boolean cancelOperation(Handle file, int id) {
    ServedOperations.Entry entry = operations.get(id);
    // One that is not known here is not pending, but the kernel has yet to look at the handle.
    Overlapped overlapped = entry == null ? Overlapped.of(Handle.NULL) : entry.overlapped();
    return kernel32.cancelIoEx(file, overlapped);
  }

  /** The counts stand before the bytes, so these are copied once more. */
  private void peek(Handle pipe, int maxBytes) {
    checkBuffer(maxBytes);
    ByteBuffer target = ByteBuffer.allocate(maxBytes);
    PeekResult result = kernel32.peekNamedPipe(pipe, target);
    out.putAll(result.totalAvailable(), result.leftInMessage(), target.flip());
  }

  private int write(Handle file, ByteBuffer message) {
    if (message.remaining() > Message.MAX_MESSAGE_BYTES) {
      throw new MalformedFrameException("a message of " + message.remaining() + " bytes");
    }
    return kernel32.writeFile(file, message);
  }

  /** Sends a list in several frames, so that neither end holds the bytes of all of it. */
  private void pages(Collection<?> list) throws IOException {
    leaveKernel();
    Iterator<?> elements = list.iterator();
    while (!out.putPage(elements)) {
      out.send(channel);
      out.begin().putByte(Connection.DONE);
    }
  }
}
