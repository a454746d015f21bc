package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.PipeHandles;
import handlelab.api.ProcessInformation;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a look tells of objects beside their rows. */
final class SimulatedHandleTablesTest {
  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final Kernel32 kernel32 = kernel.startProcess("test.exe");

  @AfterEach
  void close() {
    kernel.close();
  }

  private String state(Handle handle) {
    return kernel.handleTables().states(kernel32.getCurrentProcessId()).get(handle);
  }

  private String address(Handle handle) {
    return kernel.handleTables().handles(kernel32.getCurrentProcessId()).stream()
        .filter(row -> row.handle().equals(handle))
        .map(row -> "0x" + Long.toHexString(row.objectAddress()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void states_ofEvents_tellWhetherTheyAreSet() {
    Handle manual = kernel32.createEvent(null, true, true, null).handle();
    Handle auto = kernel32.createEvent(null, false, false, null).handle();
    assertEquals("set, manual reset", state(manual));
    assertEquals("not set, auto reset", state(auto));
    kernel32.setEvent(auto);
    kernel32.resetEvent(manual);
    assertEquals("not set, manual reset", state(manual));
    assertEquals("set, auto reset", state(auto));
  }

  @Test
  void states_ofMutexes_nameTheirOwner() throws Exception {
    Handle mutex = kernel32.createMutex(null, true, null).handle();
    assertEquals(
        "owned by thread 1004 of process 1000",
        state(mutex).replaceAll("thread \\d+", "thread 1004"));
    kernel32.waitForSingleObject(mutex, 0);
    assertEquals("2 times", state(mutex).substring(state(mutex).indexOf(", ") + 2));
    kernel32.releaseMutex(mutex);
    kernel32.releaseMutex(mutex);
    assertEquals("free", state(mutex));
    Thread owner = new Thread(() -> kernel32.waitForSingleObject(mutex, 0));
    owner.start();
    owner.join();
    // A wait looks whether the owner still lives.
    Handle semaphore = kernel32.createSemaphore(null, 2, 3, null).handle();
    assertEquals("2 of 3", state(semaphore));
  }

  @Test
  void states_ofAnonymousPipes_tellTheEndsApart() {
    PipeHandles pipe = kernel32.createPipe(null, 0);
    assertEquals("read end, other end " + address(pipe.write()), state(pipe.read()));
    assertEquals("write end, other end " + address(pipe.read()), state(pipe.write()));
    kernel32.writeFile(pipe.write(), ByteBuffer.wrap(new byte[12]));
    kernel32.closeHandle(pipe.write());
    assertEquals("read end, other end closed, 12 bytes to read", state(pipe.read()));
  }

  @Test
  void states_ofNamedPipes_followTheConnection() {
    Handle server =
        kernel32
            .createNamedPipe("\\\\.\\pipe\\x", Win32.PIPE_ACCESS_DUPLEX, 0, 1, 0, 0, 0, null)
            .handle();
    assertEquals("server end, listening", state(server));
    Handle client =
        kernel32.createFile(
            "\\\\.\\pipe\\x",
            Win32.GENERIC_READ | Win32.GENERIC_WRITE,
            0,
            null,
            Win32.OPEN_EXISTING,
            0,
            Handle.NULL);
    assertEquals("server end, other end " + address(client), state(server));
    kernel32.disconnectNamedPipe(server);
    assertEquals("server end, disconnected", state(server));
    assertEquals("client end, disconnected", state(client));
  }

  @Test
  void states_ofMailslots_areUnknown() {
    assertNull(state(kernel32.createMailslot("\\\\.\\mailslot\\x", 0, 0, null)));
  }

  @Test
  void states_ofProcessesAndThreads_tellHowTheyEnded() {
    kernel.install("child.exe", (child, arguments) -> -1);
    ProcessInformation child =
        kernel32.createProcess(
            null,
            "child.exe",
            null,
            null,
            false,
            Win32.CREATE_SUSPENDED,
            null,
            null,
            StartupInfo.DEFAULT);
    String thread = "thread " + child.threadId() + " of process " + child.processId();
    assertEquals("process " + child.processId() + ", suspended", state(child.process()));
    assertEquals(thread + ", suspended", state(child.thread()));
    kernel32.resumeThread(child.thread());
    kernel32.waitForSingleObject(child.process(), Win32.INFINITE);
    assertEquals(
        "process " + child.processId() + ", ended with 4294967295", state(child.process()));
    assertEquals(thread + ", ended", state(child.thread()));
    Handle self =
        kernel32.duplicateHandle(
            Handle.CURRENT_PROCESS,
            Handle.CURRENT_THREAD,
            Handle.CURRENT_PROCESS,
            0,
            false,
            Win32.DUPLICATE_SAME_ACCESS);
    assertEquals("running", state(self).substring(state(self).indexOf(", ") + 2));
    assertNull(kernel.handleTables().handles(kernel32.getCurrentProcessId()).get(0).objectName());
  }

  @Test
  void states_ofARunningProcess_sayThatItRuns() {
    int own = kernel32.getCurrentProcessId();
    Handle self = kernel32.openProcess(Win32.PROCESS_QUERY_LIMITED_INFORMATION, false, own);
    assertEquals("process " + own + ", running", state(self));
  }
}
