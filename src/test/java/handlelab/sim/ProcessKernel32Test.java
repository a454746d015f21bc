package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Kernel32;
import handlelab.api.Overlapped;
import handlelab.api.PipeHandles;
import handlelab.api.ProcessEndedException;
import handlelab.api.ProcessInformation;
import handlelab.api.ProcessTimes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a transcript does not show of single functions: times, paths, bounds, and their end. */
@Timeout(30)
class ProcessKernel32Test {
  private static final Instant FILE_TIME_START = Instant.parse("1601-01-01T00:00:00Z");
  private static final Handle SELF = Handle.CURRENT_PROCESS;

  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final HostedProcess host = kernel.startHostedProcess("caller.exe");
  private final Kernel32 caller = host.kernel32();

  @AfterEach
  void close() {
    kernel.close();
  }

  private static void assertFails(int errorCode, Executable call) {
    assertEquals(errorCode, assertThrows(Win32Exception.class, call).errorCode());
  }

  private static Instant instant(long fileTime) {
    return FILE_TIME_START.plus(
        Duration.ofSeconds(fileTime / 10_000_000, fileTime % 10_000_000 * 100));
  }

  /** In steps of 100 nanoseconds since 1601, which the creator's clock knows as well. */
  @Test
  void getProcessTimes_areFileTimes() {
    Instant before = Instant.now().minusMillis(1);
    HostedProcess process = kernel.startHostedProcess("timed.exe");
    Handle handle =
        caller.openProcess(
            Win32.PROCESS_QUERY_LIMITED_INFORMATION | Win32.SYNCHRONIZE,
            false,
            process.processId());
    ProcessTimes running = caller.getProcessTimes(handle);
    Instant created = instant(running.creation());
    assertTrue(created.isAfter(before), () -> created + " is before " + before);
    assertTrue(created.isBefore(Instant.now().plusMillis(1)), created::toString);
    assertEquals(new ProcessTimes(running.creation(), 0, 0, 0), running);
    process.exit(0);
    ProcessTimes ended = caller.getProcessTimes(handle);
    assertEquals(running.creation(), ended.creation());
    assertTrue(ended.exit() >= ended.creation(), ended::toString);
    assertTrue(instant(ended.exit()).isBefore(Instant.now().plusMillis(1)), ended::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "plain.exe, C:\\plain.exe, \\Device\\HarddiskVolume1\\plain.exe",
    "D:\\bin\\a.exe, D:\\bin\\a.exe, \\Device\\HarddiskVolume1\\bin\\a.exe",
    "\\a.exe, \\a.exe, \\Device\\HarddiskVolume1\\a.exe",
    "/opt/b, /opt/b, \\Device\\HarddiskVolume1\\opt\\b"
  })
  void queryFullProcessImageName_namesFolderOrVolume(String image, String path, String native_) {
    Handle process =
        caller.openProcess(
            Win32.PROCESS_QUERY_LIMITED_INFORMATION,
            false,
            kernel.startHostedProcess(image).processId());
    assertEquals(path, caller.queryFullProcessImageName(process, 0));
    assertEquals(native_, caller.queryFullProcessImageName(process, Win32.PROCESS_NAME_NATIVE));
    for (int unknown : new int[] {2, 3, Integer.MIN_VALUE}) {
      assertFails(
          Win32Error.ERROR_INVALID_PARAMETER,
          () -> caller.queryFullProcessImageName(process, unknown));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 7})
  void openProcess_ofTheSystem_isDenied(int processId) {
    assertFails(
        Win32Error.ERROR_ACCESS_DENIED,
        () -> caller.openProcess(Win32.SYNCHRONIZE, false, processId));
  }

