package handlelab.real;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The way that Windows's mailslots need works on synchronous ones too, so it is tested on Wine. */
@Tag("real")
@EnabledOnOs(OS.WINDOWS)
@Timeout(60)
final class FileIoTest {
  private static final String SLOT =
      "\\\\.\\mailslot\\handlelab\\overlapped-" + ProcessHandle.current().pid();

  private Kernel32 kernel;
  private Handle server;
  private Handle client;

  @BeforeEach
  void open() {
    kernel = RealKernel.kernel32();
    server = kernel.createMailslot(SLOT, 0, 0, null);
    client =
        kernel.createFile(
            SLOT,
            Win32.GENERIC_WRITE,
            Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE,
            null,
            Win32.OPEN_EXISTING,
            0,
            null);
  }

  @AfterEach
  void close() {
    kernel.closeHandle(client);
    kernel.closeHandle(server);
  }

  @Test
  void awaitOwnEvent_waitingMessage_isRead() {
    kernel.writeFile(client, ByteBuffer.wrap(new byte[] {7, 8, 9}));
    CallMemory memory = CallMemory.ofThread();
    ByteBuffer data = memory.data(10);
    assertEquals(0, read(server));
    assertEquals(3, memory.intAt(0));
    byte[] read = new byte[3];
    data.get(0, read);
    assertArrayEquals(new byte[] {7, 8, 9}, read);
  }

  @Test
  void awaitOwnEvent_failure_isThatOfReadFile() {
    assertEquals(Win32Error.ERROR_SEM_TIMEOUT, read(server));
    kernel.setMailslotInfo(server, 30);
    assertEquals(Win32Error.ERROR_SEM_TIMEOUT, read(server));
    kernel.writeFile(client, ByteBuffer.wrap(new byte[11]));
    assertEquals(Win32Error.ERROR_INSUFFICIENT_BUFFER, read(server));
    assertEquals(11, kernel.getMailslotInfo(server).nextSize());
    assertEquals(Win32Error.ERROR_ACCESS_DENIED, read(client));
    assertEquals(Win32Error.ERROR_INVALID_HANDLE, read(new Handle(0xABCDE0)));
  }

  private static int read(Handle handle) {
    CallMemory memory = CallMemory.ofThread();
    memory.data(10);
    return FileIo.awaitOwnEvent(IoFunction.READ, handle.value(), memory.dataAddress(), 10, memory);
  }

  @Test
  void asynchronousFiles_mailslotServer_onWindowsOnly() {
    CallMemory memory = CallMemory.ofThread();
    boolean wine = RealKernel.description().contains("Wine");
    assertEquals(
        !wine, AsynchronousFiles.contains(server.value(), memory), "Wine's are synchronous");
    assertFalse(AsynchronousFiles.contains(client.value(), memory));
    assertFalse(AsynchronousFiles.contains(0xABCDE0, memory));
    assertFalse(AsynchronousFiles.contains(0, memory));
    assertFalse(AsynchronousFiles.contains(-1, memory));
  }

  /** On an asynchronous mailslot this mixes messages up unless each read has its own event. */
  @Test
  void read_manyReadersOfOneHandle_eachGetTheirOwnMessage() throws InterruptedException {
    int readers = 4;
    int messages = 2000;
    kernel.setMailslotInfo(server, Win32.MAILSLOT_WAIT_FOREVER);
    BitSet seen = new BitSet();
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    Thread[] threads = new Thread[readers];
    for (int i = 0; i < readers; i++) {
      threads[i] = new Thread(() -> readUntilEmptyMessage(seen, failure));
      threads[i].start();
    }
    for (int message = 0; message < messages; message++) {
      // The number again and again, so that a mixture of two messages shows.
      ByteBuffer buffer = ByteBuffer.allocate(4 * (1 + message % 64));
      while (buffer.hasRemaining()) {
        buffer.putInt(message);
      }
      kernel.writeFile(client, buffer.flip());
    }
    for (int i = 0; i < readers; i++) {
      kernel.writeFile(client, ByteBuffer.allocate(0));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    assertEquals(messages, seen.cardinality());
  }

  private void readUntilEmptyMessage(BitSet seen, AtomicReference<RuntimeException> failure) {
    ByteBuffer buffer = ByteBuffer.allocate(256);
    try {
      while (kernel.readFile(server, buffer.clear()) > 0) {
        buffer.flip();
        int message = buffer.getInt();
        assertEquals(4 * (message % 64), buffer.remaining());
        while (buffer.hasRemaining()) {
          assertEquals(message, buffer.getInt());
        }
        synchronized (seen) {
          assertTrue(!seen.get(message), "read once");
          seen.set(message);
        }
      }
    } catch (RuntimeException | AssertionError broken) {
      failure.compareAndSet(null, new IllegalStateException(broken));
    }
  }
}
