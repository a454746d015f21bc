package handlelab.contract;

import static handlelab.api.Win32.EVENT_ALL_ACCESS;
import static handlelab.api.Win32.FILE_FLAG_OVERLAPPED;
import static handlelab.api.Win32.GENERIC_READ;
import static handlelab.api.Win32.GENERIC_WRITE;
import static handlelab.api.Win32.OPEN_EXISTING;
import static handlelab.api.Win32.PIPE_ACCESS_DUPLEX;
import static handlelab.api.Win32.PIPE_READMODE_MESSAGE;
import static handlelab.api.Win32.PIPE_TYPE_MESSAGE;
import static handlelab.api.Win32.SYNCHRONIZE;
import static handlelab.api.Win32.WAIT_OBJECT_0;
import static handlelab.api.Win32.WAIT_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.PipeHandles;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Overlapped reads, writes and connects on named pipes: how they start, end and are cancelled. */
class OverlappedTest extends ContractTest {
  private static final IoResult PENDING = new IoResult(IoState.PENDING, 0);

  private String name;
  private Handle server;

  @BeforeEach
  void createThePipe() {
    name = newPipeName();
    server = createServer(0);
  }

  private Handle createServer(int pipeMode) {
    return parent
        .createNamedPipe(
            name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, pipeMode, 4, 512, 512, 0, null)
        .handle();
  }

  private Handle client() {
    return parent.createFile(
        name, GENERIC_READ | GENERIC_WRITE, 0, null, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, null);
  }

  private Handle newEvent() {
    return parent.createEvent(null, true, false, null).handle();
  }

  private Overlapped newOverlapped() {
    return Overlapped.of(newEvent());
  }

  private int poll(Handle handle) {
    return parent.waitForSingleObject(handle, 0);
  }

  private void awaitEvent(Overlapped overlapped) {
    assertEquals(WAIT_OBJECT_0, parent.waitForSingleObject(overlapped.event(), WAIT_LIMIT_MILLIS));
  }

  private IoResult result(Overlapped overlapped) {
    return parent.getOverlappedResult(server, overlapped, false);
  }

  private void assertEndsWith(int error, Overlapped overlapped) {
    awaitEvent(overlapped);
    assertFalse(overlapped.isPending());
    assertFails("GetOverlappedResult", error, () -> result(overlapped));
  }

  private static IoResult done(int bytes) {
    return new IoResult(IoState.DONE, bytes);
  }

  private Overlapped startRead(ByteBuffer target) {
    Overlapped overlapped = newOverlapped();
    assertEquals(PENDING, parent.readFile(server, target, overlapped));
    assertTrue(overlapped.isPending());
    assertEquals(PENDING, result(overlapped));
    return overlapped;
  }

