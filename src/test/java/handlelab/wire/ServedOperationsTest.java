package handlelab.wire;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.Overlapped;
import handlelab.api.Win32;
import handlelab.sim.SimulatedKernel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two threads of a served process: one starts a read, the other sees that it is done. */
@Timeout(60)
class ServedOperationsTest {
  private static final String PIPE = "\\\\.\\pipe\\p";

  private final SimulatedKernel machine = SimulatedKernel.boot();
  private final Kernel32 kernel32 = machine.startProcess("served.exe");
  private final ServedOperations operations = new ServedOperations();
  private final List<Connection> connections = new ArrayList<>();
  private final CountDownLatch isStarted = new CountDownLatch(1);
  private final CountDownLatch mayReturn = new CountDownLatch(1);
  private final ThreadLocal<Connection> connection = ThreadLocal.withInitial(this::connect);
  private final RemoteKernel32 remote = new RemoteKernel32(connection::get);
  private Handle server;
  private Handle client;
  private Handle event;

  /** As {@link #kernel32}, but the start of a read returns only when it may. */
  private Kernel32 slow() {
    return Kernel32Call.intercept(
        call -> {
          Object result = call.invoke(kernel32);
          if (call.function().equals("ReadFile")) {
            isStarted.countDown();
            assertDoesNotThrow(() -> mayReturn.await());
          }
          return result;
        });
  }

  private Connection connect() {
    try (ServerSocketChannel door = ServerSocketChannel.open()) {
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Connection made = new Connection(SocketChannel.open(door.getLocalAddress()), "the test");
      connections.add(made);
      Session session =
          new Session(
              door.accept(), new Message(), slow(), machine.handleTables(), null, operations);
      new Thread(() -> session.serve(line -> {})).start();
      return made;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void connectThePipe() {
    server = kernel32.createNamedPipe(PIPE, 0x4000_0003, 0, 1, 9, 9, 0, null).handle();
    client = kernel32.createFile(PIPE, Win32.GENERIC_WRITE, 0, null, 3, 0, null);
    event = kernel32.createEvent(null, true, false, null).handle();
  }

  @AfterEach
  void close() {
    connections.forEach(Connection::close);
    machine.close();
  }

  private void write() {
    assertEquals(1, kernel32.writeFile(client, ByteBuffer.wrap(new byte[] {7})));
  }

  /** The bytes are there with the event, and the start returns later what is right, too. */
  private void assertFilledWithTheEvent(boolean isDoneAtOnce) throws InterruptedException {
    ByteBuffer target = ByteBuffer.allocateDirect(1);
    Overlapped read = Overlapped.of(event);
    if (isDoneAtOnce) {
      write();
    }
    CompletableFuture<IoResult> start =
        CompletableFuture.supplyAsync(() -> remote.readFile(server, target, read));
    isStarted.await();
    if (!isDoneAtOnce) {
      write();
    }
    assertEquals(0, remote.waitForMultipleObjects(List.of(event), false, Win32.INFINITE));
    assertEquals(7, target.get(0));
    assertFalse(read.isPending());
    mayReturn.countDown();
    assertEquals(isDoneAtOnce ? IoState.DONE : IoState.PENDING, start.join().state());
    assertEquals(new IoResult(IoState.DONE, 1), remote.getOverlappedResult(server, read, true));
    assertEquals(1, target.position());
  }

  @Test
  void readThatWaited_withItsEvent_isFilled() throws InterruptedException {
    assertFilledWithTheEvent(false);
  }

  @Test
  void readThatIsDoneAtOnce_withItsEvent_isFilled() throws InterruptedException {
    assertFilledWithTheEvent(true);
  }
}
