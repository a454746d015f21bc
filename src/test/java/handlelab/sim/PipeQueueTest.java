package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Kernel32;
import handlelab.api.Overlapped;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The memory that the bytes of a pipe take; what they do is in the scenarios. */
@Timeout(30)
class PipeQueueTest {
  private static final long BYTES = 4 << 20;
  private static final String NAME = "\\\\.\\pipe\\queue";
  private static final int QUOTA = 64;

  private final Memory memory = new Memory(BYTES);
  private final SimulatedKernel kernel =
      new SimulatedKernel(Timing.SYSTEM, memory, Ids.neverReused());
  private final HostedProcess host = kernel.startHostedProcess("pipes.exe");
  private final Kernel32 kernel32 = host.kernel32();
  private final Handle event = kernel32.createEvent(null, true, false, null).handle();

  @AfterEach
  void allMemory_afterTheProcess_isGivenBack() {
    host.exit(0);
    assertEquals(0, memory.taken());
    kernel.close();
  }

  /** A pipe whose server's writes beyond {@link #QUOTA} are pending. */
  private record Ends(Handle server, Handle client) {}

  private Ends pipe(int openFlags, int pipeMode) {
    Handle server =
        kernel32
            .createNamedPipe(
                NAME, Win32.PIPE_ACCESS_DUPLEX | openFlags, pipeMode, 255, QUOTA, QUOTA, 0, null)
            .handle();
    return new Ends(
        server,
        kernel32.createFile(
            NAME, Win32.GENERIC_READ | Win32.GENERIC_WRITE, 0, null, Win32.OPEN_EXISTING, 0, null));
  }

  private IoState startWrite(Ends pipe, int bytes) {
    return kernel32
        .writeFile(pipe.server, ByteBuffer.allocate(bytes), Overlapped.of(event))
        .state();
  }

  private void assertNoMemory(Ends pipe, int bytes) {
    Win32Exception refused = assertThrows(Win32Exception.class, () -> startWrite(pipe, bytes));
    assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, refused.errorCode());
  }

  @Test
  void pendingWrites_fillAQuarter_andGiveItBackWhenTheyAreRead() {
    Ends pipe = pipe(Win32.FILE_FLAG_OVERLAPPED, 0);
    int size = 1024 - Memory.MESSAGE_BYTES;
    int room = (int) (BYTES / 4 / 1024);
    for (int round = 0; round < 3; round++) {
      long before = memory.taken();
      for (int i = 0; i < room; i++) {
        assertEquals(IoState.PENDING, startWrite(pipe, size));
      }
      assertNoMemory(pipe, 1);
      assertEquals(before + BYTES / 4, memory.taken());
      ByteBuffer all = ByteBuffer.allocate(room * size);
      assertEquals(room * size, kernel32.readFile(pipe.client, all));
      assertEquals(before, memory.taken());
    }
  }

  @Test
  void closedClient_givesBackWhatItHasNotRead() {
    Ends pipe = pipe(Win32.FILE_FLAG_OVERLAPPED, Win32.PIPE_TYPE_MESSAGE);
    Ends empty = pipe(Win32.FILE_FLAG_OVERLAPPED, Win32.PIPE_TYPE_MESSAGE);
    long before = memory.taken();
    kernel32.closeHandle(empty.client);
    long clientBytes = before - memory.taken();
    startWrite(pipe, 40);
    startWrite(pipe, 4000);
    kernel32.closeHandle(pipe.client);
    assertEquals(before - 2 * clientBytes, memory.taken());
  }

  @Test
  void whenMemoryIsShort_aPipeWithFewBytesMayStillBeWrittenTo() {
    Ends few = pipe(Win32.FILE_FLAG_OVERLAPPED, 0);
    Ends many = pipe(Win32.FILE_FLAG_OVERLAPPED, 0);
    long others = BYTES / 5 * 4 - memory.taken();
    memory.take(others, true);
    startWrite(few, Memory.FEW_BYTES - 2 * Memory.MESSAGE_BYTES - 1);
    startWrite(few, 1);
    assertNoMemory(few, 1);
    assertNoMemory(many, Memory.FEW_BYTES);
    memory.give(others);
  }

  @Test
  void writeThatDoesNotWait_isOfWhatAReaderTakes() {
    Ends pipe = pipe(0, Win32.PIPE_NOWAIT);
    assertEquals(QUOTA, kernel32.writeFile(pipe.server, ByteBuffer.allocate(QUOTA)));
    assertEquals(0, kernel32.writeFile(pipe.server, ByteBuffer.allocate(1)));
    assertEquals(QUOTA, kernel32.readFile(pipe.client, ByteBuffer.allocate(QUOTA)));
  }

  @Test
  void flush_afterAllWasRead_isDoneOnce() {
    Ends pipe = pipe(Win32.FILE_FLAG_OVERLAPPED, 0);
    startWrite(pipe, 3);
    IoResult read = kernel32.readFile(pipe.client, ByteBuffer.allocate(8), null);
    assertEquals(new IoResult(IoState.DONE, 3), read);
    kernel32.flushFileBuffers(pipe.server);
  }
}
