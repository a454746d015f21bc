package handlelab.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SpinningChannelTest {
  private final BlockingQueue<String> told = new ArrayBlockingQueue<>(100);
  private SpinningChannel caller;
  private SpinningChannel server;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel door = ServerSocketChannel.open()) {
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      caller = new SpinningChannel(SocketChannel.open(door.getLocalAddress()), new Owner());
      server = new SpinningChannel(door.accept());
    }
  }

  @AfterEach
  void disconnect() throws IOException {
    caller.close();
    server.close();
  }

  private final class Owner implements SpinningChannel.Owner {
    @Override
    public void interrupted() {
      told.add("interrupted " + Thread.currentThread().isInterrupted());
    }

    @Override
    public void checkPeer() throws IOException {
      throw new IOException("checked");
    }
  }

  private static int readOne(SpinningChannel channel) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(1);
    return channel.read(target) < 0 ? -1 : target.get(0);
  }

  private static void write(SpinningChannel channel, int bytes) throws IOException {
    ByteBuffer source = ByteBuffer.allocate(bytes);
    while (source.hasRemaining()) {
      var unused = channel.write(source.put(source.position(), (byte) 7));
    }
  }

  @Test
  void roundTrips_quickAndSlow_lastAsLongAsBothEndsAreOpen() throws Exception {
    CompletableFuture<Void> echo =
        CompletableFuture.runAsync(
            () -> {
              try {
                for (int i = 0; readOne(server) >= 0; i++) {
                  if (i % 50 == 0) {
                    // Longer than anyone spins.
                    LockSupport.parkNanos(200_000);
                  }
                  write(server, 1);
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    for (int i = 0; i < 500; i++) {
      write(caller, 1);
      assertEquals(7, readOne(caller));
    }
    caller.close();
    echo.get();
  }

  @Test
  void write_ofMoreThanTheSocketHolds_waitsForTheReader() throws Exception {
    for (SpinningChannel[] ends : new SpinningChannel[][] {{caller, server}, {server, caller}}) {
      int bytes = 20_000_000;
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                try {
                  write(ends[0], bytes);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      ByteBuffer target = ByteBuffer.allocate(bytes);
      while (target.hasRemaining()) {
        assertTrue(ends[1].read(target) > 0);
      }
      writing.get();
    }
  }

  @Test
  void interrupt_ofACallerThatWaits_isToldAndBreaksNothing() throws Exception {
    Thread reader = Thread.currentThread();
    CompletableFuture<Void> peer =
        CompletableFuture.runAsync(
            () -> {
              reader.interrupt();
              try {
                assertEquals("interrupted false", told.take());
                write(server, 1);
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertEquals(7, readOne(caller));
    peer.get();
    assertTrue(caller.takeInterrupt());
  }

  @Test
  void read_ofACallerWithoutAnAnswer_checksThePeer() {
    var e = assertThrows(IOException.class, () -> readOne(caller));
    assertEquals("checked", e.getMessage());
  }

  @Test
  void close_byAnotherThread_endsAReadOfEitherEnd() throws Exception {
    for (SpinningChannel end : new SpinningChannel[] {caller, server}) {
      BlockingQueue<String> reading = new ArrayBlockingQueue<>(1);
      CompletableFuture<Integer> read =
          CompletableFuture.supplyAsync(
              () -> {
                reading.add("now");
                try {
                  return readOne(end);
                } catch (ClosedChannelException e) {
                  return -1;
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertEquals("now", reading.take());
      end.close();
      assertEquals(-1, read.get());
    }
  }
}
