package handlelab.real;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the binding adds to kernel32: buffers, texts, errors. How Windows behaves is tested once for
 * all kernels.
 */
@Tag("real")
@EnabledOnOs(OS.WINDOWS)
@Timeout(60)
final class RealKernel32Test {
  private static final String SLOT =
      "\\\\.\\mailslot\\handlelab\\real-" + ProcessHandle.current().pid();
  private static final Handle CLOSED = new Handle(0xABCDE0);

  private Kernel32 kernel;
  private Handle server;
  private Handle client;

  @BeforeEach
  void open() {
    kernel = RealKernel.kernel32();
    server = kernel.createMailslot(SLOT, 0, 0, null);
    client = openClient();
  }

  @AfterEach
  void close() {
    kernel.closeHandle(client);
    kernel.closeHandle(server);
  }

  private Handle openClient() {
    return kernel.createFile(
        SLOT,
        Win32.GENERIC_WRITE,
        Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE,
        null,
        Win32.OPEN_EXISTING,
        Win32.FILE_ATTRIBUTE_NORMAL,
        null);
  }

  @Test
  void build_isAVersionOfThreeNumbersOrFour() {
    String build = RealKernel.build();
    assertTrue(build.matches("\\d+\\.\\d+\\.\\d{4,5}(\\.\\d+)?"), build);
    assertTrue(build.startsWith(System.getProperty("os.version") + "."), build);
  }

  /** The sizes around which the binding changes its way: copied or not, kept memory or not. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 1023, 1024, 1025, 4096, 131_072, 131_073, 200_000})
  void messages_ofAllSizes_passThroughBuffersOfAllKinds(int size) {
    byte[] message = new byte[size];
    new Random(size).nextBytes(message);
    for (boolean directSource : new boolean[] {false, true}) {
      for (boolean directTarget : new boolean[] {false, true}) {
        ByteBuffer source = within(directSource, size);
        source.duplicate().put(message);
        ByteBuffer target = within(directTarget, size);
        ByteBuffer whole = target.duplicate().clear();

        assertEquals(size, kernel.writeFile(client, source.asReadOnlyBuffer().duplicate()));
        assertEquals(size, kernel.getMailslotInfo(server).nextSize());
        assertEquals(size, kernel.readFile(server, target));

        assertFalse(target.hasRemaining());
        byte[] read = new byte[size];
        target.duplicate().position(target.position() - size).get(read);
        assertArrayEquals(message, read);
        byte[] around = new byte[whole.capacity() - size];
        whole.get(around, 0, 3).position(3 + size).get(around, 3, around.length - 3);
        assertArrayEquals(new byte[around.length], around, "nothing beside the target is touched");
      }
    }
  }

  /** A buffer of this size with three bytes before it and five behind, and an odd address. */
  private static ByteBuffer within(boolean direct, int size) {
    int capacity = 3 + size + 5;
    ByteBuffer whole = direct ? ByteBuffer.allocateDirect(capacity) : ByteBuffer.allocate(capacity);
    return whole.position(3).limit(3 + size);
  }

  @Test
  void readFile_intoAReadOnlyBuffer_takesNothing() {
    kernel.writeFile(client, ByteBuffer.wrap(new byte[3]));
    assertThrows(
        ReadOnlyBufferException.class,
        () -> kernel.readFile(server, ByteBuffer.allocate(10).asReadOnlyBuffer()));
    assertEquals(1, kernel.getMailslotInfo(server).messageCount());
  }

  @Test
  void readFile_thatFails_leavesTheBuffer() {
    ByteBuffer target = ByteBuffer.allocate(10).position(2);
    assertFails("ReadFile", Win32Error.ERROR_SEM_TIMEOUT, () -> kernel.readFile(server, target));
    assertEquals(2, target.position());
    kernel.writeFile(client, ByteBuffer.wrap(new byte[9]));
    assertFails(
        "ReadFile", Win32Error.ERROR_INSUFFICIENT_BUFFER, () -> kernel.readFile(server, target));
    assertEquals(2, target.position());
    assertEquals(9, kernel.getMailslotInfo(server).nextSize());
  }

  @Test
  void writeFile_thatFails_leavesTheBuffer() {
    ByteBuffer source = ByteBuffer.wrap(new byte[10]).position(2);
    assertFails(
        "WriteFile", Win32Error.ERROR_ACCESS_DENIED, () -> kernel.writeFile(server, source));
    assertEquals(2, source.position());
  }

