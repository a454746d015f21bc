package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.ConnectState;
import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.PeekResult;
import handlelab.api.PipeHandles;
import handlelab.api.PipeState;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.sim.ModelPipe.Client;
import handlelab.sim.ModelPipe.End;
import handlelab.sim.ModelPipe.Server;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.Thing.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Random calls on pipes, but for reading and writing. */
final class PipeActions {
  static final Kind[] ENDS = {Kind.PIPE_SERVER, Kind.PIPE_CLIENT};
  private static final String PREFIX = "\\\\.\\pipe\\";
  private static final int READ_ACCESS = 0x12_0089;
  private static final int WRITE_ACCESS = 0x12_0116;
  private static final List<Integer> BUFFER_BYTES = List.of(1, 16, 300, 4096);

  private final Caller caller;
  private final FileActions files;

  PipeActions(Caller caller) {
    this.caller = caller;
    this.files = new FileActions(caller);
  }

  /** One of them. */
  void operate() {
    switch (caller.random.nextInt(32)) {
      case 0, 1 -> createAnonymous();
      case 2, 3 -> create();
      case 4, 5, 6, 7 -> open();
      case 8, 9 -> connect();
      case 10 -> disconnect();
      case 11 -> peek();
      case 12 -> waitForInstance();
      case 13 -> setMode();
      case 14 -> flush();
      case 15 -> files.cancel();
      case 16, 17, 18 -> files.takeResult();
      default -> files.readOrWrite(end());
    }
  }

  /** Takes the results of all operations of the process that are done in the model. */
  void takeDone() {
    List.copyOf(caller.self.started).stream()
        .filter(started -> started.operation().isDone())
        .forEach(started -> files.take(started, false));
  }

  /** An end, connected if there is one. */
  private long end() {
    List<Long> connected = new ArrayList<>();
    caller.self.rows.forEach(
        (value, entry) -> {
          if (entry.thing() instanceof End end && end.disconnectedError() == 0) {
            connected.add(value);
          }
        });
    return connected.isEmpty() ? caller.valueOf(ENDS) : caller.pick(connected);
  }

  private void createAnonymous() {
    SecurityAttributes attributes = caller.attributes();
    int size = caller.pick(BUFFER_BYTES);
    caller.trace("createPipe %d", size);
    caller.expect(
        0,
        () -> {
          PipeHandles made = caller.kernel32.createPipe(attributes, size);
          ModelPipe pipe = new ModelPipe(null, Win32.PIPE_ACCESS_INBOUND, false, 1);
          Server server = new Server(pipe, false, size);
          caller.add(made.read(), server, READ_ACCESS | Win32.FILE_WRITE_ATTRIBUTES, attributes);
          int access = WRITE_ACCESS | Win32.FILE_READ_ATTRIBUTES;
          caller.add(made.write(), server.open(false), access, attributes);
        });
  }

  private static int access(int direction) {
    return ((direction & 1) != 0 ? READ_ACCESS : 0) | ((direction & 2) != 0 ? WRITE_ACCESS : 0);
  }

