package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.ModelPipe.End;
import handlelab.sim.ModelPipe.Server;
import handlelab.sim.Operation.Starter;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Started;
import handlelab.sim.Thing.Event;
import handlelab.sim.Thing.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Operations on pipes, and on mailslots with an {@code OVERLAPPED}: their starts and results. */
final class FileActions {
  private static final List<Integer> LENGTHS = List.of(0, 1, 20, 20, 100, 1000, 5000);

  private final Caller caller;

  FileActions(Caller caller) {
    this.caller = caller;
  }

  /** The call of a start. */
  private interface Start {
    IoResult call(Overlapped overlapped);
  }

  void readOrWrite(long value) {
    Entry entry = caller.self.rows.get(value);
    boolean reads = caller.random.nextBoolean();
    int length = caller.pick(LENGTHS);
    Handle handle = new Handle(value);
    String text = reads ? "" : caller.newMessage().repeat(1 + length).substring(0, length);
    ByteBuffer buffer =
        reads
            ? ByteBuffer.allocate(length)
            : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    Start start =
        reads
            ? overlapped -> caller.kernel32.readFile(handle, buffer, overlapped)
            : overlapped -> caller.kernel32.writeFile(handle, buffer, overlapped);
    caller.trace("%s %x, %d bytes", reads ? "readFile" : "writeFile", value, length);
    int error = 0;
    if (entry == null || !entry.thing().kind.isFile()) {
      error = Win32Error.ERROR_INVALID_HANDLE;
    } else if (!entry.allows(reads ? Win32.FILE_READ_DATA : Win32.FILE_WRITE_DATA)) {
      error = Win32Error.ERROR_ACCESS_DENIED;
    }
    if (error == 0 && !(entry.thing() instanceof End)) {
      return;
    }
    if (error != 0) {
      caller.expect(error, () -> start.call(null));
      return;
    }
    End end = (End) entry.thing();
    int refusal = reads ? end.readError() : end.writeError();
    boolean isAtOnce =
        refusal == 0
            && (reads
                ? end.isNoWait || !end.incoming().pieces.isEmpty()
                : end.isNoWait || length == 0 || end.outgoing().fits(text));
    if (refusal == 0 && isAtOnce == end.isAsynchronous && caller.random.nextInt(3) != 0) {
      return; // So that operations wait, and processes do not wait for ever too often.
    }
    Function<Starter, Operation> model =
        reads ? starter -> end.read(starter, length) : starter -> end.write(starter, text);
    play(handle, end.isAsynchronous, refusal, isAtOnce, !reads, buffer, start, model);
    caller.settle();
  }

  void connect(Handle handle, Server server) {
    Start start =
        overlapped -> {
          ConnectState state = caller.kernel32.connectNamedPipe(handle, overlapped);
          return new IoResult(state == ConnectState.PENDING ? IoState.PENDING : IoState.DONE, 0);
        };
    play(
        handle,
        server.isAsynchronous,
        0,
        false,
        false,
        null,
        start,
        starter -> {
          server.listen();
          return server.connect(starter);
        });
  }

  void flush(Handle handle, End end) {
    boolean isAtOnce = end.disconnectedError() != 0 || end.outgoing().pieces.isEmpty();
    if (!isAtOnce && !caller.mayWait()) {
      return;
    }
    Operation operation = end.flush(new Starter(caller.self, null, null));
    caller.expect(() -> operation.error, () -> caller.kernel32.flushFileBuffers(handle));
  }

  /** An overlapped read of a mailslot. */
  void readSlot(Handle handle, ReferenceModel.Slot slot, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    play(
        handle,
        true,
        0,
        !slot.messages.isEmpty(),
        false,
        buffer,
        overlapped -> caller.kernel32.readFile(handle, buffer, overlapped),
        starter -> slot.read(starter, length));
  }

  /**
   * Plays an operation. The model goes first if the call waits, because others run meanwhile; it
   * goes last if the call may be refused for want of memory.
   */
  private void play(
      Handle handle,
      boolean isAsynchronous,
      int refusal,
      boolean isAtOnce,
      boolean takesMemory,
      ByteBuffer buffer,
      Start start,
      Function<Starter, Operation> model) {
    boolean isOverlapped = isAsynchronous && caller.random.nextInt(4) != 0;
    Overlapped overlapped = null;
    Event event = null;
    if (isOverlapped) {
      long value = caller.random.nextBoolean() ? 0 : caller.valueOf(Kind.EVENT);
      Entry entry = caller.self.rows.get(value);
      overlapped = Overlapped.of(new Handle(value));
      caller.trace("  overlapped, event %x", value);
      int error = 0;
      if (value != 0 && (entry == null || entry.thing().kind != Kind.EVENT)) {
        error = Win32Error.ERROR_INVALID_HANDLE;
      } else if (value != 0 && !entry.allows(Win32.EVENT_MODIFY_STATE)) {
        error = Win32Error.ERROR_ACCESS_DENIED;
      }
      if (error != 0) {
        if (caller.isStrict()) {
          Overlapped refused = overlapped;
          caller.expect(error, () -> start.call(refused));
        }
        return;
      }
      event = value == 0 ? null : (Event) entry.thing();
    }
    if (event != null) {
      event.reset();
    }
    if (refusal != 0) {
      Overlapped refused = overlapped;
      caller.expect(refusal, () -> start.call(refused));
      return;
    }
    boolean waits = !isAtOnce && !isOverlapped;
    if (waits && (!caller.mayWait() || (caller.isPoor() && takesMemory))) {
      return;
    }
    Starter starter = new Starter(caller.self, isOverlapped ? caller.thread : null, event);
    if (waits) {
      Operation operation = model.apply(starter);
      caller.expect(
          () -> operation.hasFailed() ? operation.error : 0,
          () -> {
            IoResult result = start.call(null);
            if (!operation.hasFailed()) {
              requireSame(operation, result, buffer);
              caller.saw("calls done later");
            }
          });
      return;
    }
    Overlapped used = overlapped;
    caller.expect(
        0,
        () -> {
          IoResult result = start.call(used);
          Operation operation = model.apply(starter);
          if (result.state() == IoState.PENDING) {
            // A real kernel may say so of what is done already.
            assertTrue(!operation.isDone() || !caller.isStrict(), "it was done at once");
            caller.self.started.add(new Started(handle, used, buffer, operation));
          } else {
            assertTrue(operation.isDone(), "it is done, and the model's waits");
            requireSame(operation, result, buffer);
          }
        });
  }