  @Test
  void mailslotInformation_hasItsFieldsInOrder() {
    Handle other = kernel.createMailslot(SLOT + "\\ünï→日本", 77, 5000, null);
    try {
      assertEquals(
          new MailslotInfo(77, MailslotInfo.NO_MESSAGE, 0, 5000), kernel.getMailslotInfo(other));
      kernel.setMailslotInfo(other, Win32.MAILSLOT_WAIT_FOREVER);
      assertEquals(Win32.MAILSLOT_WAIT_FOREVER, kernel.getMailslotInfo(other).readTimeoutMillis());
      Handle writer =
          kernel.createFile(
              SLOT + "\\ÜNÏ→日本", Win32.GENERIC_WRITE, 3, null, Win32.OPEN_EXISTING, 0, null);
      kernel.closeHandle(writer);
    } finally {
      kernel.closeHandle(other);
    }
  }

  @Test
  void functions_thatFail_nameThemselvesAndTheError() {
    int bad = Win32Error.ERROR_INVALID_HANDLE;
    Handle self = kernel.getCurrentProcess();
    ByteBuffer buffer = ByteBuffer.allocate(1);
    assertFails("GetMailslotInfo", bad, () -> kernel.getMailslotInfo(CLOSED));
    assertFails("SetMailslotInfo", bad, () -> kernel.setMailslotInfo(CLOSED, 0));
    assertFails("ReadFile", bad, () -> kernel.readFile(CLOSED, buffer));
    assertFails("WriteFile", bad, () -> kernel.writeFile(CLOSED, buffer));
    assertFails(
        "DuplicateHandle", bad, () -> kernel.duplicateHandle(self, CLOSED, self, 0, false, 2));
    assertFails("CloseHandle", bad, () -> kernel.closeHandle(CLOSED));
    assertFails("GetHandleInformation", bad, () -> kernel.getHandleInformation(CLOSED));
    assertFails("SetHandleInformation", bad, () -> kernel.setHandleInformation(CLOSED, 1, 1));
    assertFails("CompareObjectHandles", bad, () -> kernel.compareObjectHandles(CLOSED, server));
    assertFails("GetProcessId", bad, () -> kernel.getProcessId(CLOSED));
    assertFails("ResumeThread", bad, () -> kernel.resumeThread(CLOSED));
    assertFails("GetExitCodeProcess", bad, () -> kernel.getExitCodeProcess(CLOSED));
    assertFails("TerminateProcess", bad, () -> kernel.terminateProcess(CLOSED, 0));
    assertFails("WaitForSingleObject", bad, () -> kernel.waitForSingleObject(CLOSED, 0));
    assertFails("CancelIoEx", bad, () -> kernel.cancelIoEx(CLOSED));
    assertFails(
        "OpenProcess",
        Win32Error.ERROR_INVALID_PARAMETER,
        () -> kernel.openProcess(Win32.SYNCHRONIZE, false, 0x7FFF_FFFC));
    assertFails(
        "CreateMailslotW",
        Win32Error.ERROR_ALREADY_EXISTS,
        () -> kernel.createMailslot(SLOT, 0, 0, null));
    assertFails(
        "CreateFileW",
        Win32Error.ERROR_FILE_NOT_FOUND,
        () -> kernel.createFile(SLOT + "-none", Win32.GENERIC_WRITE, 3, null, 3, 0, null));
  }

  @Test
  void name_withNul_isRefused() {
    assertFails(
        "CreateFileW",
        Win32Error.ERROR_INVALID_NAME,
        () -> kernel.createFile(SLOT + "\0x", Win32.GENERIC_WRITE, 3, null, 3, 0, null));
  }

  @Test
  void lastError_ofSeveralThreads_isTheirOwn() throws InterruptedException {
    Thread[] threads = new Thread[4];
    boolean[] right = new boolean[threads.length];
    for (int i = 0; i < threads.length; i++) {
      int index = i;
      threads[i] = new Thread(() -> right[index] = failsRightly(index));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals("[true, true, true, true]", Arrays.toString(right));
  }

  private boolean failsRightly(int index) {
    for (int i = 0; i < 2000; i++) {
      int expected =
          index % 2 == 0 ? Win32Error.ERROR_INVALID_HANDLE : Win32Error.ERROR_SEM_TIMEOUT;
      Handle read = index % 2 == 0 ? CLOSED : server;
      try {
        kernel.readFile(read, ByteBuffer.allocate(10 + i));
        return false;
      } catch (Win32Exception failed) {
        if (failed.errorCode() != expected) {
          return false;
        }
      }
    }
    return true;
  }

  static void assertFails(String function, int errorCode, Executable call) {
    Win32Exception failed = assertThrows(Win32Exception.class, call);
    assertEquals(new Win32Exception(function, errorCode).getMessage(), failed.getMessage());
  }
}
