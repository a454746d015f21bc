package handlelab.contract;

import static handlelab.api.Win32.EVENT_ALL_ACCESS;
import static handlelab.api.Win32.FILE_FLAG_OVERLAPPED;
import static handlelab.api.Win32.GENERIC_READ;
import static handlelab.api.Win32.GENERIC_WRITE;
import static handlelab.api.Win32.OPEN_EXISTING;
import static handlelab.api.Win32.PIPE_ACCESS_DUPLEX;
import static handlelab.api.Win32.WAIT_OBJECT_0;
import static handlelab.api.Win32.WAIT_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
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

  @Fact({"failed-start-has-no-result", "cancel-needs-pending"})
  void start_onNoFile_hasNoResultAndCannotBeCancelled() {
    Overlapped read = newOverlapped();
    assertFails("ReadFile", 6, () -> parent.readFile(Handle.NULL, ByteBuffer.allocate(1), read));
    assertEquals(PENDING, result(read));
    assertFalse(parent.cancelIoEx(server, read));
    assertFails("CancelIoEx", 6, () -> parent.cancelIoEx(Handle.NULL, read));
  }

  /** Not held by a {@code Fact}: Wine's mailslots are synchronous, and set the event. */
  @Test
  void start_onAnEmptySlotWithoutTimeout_setsNoEvent() {
    assumeFalse(kernel == KernelUnderTest.REAL);
    Handle slot = createSlot(parent, newSlotName());
    Overlapped read = newOverlapped();
    assertFails("ReadFile", 121, () -> parent.readFile(slot, ByteBuffer.allocate(1), read));
    assertEquals(WAIT_TIMEOUT, poll(read.event()));
    assertEquals(PENDING, result(read));
  }

  @Test
  void overlapped_ofAnotherKernel_isRefused() {
    Overlapped foreign = newOverlapped();
    Overlapped.Operation unused = foreign.operation(() -> () -> false);
    assertThrows(
        IllegalArgumentException.class,
        () -> parent.readFile(server, ByteBuffer.allocate(1), foreign));
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