  private void requireSame(Operation operation, IoResult result, ByteBuffer buffer) {
    assertEquals(
        operation.error == Win32Error.ERROR_MORE_DATA ? IoState.MORE_DATA : IoState.DONE,
        result.state());
    assertEquals(operation.moved, result.bytes());
    if (result.state() == IoState.MORE_DATA) {
      caller.saw("messages read in parts");
    }
    if (buffer != null) {
      assertEquals(operation.moved, buffer.position(), "the buffer moves by what was moved");
    }
    if (operation.maxBytes > 0) {
      caller.saw("reads");
      assertEquals(operation.data, PipeActions.text(buffer.duplicate().flip()), "what was read");
    }
  }

  /** Asks for the result of an operation of the process, waiting or not. */
  void takeResult() {
    if (!caller.self.started.isEmpty()) {
      take(caller.pick(caller.self.started), caller.mayWait() && caller.random.nextBoolean());
    }
  }

  /** Checks what the kernel says of an operation. */
  void take(Started started, boolean waits) {
    Operation operation = started.operation();
    caller.trace("getOverlappedResult %s, waits %b", started.file(), waits);
    try {
      IoResult result =
          caller.kernel32.getOverlappedResult(started.file(), started.overlapped(), waits);
      if (result.state() == IoState.PENDING) {
        assertTrue(!operation.isDone(), "it is done in the model only");
        return;
      }
      if (caller.self.started.remove(started)) {
        requireSame(operation, result, started.buffer());
        caller.saw("overlapped operations done later");
      }
    } catch (Win32Exception e) {
      caller.self.started.remove(started);
      assertEquals(
          Win32Error.describe(operation.error), Win32Error.describe(e.errorCode()), e.function());
    }
  }

  /** Cancels one operation, all of a file, or those of the calling thread. */
  void cancel() {
    if (!caller.self.started.isEmpty() && caller.random.nextBoolean()) {
      cancelOne(caller.pick(caller.self.started));
      return;
    }
    long value = caller.valueOf(PipeActions.ENDS);
    if (caller.random.nextBoolean()) {
      cancelAll(value);
      return;
    }
    Entry entry = caller.self.rows.get(value);
    caller.trace("cancelIo %x", value);
    boolean isFile = entry != null && entry.thing().kind.isFile();
    if (caller.expect(
        isFile ? 0 : Win32Error.ERROR_INVALID_HANDLE,
        () -> caller.kernel32.cancelIo(new Handle(value)))) {
      var unused =
          caller.self.cancel(
              operation ->
                  operation.file == entry.thing() && operation.starter.thread() == caller.thread);
    }
    caller.settle();
  }

  void cancelAll(long value) {
    Entry entry = caller.self.rows.get(value);
    boolean isFile = entry != null && entry.thing().kind.isFile();
    if (entry != null && !isFile && !caller.isStrict()) {
      return; // Wine does not look whether it is a file.
    }
    caller.trace("cancelIoEx %x", value);
    int expected = isFile ? Win32Error.ERROR_NOT_FOUND : Win32Error.ERROR_INVALID_HANDLE;
    if (isFile && caller.self.cancel(operation -> operation.file == entry.thing())) {
      expected = 0;
    }
    caller.expect(expected, () -> caller.kernel32.cancelIoEx(new Handle(value)));
    caller.settle();
  }

  private void cancelOne(Started started) {
    Operation operation = started.operation();
    Entry entry = caller.self.rows.get(started.file().value());
    caller.trace("cancelIoEx %s, one operation", started.file());
    boolean isFile = entry != null && entry.thing().kind.isFile();
    boolean isCancelled = isFile && !operation.isDone() && operation.file == entry.thing();
    caller.expect(
        isFile ? 0 : Win32Error.ERROR_INVALID_HANDLE,
        () ->
            assertEquals(
                isCancelled, caller.kernel32.cancelIoEx(started.file(), started.overlapped())));
    if (isCancelled) {
      operation.cancel(Operation.ABORTED);
    }
    caller.settle();
  }
}