  private static String text(ByteBuffer read) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < read.position(); i++) {
      text.append((char) read.get(i));
    }
    return text.toString();
  }

  @Fact("overlapped-on-synchronous-waits")
  void overlapped_onASynchronousPipe_isDoneWhenTheCallReturns() {
    PipeHandles pipe = parent.createPipe(null, 0);
    Handle event = parent.createEvent(null, true, false, null).handle();
    Overlapped overlapped = Overlapped.of(event);
    ByteBuffer source = ByteBuffer.wrap(new byte[] {1, 2, 3});
    assertEquals(new IoResult(IoState.DONE, 3), parent.writeFile(pipe.write(), source, overlapped));
    assertEquals(3, source.position());
    assertEquals(WAIT_OBJECT_0, parent.waitForSingleObject(event, 0));
    parent.resetEvent(event);
    ByteBuffer target = ByteBuffer.allocate(8);
    assertEquals(new IoResult(IoState.DONE, 3), parent.readFile(pipe.read(), target, overlapped));
    assertEquals(3, target.position());
    assertFalse(overlapped.isPending());
    assertEquals(WAIT_OBJECT_0, parent.waitForSingleObject(event, 0));
    assertEquals(
        new IoResult(IoState.DONE, 3), parent.getOverlappedResult(pipe.read(), overlapped, true));
    assertEquals(3, target.position());
  }

  @Fact("overlapped-connect")
  void connect_pending_endsWithTheClient() {
    Overlapped connect = newOverlapped();
    assertEquals(ConnectState.PENDING, parent.connectNamedPipe(server, connect));
    assertTrue(connect.isPending());
    assertEquals(WAIT_TIMEOUT, poll(connect.event()));
    Handle unused = client();
    awaitEvent(connect);
    assertEquals(done(0), result(connect));
    assertFalse(connect.isPending());
  }

  @Fact("connected-before-sets-no-event")
  void connect_clientCameBefore_setsNoEvent() {
    Handle unused = client();
    Overlapped connect = newOverlapped();
    assertEquals(ConnectState.ALREADY_CONNECTED, parent.connectNamedPipe(server, connect));
    assertEquals(WAIT_TIMEOUT, poll(connect.event()));
    assertFalse(connect.isPending());
    assertEquals(PENDING, result(connect));
  }

  @Fact("cancelled-connect-listens-on")
  void connect_cancelled_isAbortedAndListensOn() {
    Overlapped connect = newOverlapped();
    assertEquals(ConnectState.PENDING, parent.connectNamedPipe(server, connect));
    assertTrue(parent.cancelIoEx(server, connect));
    assertEndsWith(995, connect);
    Handle unused = client();
    assertEquals(ConnectState.ALREADY_CONNECTED, parent.connectNamedPipe(server, connect));
  }

  @Fact("connect-twice-pending")
  void connect_twicePending_bothEndWithOneClient() {
    Overlapped first = newOverlapped();
    Overlapped second = newOverlapped();
    assertEquals(ConnectState.PENDING, parent.connectNamedPipe(server, first));
    assertEquals(ConnectState.PENDING, parent.connectNamedPipe(server, second));
    Handle unused = client();
    awaitEvent(first);
    awaitEvent(second);
    assertEquals(done(0), result(second));
  }

  @Fact("overlapped-read-fills-before-event")
  void read_pendingDirectBuffer_isFilledBeforeTheEvent() {
    Handle client = client();
    ByteBuffer target = ByteBuffer.allocateDirect(10).position(1);
    Overlapped read = startRead(target);
    write(parent, client, "abc");
    awaitEvent(read);
    assertEquals('a', target.get(1));
    assertEquals('c', target.get(3));
    assertEquals(1, target.position());
    assertEquals(done(3), result(read));
    assertEquals(4, target.position());
    assertEquals(done(3), result(read));
    assertEquals(4, target.position());
  }

  @Fact("overlapped-sets-the-event-only")
  void read_pendingHeapBuffer_isFilledByTheResult() {
    Handle client = client();
    ByteBuffer target = ByteBuffer.allocate(10);
    Overlapped read = startRead(target);
    write(parent, client, "abc");
    assertEquals(done(3), parent.getOverlappedResult(server, read, true));
    assertEquals("abc", text(target));
    assertEquals(WAIT_OBJECT_0, poll(read.event()));
    assertEquals(WAIT_TIMEOUT, poll(server), "only the event is set");
  }

  @Fact("overlapped-read-may-be-done")
  void read_dataThere_isDoneAtOnceAndSetsTheEvent() {
    Handle client = client();
    write(parent, client, "abc");
    ByteBuffer target = ByteBuffer.allocate(10);
    Overlapped read = newOverlapped();
    assertEquals(done(3), parent.readFile(server, target, read));
    assertEquals("abc", text(target));
    assertEquals(WAIT_OBJECT_0, poll(read.event()));
    assertEquals(done(3), result(read));
  }

  @Fact("pending-reads-end-in-order")
  void reads_severalPending_endInOrder() {
    Handle client = client();
    ByteBuffer first = ByteBuffer.allocate(1);
    ByteBuffer second = ByteBuffer.allocate(5);
    Overlapped readFirst = startRead(first);
    Overlapped readSecond = startRead(second);
    write(parent, client, "abc");
    assertEquals(done(1), parent.getOverlappedResult(server, readFirst, true));
    assertEquals(done(2), parent.getOverlappedResult(server, readSecond, true));
    assertEquals("a", text(first));
    assertEquals("bc", text(second));
  }

  @Fact("cancelled-read-loses-nothing")
  void read_cancelled_losesNothing() {
    Handle client = client();
    ByteBuffer target = ByteBuffer.allocate(10);
    Overlapped first = startRead(ByteBuffer.allocate(10));
    Overlapped second = startRead(target);
    assertTrue(parent.cancelIoEx(server, first));
    assertEndsWith(995, first);
    assertFalse(parent.cancelIoEx(server, first));
    write(parent, client, "abc");
    assertEquals(done(3), parent.getOverlappedResult(server, second, true));
    assertEquals("abc", text(target));
    assertFalse(parent.cancelIoEx(server, second));
    assertFalse(parent.cancelIoEx(server, (Overlapped) null));
    assertFails("CancelIoEx", 1168, () -> parent.cancelIoEx(server));
  }

  @Fact("cancel-all-by-file")
  void cancelIoEx_withoutOverlapped_cancelsAllThreadsOperations() {
    Handle unused = client();
    Overlapped first = startRead(ByteBuffer.allocate(10));
    Overlapped second = startRead(ByteBuffer.allocateDirect(10));
    inBackground(() -> parent.cancelIoEx(duplicate(parent, server), (Overlapped) null)).join();
    assertEndsWith(995, first);
    assertEndsWith(995, second);
  }

  @Fact("cancel-io-by-thread")
  void cancelIo_cancelsTheCallingThreadsOperationsOnly() throws InterruptedException {
    Handle client = client();
    Overlapped own = startRead(ByteBuffer.allocate(10));
    Overlapped theirs = newOverlapped();
    ByteBuffer target = ByteBuffer.allocate(10);
    Handle started = newEvent();
    Handle end = newEvent();
    Thread other =
        new Thread(
            () -> {
              assertEquals(PENDING, parent.readFile(server, target, theirs));
              parent.setEvent(started);
              parent.waitForSingleObject(end, WAIT_LIMIT_MILLIS);
            });
    other.start();
    assertEquals(WAIT_OBJECT_0, parent.waitForSingleObject(started, WAIT_LIMIT_MILLIS));
    parent.cancelIo(server);
    assertEndsWith(995, own);
    assertTrue(theirs.isPending());
    write(parent, client, "abc");
    assertEquals(done(3), parent.getOverlappedResult(server, theirs, true));
    parent.cancelIo(server);
    parent.setEvent(end);
    other.join();
  }

  @Fact("thread-end-cancels-its-io")
  void threadEnds_pendingRead_isAborted() throws InterruptedException {
    Handle unused = client();
    Overlapped read = newOverlapped();
    Thread starter =
        new Thread(
            () -> assertEquals(PENDING, parent.readFile(server, ByteBuffer.allocate(10), read)));
    starter.start();
    starter.join();
    assertEndsWith(995, read);
  }

  @Test
  void operation_withAnotherCallPending_isRefused() {
    Handle unused = client();
    Overlapped read = startRead(ByteBuffer.allocate(10));
    assertThrows(
        IllegalStateException.class, () -> parent.readFile(server, ByteBuffer.allocate(10), read));
    assertTrue(parent.cancelIoEx(server, read));
    assertEndsWith(995, read);
    assertEquals(PENDING, parent.readFile(server, ByteBuffer.allocate(10), read));
    assertTrue(parent.cancelIoEx(server, read));
  }

  @Fact("overlapped-message-larger-than-buffer")
  void messageRead_pendingAndTooSmall_hasMoreData() {
    parent.closeHandle(server);
    server = createServer(PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    Handle client = client();
    ByteBuffer target = ByteBuffer.allocate(2);
    Overlapped read = startRead(target);
    write(parent, client, "abc");
    awaitEvent(read);
    assertEquals(new IoResult(IoState.MORE_DATA, 2), result(read));
    assertEquals("ab", text(target));
    ByteBuffer rest = ByteBuffer.allocate(2);
    assertEquals(done(1), parent.readFile(server, rest, read));
    write(parent, client, "def");
    rest.clear();
    assertEquals(new IoResult(IoState.MORE_DATA, 2), parent.readFile(server, rest, read));
    assertEquals("de", text(rest));
    assertEquals(done(1), parent.readFile(server, rest.clear(), null));
  }

  @Fact("overlapped-write-waits-for-quota")
  void write_moreThanTheQuota_isPendingUntilItIsRead() {
    Handle client = client();
    Overlapped first = newOverlapped();
    assertEquals(done(500), parent.writeFile(server, ByteBuffer.allocate(500), first));
    assertEquals(WAIT_OBJECT_0, poll(first.event()));
    Overlapped second = newOverlapped();
    ByteBuffer source = ByteBuffer.allocate(500);
    assertEquals(PENDING, parent.writeFile(server, source, second));
    Overlapped third = newOverlapped();
    assertEquals(PENDING, parent.writeFile(server, ByteBuffer.allocate(1), third));
    assertEquals(1001, parent.peekNamedPipe(client).totalAvailable());
    ByteBuffer target = ByteBuffer.allocate(1001);
    while (target.hasRemaining()) {
      parent.readFile(client, target);
    }
    awaitEvent(second);
    assertEquals(done(500), result(second));
    assertEquals(500, source.position());
    assertEquals(done(1), parent.getOverlappedResult(server, third, true));
  }

  @Fact("cancelled-write-takes-bytes-back")
  void write_pendingAndCancelled_takesTheBytesBack() {
    Handle client = client();
    Overlapped write = newOverlapped();
    ByteBuffer source = ByteBuffer.allocate(2000);
    assertEquals(PENDING, parent.writeFile(server, source, write));
    assertTrue(parent.cancelIoEx(server, write));
    assertEndsWith(995, write);
    assertEquals(0, source.position());
    assertEquals(0, parent.peekNamedPipe(client).totalAvailable());
  }

  @Fact("closed-client-ends-pending")
  void clientCloses_pendingOperations_break() {
    Handle client = client();
    Overlapped read = startRead(ByteBuffer.allocate(10));
    Overlapped write = newOverlapped();
    assertEquals(PENDING, parent.writeFile(server, ByteBuffer.allocate(2000), write));
    parent.closeHandle(client);
    assertEndsWith(109, read);
    assertEndsWith(109, write);
    ByteBuffer target = ByteBuffer.allocate(10);
    Overlapped late = newOverlapped();
    assertFails("ReadFile", 109, () -> parent.readFile(server, target, late));
    assertFalse(late.isPending());
    assertEquals(PENDING, result(late), "an operation that did not start has no result");
  }

  @Fact("disconnect-ends-pending")
  void disconnect_pendingOperations_endAtBothEnds() {
    Handle client = client();
    Overlapped read = startRead(ByteBuffer.allocate(10));
    Overlapped clientRead = newOverlapped();
    assertEquals(PENDING, parent.readFile(client, ByteBuffer.allocate(10), clientRead));
    parent.disconnectNamedPipe(server);
    assertEndsWith(233, read);
    assertEndsWith(233, clientRead);
  }

  @Fact("last-close-ends-pending")
  void lastHandleCloses_pendingRead_ends() {
    Handle unused = client();
    Overlapped read = startRead(ByteBuffer.allocate(10));
    parent.closeHandle(server);
    awaitEvent(read);
    assertFails("GetOverlappedResult", 109, () -> parent.getOverlappedResult(server, read, false));
  }

  @Fact("file-signalled-without-event")
  void noEvent_fileItself_isSignalled() {
    Handle client = client();
    assertEquals(WAIT_OBJECT_0, poll(server));
    ByteBuffer target = ByteBuffer.allocate(10);
    Overlapped read = Overlapped.of(Handle.NULL);
    assertEquals(PENDING, parent.readFile(server, target, read));
    assertEquals(WAIT_TIMEOUT, poll(server));
    write(parent, client, "abc");
    assertEquals(WAIT_OBJECT_0, parent.waitForSingleObject(server, WAIT_LIMIT_MILLIS));
    assertEquals(done(3), result(read));
    assertEquals("abc", text(target));
  }

  @Fact("overlapped-event-checked")
  void event_notAnEvent_startsNothing() {
    Handle unused = client();
    Handle mutex = parent.createMutex(null, false, null).handle();
    for (Handle event : List.of(new Handle(0xABCD0), mutex)) {
      Overlapped read = Overlapped.of(event);
      assertFails("ReadFile", 6, () -> parent.readFile(server, ByteBuffer.allocate(1), read));
      assertFalse(read.isPending());
    }
    Handle waits = reduce(parent, newEvent(), SYNCHRONIZE);
    assertFails(
        "ReadFile", 5, () -> parent.readFile(server, ByteBuffer.allocate(1), Overlapped.of(waits)));
    assertFalse(parent.cancelIoEx(server, (Overlapped) null));
  }

  @Fact("overlapped-start-resets-event")
  void event_set_isResetByTheStart() {
    Handle client = client();
    Overlapped read = newOverlapped();
    parent.setEvent(read.event());
    assertEquals(PENDING, parent.readFile(server, ByteBuffer.allocate(10), read));
    assertEquals(WAIT_TIMEOUT, poll(read.event()));
    write(parent, client, "x");
    awaitEvent(read);
    assertEquals(EVENT_ALL_ACCESS, row(parent, read.event()).grantedAccess());
  }

  @Test
  void callWithoutOverlapped_onAnOverlappedHandle_waitsForItself() {
    Handle client = client();
    Overlapped other = startRead(ByteBuffer.allocate(1));
    CompletableFuture<String> reader = inBackground(() -> read(parent, server));
    write(parent, client, "a");
    assertEquals(done(1), parent.getOverlappedResult(server, other, true));
    write(parent, client, "own");
    assertEquals("own", reader.join());
  }

  @Test
  void blockedConnect_onAnOverlappedHandle_canBeCancelled() {
    CompletableFuture<Void> connect =
        inBackground(
            () -> {
              assertFails("ConnectNamedPipe", 995, () -> parent.connectNamedPipe(server, null));
              return null;
            });
    eventually(() -> assertTrue(parent.cancelIoEx(server, (Overlapped) null)));
    connect.join();
  }

  @Test
  void droppedOperations_pending_goOnAndTakeData() {
    Handle client = client();
    for (int i = 0; i < 100; i++) {
      Overlapped dropped = Overlapped.of(Handle.NULL);
      assertEquals(PENDING, parent.readFile(server, ByteBuffer.allocate(1), dropped));
    }
    System.gc();
    ByteBuffer target = ByteBuffer.allocate(10);
    Overlapped last = startRead(target);
    write(parent, client, "x".repeat(100) + "end");
    assertEquals(done(3), parent.getOverlappedResult(server, last, true));
    assertEquals("end", text(target));
  }

  @Test
  void manyOperations_bothDirections_moveAllBytesInOrder() {
    Handle client = client();
    List<Overlapped> reads = new ArrayList<>();
    List<ByteBuffer> targets = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      targets.add(i % 2 == 0 ? ByteBuffer.allocate(4) : ByteBuffer.allocateDirect(4));
      reads.add(startRead(targets.get(i)));
    }
    for (int i = 0; i < 50; i++) {
      parent.writeFile(client, ByteBuffer.allocate(4).putInt(0, i));
    }
    for (int i = 0; i < 50; i++) {
      assertEquals(done(4), parent.getOverlappedResult(server, reads.get(i), true));
      assertEquals(i, targets.get(i).getInt(0));
    }
  }

  @Test
  void overlapped_ofAnotherKernel_isRefused() {
    Overlapped foreign = newOverlapped();
    Overlapped.Operation unused = foreign.operation(() -> () -> false);
    assertThrows(
        IllegalArgumentException.class,
        () -> parent.readFile(server, ByteBuffer.allocate(1), foreign));
  }

  @Fact("mailslot-read-overlapped")
  void mailslotRead_overlapped_ends() {
    String slotName = newSlotName();
    Handle slot = parent.createMailslot(slotName, 0, WAIT_LIMIT_MILLIS, null);
    write(parent, openClient(parent, slotName), "message");
    ByteBuffer target = ByteBuffer.allocate(10);
    assertEquals(done(7), parent.readFile(slot, target, newOverlapped()));
    assertEquals("message", text(target));
  }

  @Test
  void connect_withABadEvent_doesNotListen() {
    parent.closeHandle(client());
    parent.disconnectNamedPipe(server);
    Overlapped bad = Overlapped.of(server);
    assertFails("ConnectNamedPipe", 6, () -> parent.connectNamedPipe(server, bad));
    assertFails("CreateFileW", 231, this::client);
  }
}