  private void create() {
    String name = caller.name("pipe");
    SecurityAttributes attributes = caller.attributes();
    int direction = caller.random.nextInt(3) == 0 ? 1 + caller.random.nextInt(2) : 3;
    boolean isOfMessages = caller.random.nextBoolean();
    boolean isMessageMode = isOfMessages && caller.random.nextBoolean();
    boolean isAsynchronous = caller.random.nextBoolean() || !caller.mayWait();
    int size = caller.pick(BUFFER_BYTES);
    ModelPipe live = caller.model.pipes.get(name);
    int expected = 0;
    if (live != null && live.instances.size() >= live.maxInstances) {
      expected = Win32Error.ERROR_PIPE_BUSY;
    } else if (live != null && live.direction != direction) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    } else if (live != null && isMessageMode && !live.isOfMessages) {
      expected = Win32Error.ERROR_INVALID_PARAMETER;
    }
    int openMode = direction | (isAsynchronous ? Win32.FILE_FLAG_OVERLAPPED : 0);
    int mode =
        (isOfMessages ? Win32.PIPE_TYPE_MESSAGE : 0)
            | (isMessageMode ? Win32.PIPE_READMODE_MESSAGE : 0);
    caller.trace("createNamedPipe %s mode %x, %x, buffers of %d", name, openMode, mode, size);
    ModelPipe pipe = live != null ? live : new ModelPipe(name, direction, isOfMessages, 2);
    boolean isMade =
        caller.expect(
            expected,
            () -> {
              Created made =
                  caller.kernel32.createNamedPipe(
                      PREFIX + name, openMode, mode, 2, size, size, 1, attributes);
              assertEquals(live != null, made.existed());
              caller.model.pipes.put(name, pipe);
              Server server = new Server(pipe, isAsynchronous, size);
              server.isMessageMode = isMessageMode;
              caller.add(made.handle(), server, access(direction), attributes);
            });
    if (!isMade && expected == 0) {
      // There was no memory for the row: the instance has come and gone.
      caller.model.close(new Server(pipe, isAsynchronous, size));
    }
  }

  /** A pipe that listens if there is one, most of the time. */
  private String nameToOpen() {
    List<String> listening =
        caller.model.pipes.values().stream()
            .filter(pipe -> pipe.listening() != null)
            .map(pipe -> pipe.name)
            .toList();
    boolean takesAny = listening.isEmpty() || caller.random.nextInt(4) == 0;
    return takesAny ? caller.name("pipe") : caller.pick(listening);
  }

  private void open() {
    String name = nameToOpen();
    SecurityAttributes attributes = caller.attributes();
    int direction = caller.random.nextInt(3) == 0 ? 1 + caller.random.nextInt(3) : 3;
    ModelPipe pipe = caller.model.pipes.get(name);
    if (pipe != null && caller.random.nextInt(4) != 0) {
      direction = (pipe.direction & 1) << 1 | pipe.direction >> 1;
    }
    boolean reads = (direction & 1) != 0;
    boolean writes = (direction & 2) != 0;
    boolean isAsynchronous = caller.random.nextBoolean() || !caller.mayWait();
    int expected = 0;
    Server server = pipe == null ? null : pipe.listening();
    if (pipe == null) {
      expected = Win32Error.ERROR_FILE_NOT_FOUND;
    } else if ((reads && (pipe.direction & 2) == 0) || (writes && (pipe.direction & 1) == 0)) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    } else if (server == null) {
      expected = Win32Error.ERROR_PIPE_BUSY;
    }
    int desired = (reads ? Win32.GENERIC_READ : 0) | (writes ? Win32.GENERIC_WRITE : 0);
    int access = access(direction) | Win32.FILE_READ_ATTRIBUTES;
    int flags = isAsynchronous ? Win32.FILE_FLAG_OVERLAPPED : 0;
    caller.trace("createFile %s for %x, flags %x", PREFIX + name, desired, flags);
    boolean isOpened =
        caller.expect(
            expected,
            () -> {
              Handle made =
                  caller.kernel32.createFile(
                      PREFIX + name, desired, 0, attributes, Win32.OPEN_EXISTING, flags, null);
              caller.add(made, server.open(isAsynchronous), access, attributes);
            });
    if (!isOpened && expected == 0) {
      // There was no memory for the row: the client has come and gone.
      caller.model.close(server.open(isAsynchronous));
    }
    caller.settle();
  }

  /** The end that a value names; null if a call on it must fail, which is then made. */
  private End end(long value, int right, Caller.Call call) {
    Entry entry = caller.self.rows.get(value);
    int expected = 0;
    if (entry == null || !entry.thing().kind.isFile()) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if (!entry.allows(right)) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    } else if (!(entry.thing() instanceof End)) {
      expected = Win32Error.ERROR_INVALID_PARAMETER;
    }
    if (expected == 0) {
      return (End) entry.thing();
    }
    if (caller.isStrict() || expected != Win32Error.ERROR_INVALID_PARAMETER) {
      caller.expect(expected, call);
    }
    return null;
  }

  private void connect() {
    long value = caller.valueOf(Kind.PIPE_SERVER);
    Handle handle = new Handle(value);
    caller.trace("connectNamedPipe %x", value);
    End end = end(value, 0, () -> caller.kernel32.connectNamedPipe(handle, null));
    if (end instanceof Client) {
      int expected = Win32Error.ERROR_INVALID_FUNCTION;
      caller.expect(expected, () -> caller.kernel32.connectNamedPipe(handle, null));
    } else if (end instanceof Server server) {
      boolean isConnected = server.connection != null;
      if (isConnected && server.isPeerClosed()) {
        int expected = Win32Error.ERROR_NO_DATA;
        caller.expect(expected, () -> caller.kernel32.connectNamedPipe(handle, null));
      } else if (isConnected || server.isNoWait) {
        ConnectState expected =
            isConnected ? ConnectState.ALREADY_CONNECTED : ConnectState.LISTENING;
        if (!isConnected) {
          server.listen();
        }
        caller.expect(
            0, () -> assertEquals(expected, caller.kernel32.connectNamedPipe(handle, null)));
      } else {
        files.connect(handle, server);
      }
    }
  }

  private void disconnect() {
    long value = caller.valueOf(Kind.PIPE_SERVER);
    Caller.Call call = () -> caller.kernel32.disconnectNamedPipe(new Handle(value));
    caller.trace("disconnectNamedPipe %x", value);
    End end = end(value, 0, call);
    boolean isListening = end != null && end.disconnectedError() == Win32Error.ERROR_PIPE_LISTENING;
    if (end == null || (isListening && !caller.isStrict())) {
      return; // Wine refuses to disconnect what listens.
    }
    int expected = 0;
    if (end instanceof Client) {
      expected = Win32Error.ERROR_INVALID_FUNCTION;
    } else if (end.disconnectedError() == ModelPipe.NOT_CONNECTED) {
      expected = ModelPipe.NOT_CONNECTED;
    }
    if (caller.expect(expected, call)) {
      ((Server) end).disconnect();
      caller.settle();
    }
  }

  private void peek() {
    long value = caller.valueOf(ENDS);
    Handle handle = new Handle(value);
    ByteBuffer target = ByteBuffer.allocate(caller.random.nextInt(40));
    caller.trace("peekNamedPipe %x, %d bytes", value, target.capacity());
    Caller.Call call = () -> caller.kernel32.peekNamedPipe(handle, target);
    End end = end(value, Win32.FILE_READ_DATA, call);
    if (end == null) {
      return;
    }
    int expected = end.disconnectedError();
    if (expected != 0) {
      expected = end instanceof Server ? Win32Error.ERROR_BAD_PIPE : expected;
    } else if (end.incoming().pieces.isEmpty() && end.isPeerClosed()) {
      expected = Win32Error.ERROR_BROKEN_PIPE;
    }
    if (expected != 0) {
      caller.expect(expected, call);
      return;
    }
    caller.expect(
        0,
        () -> {
          PeekResult result = caller.kernel32.peekNamedPipe(handle, target);
          String first = end.incoming().first();
          String seen = first.substring(0, Math.min(first.length(), target.capacity()));
          int left = end.incoming().leftInMessage() - seen.length();
          assertEquals(seen, text(target.flip()));
          assertEquals(seen.length(), result.bytesRead());
          assertEquals(end.incoming().available(), result.totalAvailable());
          if (end.pipe.isOfMessages) {
            assertEquals(left, result.leftInMessage());
          }
        });
  }

  static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private void waitForInstance() {
    String name = caller.name("pipe");
    ModelPipe pipe = caller.model.pipes.get(name);
    int millis = caller.mayWait() ? 1 + caller.random.nextInt(20) : 1;
    caller.trace("waitNamedPipe %s, %d ms", name, millis);
    if (pipe == null) {
      int expected = Win32Error.ERROR_FILE_NOT_FOUND;
      caller.expect(expected, () -> caller.kernel32.waitNamedPipe(PREFIX + name, millis));
      return;
    }
    PendingWait wait = new PendingWait(caller.thread, false, List.of(pipe.availability));
    caller.expect(
        () -> pipe.instances.isEmpty() ? Win32Error.ERROR_FILE_NOT_FOUND : 0,
        () -> assertEquals(caller.kernel32.waitNamedPipe(PREFIX + name, millis), wait.result == 0));
    wait.end();
  }

  private void setMode() {
    long value = caller.valueOf(ENDS);
    Handle handle = new Handle(value);
    boolean isMessageMode = caller.random.nextInt(3) == 0;
    boolean isNoWait = caller.isStrict() && caller.random.nextInt(6) == 0;
    int mode =
        (isMessageMode ? Win32.PIPE_READMODE_MESSAGE : 0) | (isNoWait ? Win32.PIPE_NOWAIT : 0);
    caller.trace("setNamedPipeHandleState %x, %x", value, mode);
    Caller.Call call = () -> caller.kernel32.setNamedPipeHandleState(handle, mode);
    End end = end(value, Win32.FILE_WRITE_ATTRIBUTES, call);
    if (end == null) {
      return;
    }
    int expected = end instanceof Client ? end.disconnectedError() : 0;
    if (expected == 0 && isMessageMode && !end.pipe.isOfMessages) {
      expected = Win32Error.ERROR_INVALID_PARAMETER;
    }
    if (caller.expect(expected, call)) {
      end.isMessageMode = isMessageMode;
      end.isNoWait = isNoWait;
      if (caller.self.rows.get(value).allows(Win32.FILE_READ_ATTRIBUTES)) {
        assertEquals(
            new PipeState(mode, end.pipe.instances.size()),
            caller.kernel32.getNamedPipeHandleState(handle));
      }
    }
  }

  private void flush() {
    long value = caller.valueOf(ENDS);
    Caller.Call call = () -> caller.kernel32.flushFileBuffers(new Handle(value));
    caller.trace("flushFileBuffers %x", value);
    End end = end(value, Win32.FILE_WRITE_DATA, call);
    if (end == null) {
      return;
    }
    int error = end.disconnectedError();
    if (error == ModelPipe.NOT_CONNECTED && end instanceof Client) {
      caller.expect(error, call);
    } else {
      files.flush(new Handle(value), end);
    }
  }
}