  @Test
  void openProcess_lowBitsOfAnId_areIgnored() {
    int id = kernel.startHostedProcess("other.exe").processId();
    Handle process = caller.openProcess(Win32.PROCESS_ALL_ACCESS, false, id + 3);
    assertEquals(id, caller.getProcessId(process));
    assertFails(
        Win32Error.ERROR_INVALID_PARAMETER,
        () -> caller.openProcess(Win32.SYNCHRONIZE, false, 1 << 30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no pipe", "", "\\\\.\\pipe\\", "\\\\.\\mailslot\\a"})
  void waitNamedPipe_otherNames_areBad(String name) {
    assertFails(Win32Error.ERROR_BAD_PATHNAME, () -> caller.waitNamedPipe(name, 0));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 1", "2, 1"})
  void createSemaphore_countsOutOfRange_areRefused(int initialCount, int maximumCount) {
    assertFails(
        Win32Error.ERROR_INVALID_PARAMETER,
        () -> caller.createSemaphore(null, initialCount, maximumCount, null));
  }

  @Test
  void semaphoreCounts_atTheirBounds_areTaken() {
    Handle semaphore = caller.createSemaphore(null, 0, 1, null).handle();
    assertFails(Win32Error.ERROR_INVALID_PARAMETER, () -> caller.releaseSemaphore(semaphore, 0));
    assertEquals(0, caller.releaseSemaphore(semaphore, 1));
    assertFails(Win32Error.ERROR_TOO_MANY_POSTS, () -> caller.releaseSemaphore(semaphore, 1));
    assertEquals(0, caller.createSemaphore(null, 1, 1, "full").handle().value() % 4);
  }

  @Test
  void resumeThread_ofARunningThread_changesNothing() {
    kernel.install("idle.exe", (kernel32, arguments) -> 0);
    ProcessInformation child =
        caller.createProcess("idle.exe", null, null, null, false, 0, null, null, null);
    assertEquals(0, caller.resumeThread(child.thread()));
    assertEquals(0, caller.resumeThread(child.thread()));
  }

  @Test
  void createNamedPipe_otherNames_areRefused() {
    Map.of(
            "no pipe", 123,
            "", 3,
            "\\\\.\\pipe", 123,
            "\\\\.\\pipe\\a\0b", 123,
            "\\\\.\\COM9\\x", 3)
        .forEach(
            (name, error) ->
                assertFails(error, () -> caller.createNamedPipe(name, 3, 0, 1, 1, 1, 0, null)));
  }

  @Test
  void setStdHandle_null_isRefused() {
    assertThrows(
        NullPointerException.class, () -> caller.setStdHandle(Win32.STD_OUTPUT_HANDLE, null));
    assertEquals(Handle.NULL, caller.getStdHandle(Win32.STD_OUTPUT_HANDLE));
  }

  @Test
  void createNamedPipe_unlimitedInstances_areMoreThanThatNumber() {
    String name = "\\\\.\\pipe\\unlimited";
    for (int i = 0; i <= Win32.PIPE_UNLIMITED_INSTANCES; i++) {
      Created instance =
          caller.createNamedPipe(
              name, Win32.PIPE_ACCESS_INBOUND, 0, Win32.PIPE_UNLIMITED_INSTANCES, 0, 0, 0, null);
      assertEquals(i > 0, instance.existed());
    }
  }

  /** Documented: of a synchronous file a call with an OVERLAPPED waits, too. */
  @Test
  void readFile_synchronousPipeWithOverlapped_waitsForTheBytes() {
    PipeHandles pipe = caller.createPipe(null, 0);
    Overlapped overlapped = Overlapped.of(caller.createEvent(null, true, false, null).handle());
    CompletableFuture<IoResult> read =
        CompletableFuture.supplyAsync(
            () -> caller.readFile(pipe.read(), ByteBuffer.allocate(4), overlapped));
    caller.writeFile(pipe.write(), ByteBuffer.allocate(3));
    assertEquals(new IoResult(IoState.DONE, 3), read.join());
    String name = "\\\\.\\pipe\\synchronous";
    Handle server =
        caller.createNamedPipe(name, Win32.PIPE_ACCESS_OUTBOUND, 0, 1, 0, 0, 0, null).handle();
    Handle client =
        caller.createFile(name, Win32.GENERIC_READ, 0, null, Win32.OPEN_EXISTING, 0, Handle.NULL);
    CompletableFuture<IoResult> write =
        CompletableFuture.supplyAsync(
            () -> caller.writeFile(server, ByteBuffer.allocate(5), overlapped));
    ByteBuffer target = ByteBuffer.allocate(5);
    while (target.hasRemaining()) {
      caller.readFile(client, target);
    }
    assertEquals(new IoResult(IoState.DONE, 5), write.join());
  }

  @Test
  void callsOnPipesAndFiles_ofAnEndedProcess_throw() {
    Handle pipe = caller.createPipe(null, 0).read();
    Overlapped overlapped = Overlapped.of(caller.createEvent(null, true, false, null).handle());
    caller.terminateProcess(SELF, 3);
    for (Executable call :
        List.<Executable>of(
            () -> caller.createPipe(null, 0),
            () -> caller.createNamedPipe("\\\\.\\pipe\\late", 3, 0, 1, 1, 1, 0, null),
            () -> caller.createNamedPipe("no pipe", 3, 0, 1, 1, 1, 0, null),
            () -> caller.createFile("\\\\.\\pipe\\late", 0, 0, null, 3, 0, null),
            () -> caller.waitNamedPipe("\\\\.\\pipe\\late", 0),
            () -> caller.waitNamedPipe("no pipe", 0),
            () -> caller.peekNamedPipe(pipe),
            () -> caller.getNamedPipeInfo(pipe),
            () -> caller.getNamedPipeHandleState(pipe),
            () -> caller.setNamedPipeHandleState(pipe, 0),
            () -> caller.connectNamedPipe(pipe, null),
            () -> caller.disconnectNamedPipe(pipe),
            () -> caller.flushFileBuffers(pipe),
            () -> caller.getFileType(pipe),
            () -> caller.readFile(pipe, ByteBuffer.allocate(1), overlapped),
            () -> caller.writeFile(pipe, ByteBuffer.allocate(1), overlapped),
            () -> caller.getOverlappedResult(pipe, overlapped, false),
            () -> caller.cancelIo(pipe),
            () -> caller.cancelIoEx(pipe, overlapped),
            () -> caller.waitForMultipleObjects(List.of(), false, 0),
            () -> caller.getHandleInformation(pipe),
            () -> caller.getProcessTimes(SELF),
            () -> caller.queryFullProcessImageName(SELF, 0),
            caller::getCurrentThreadId)) {
      assertThrows(ProcessEndedException.class, call);
    }
  }
}
