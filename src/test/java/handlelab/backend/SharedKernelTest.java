package handlelab.backend;

import static handlelab.backend.KernelDoor.createChild;
import static handlelab.backend.ServerFixture.probeCommandLine;
import static handlelab.backend.ServerFixture.read;
import static handlelab.backend.ServerFixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessDetails;
import handlelab.api.ProcessEndedException;
import handlelab.api.ProcessInformation;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.lib.Pipe;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes of one kernel in several JVMs, and in this one. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "kills and signals as POSIX systems have them")
class SharedKernelTest {
  @RegisterExtension static final ServerFixture server = new ServerFixture();

  @Test
  void anInterruptAbortsTheCall() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    Handle slot = server.createSlot(kernel32);
    BlockingQueue<Object> told = new ArrayBlockingQueue<>(3);
    Thread reader =
        new Thread(
            () -> {
              told.add("reading");
              try {
                told.add(read(kernel32, slot));
              } catch (Win32Exception e) {
                told.add(e.errorCode() + " " + Thread.interrupted());
              }
              told.add(read(kernel32, slot));
            });
    reader.start();
    assertEquals("reading", told.take());
    reader.interrupt();
    assertEquals(Win32Error.ERROR_OPERATION_ABORTED + " true", told.take());
    write(kernel32, server.openSlot(kernel32), "for the second read");
    assertEquals("for the second read", told.take());
    reader.join();
  }

  @Test
  void interruptsLoseNoMessageWhenTheyMeetOne() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    Handle slot = server.createSlot(kernel32);
    Handle client = server.openSlot(kernel32);
    int messages = 2000;
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Thread reader =
        new Thread(
            () -> {
              while (seen.size() < messages) {
                try {
                  seen.add(read(kernel32, slot));
                } catch (Win32Exception e) {
                  seen.addAll(
                      e.errorCode() == Win32Error.ERROR_OPERATION_ABORTED
                          ? List.of()
                          : List.of(e.getMessage()));
                }
                var unused = Thread.interrupted();
              }
            });
    reader.start();
    List<String> written = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      written.add(Integer.toString(i));
      write(kernel32, client, written.get(i));
      reader.interrupt();
    }
    reader.join();
    assertEquals(written, seen);
  }

  @Test
  void aStreamTakesMoreAtOnceThanAMessage() throws Exception {
    byte[] bytes = new byte[17 << 20];
    try (Pipe pipe = Pipe.create(server.open().kernel32(), 1 << 20)) {
      FutureTask<Void> writer =
          new FutureTask<>(
              () -> {
                try (OutputStream out = pipe.writeEnd().outputStream()) {
                  out.write(bytes);
                }
                return null;
              });
      new Thread(writer).start();
      assertEquals(bytes.length, pipe.readEnd().inputStream().readAllBytes().length);
      writer.get();
    }
  }

  @Test
  void theEndOfAProcessClosesItsTable() {
    Backend first = server.open();
    Backend second = server.open();
    server.createSlot(first.kernel32());
    int processId = first.kernel32().getCurrentProcessId();
    Handle process = second.kernel32().openProcess(Win32.PROCESS_ALL_ACCESS, false, processId);
    Handle client = server.openSlot(second.kernel32());
    first.close();
    first.close();
    assertEquals(
        Win32.WAIT_OBJECT_0, second.kernel32().waitForSingleObject(process, Win32.INFINITE));
    assertEquals(0, second.kernel32().getExitCodeProcess(process));
    assertThrows(Win32Exception.class, () -> write(second.kernel32(), client, "nobody reads"));
    server.createSlot(second.kernel32());
    assertThrows(ProcessEndedException.class, first.kernel32()::getCurrentProcessId);
  }

  @Test
  void processes_suspendedChild_hasImageParentAndStart() {
    Backend backend = server.open();
    Kernel32 kernel32 = backend.kernel32();
    ProcessInformation child = createChild(kernel32, Win32.CREATE_SUSPENDED, "sleep 60");
    ProcessDetails own = details(backend, kernel32.getCurrentProcessId());
    ProcessDetails started = details(backend, child.processId());
    kernel32.terminateProcess(child.process(), 1);
    assertEquals(0, own.hostProcessId(), "the server runs in this JVM, and is not to kill it");
    assertEquals(0, own.parentProcessId());
    assertFalse(own.isSuspended());
    assertEquals(own.processId(), started.parentProcessId());
    assertEquals("sleep", started.imageName());
    assertTrue(started.isSuspended());
    assertFalse(started.startTime().isBefore(own.startTime()), started.toString());
  }

  private static ProcessDetails details(Backend backend, int processId) {
    return backend.handleTables().processes().stream()
        .filter(process -> process.processId() == processId)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void environmentAndDirectoryAreTheChilds() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    String directory = server.folder().path().getParent().toRealPath().toString();
    String check = "test \"$(pwd)\" = '" + directory + "' -a \"$A\" = b -a -z \"$HOME\"";
    ProcessInformation child =
        kernel32.createProcess(
            "/bin/sh",
            "sh -c \"" + check.replace("\"", "\\\"") + "\"",
            null,
            null,
            false,
            Win32.CREATE_NO_WINDOW,
            Map.of("A", "b", "PATH", "/bin:/usr/bin"),
            directory,
            StartupInfo.DEFAULT);
    kernel32.waitForSingleObject(child.process(), Win32.INFINITE);
    assertEquals(0, kernel32.getExitCodeProcess(child.process()));
  }

  @Test
  void aSuspendedChildThatIsTerminatedNeverRuns() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    var witness = server.folder().path().resolveSibling("witness");
    ProcessInformation child = createChild(kernel32, Win32.CREATE_SUSPENDED, "touch " + witness);
    kernel32.terminateProcess(child.process(), 6);
    assertEquals(0, kernel32.waitForSingleObject(child.process(), Win32.INFINITE));
    assertEquals(6, kernel32.getExitCodeProcess(child.process()));
    assertEquals(1, kernel32.resumeThread(child.thread()));
    assertFalse(Files.exists(witness));
  }

  @Test
  void terminateKillsTheChildsJvm() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    Handle slot = server.createSlot(kernel32);
    Handle client = server.openSlot(kernel32);
    ProcessInformation child = createChild(kernel32, 0, probeCommandLine("hold", client));
    ProcessHandle host = ProcessHandle.of(Long.parseLong(read(kernel32, slot))).orElseThrow();
    kernel32.terminateProcess(child.process(), 123);
    assertEquals(
        Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(child.process(), Win32.INFINITE));
    assertEquals(123, kernel32.getExitCodeProcess(child.process()));
    ServerFixture.awaitEnd(host);
    assertEquals(123, kernel32.getExitCodeProcess(child.process()));
    var again =
        assertThrows(Win32Exception.class, () -> kernel32.terminateProcess(child.process(), 1));
    assertEquals(Win32Error.ERROR_ACCESS_DENIED, again.errorCode());
  }

  @Test
  void aProcessThatTerminatesItselfHaltsWithItsCode() throws Exception {
    Process self = server.startProbe("terminate-self", "-1");
    assertEquals(77, self.waitFor());
  }

  @Test
  void aChildOutlivesItsCreator() throws Exception {
    Backend backend = server.open();
    Kernel32 kernel32 = backend.kernel32();
    Handle slot = server.createSlot(kernel32);
    Handle client = server.openSlot(kernel32);
    ProcessInformation creator = createChild(kernel32, 0, probeCommandLine("start-holder", client));
    kernel32.waitForSingleObject(creator.process(), Win32.INFINITE);
    String first = read(kernel32, slot);
    String second = read(kernel32, slot);
    // The child may have been faster than its creator; its host id is not a process id here.
    boolean isFirst = backend.handleTables().processIds().contains(Integer.parseInt(first));
    int processId = Integer.parseInt(isFirst ? first : second);
    long hostId = Long.parseLong(isFirst ? second : first);
    Handle holder = kernel32.openProcess(Win32.PROCESS_ALL_ACCESS, false, processId);
    assertEquals(Win32.STILL_ACTIVE, kernel32.getExitCodeProcess(holder));
    ProcessHandle host = ProcessHandle.of(hostId).orElseThrow();
    assertTrue(host.destroyForcibly());
    assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(holder, 30_000));
    assertEquals(ServerProcess.UNKNOWN_EXIT_CODE, kernel32.getExitCodeProcess(holder));
  }

  @Test
  void anOrphanThatIsNoJvmEndsWhenItsHostProcessDoes() throws Exception {
    Backend creator = server.open();
    Kernel32 other = server.open().kernel32();
    ProcessInformation child = createChild(creator.kernel32(), 0, "sh -c \"exec sleep 1\"");
    Handle process = other.openProcess(Win32.PROCESS_ALL_ACCESS, false, child.processId());
    creator.close();
    assertEquals(Win32.STILL_ACTIVE, other.getExitCodeProcess(process));
    assertEquals(Win32.WAIT_OBJECT_0, other.waitForSingleObject(process, 30_000));
  }

  @Test
  void aFailedStartLeavesNothing() {
    Backend backend = server.open();
    Kernel32 kernel32 = backend.kernel32();
    var failed =
        assertThrows(Win32Exception.class, () -> createChild(kernel32, 0, "no-such-program-here"));
    assertEquals("CreateProcessW failed: ERROR_FILE_NOT_FOUND (2)", failed.getMessage());
    var invalid =
        assertThrows(
            Win32Exception.class,
            () ->
                kernel32.createProcess(
                    null, "sh a\0b", null, null, true, 0, null, null, StartupInfo.DEFAULT));
    assertEquals(Win32Error.ERROR_INVALID_PARAMETER, invalid.errorCode());
    int processId = kernel32.getCurrentProcessId();
    assertEquals(List.of(), backend.handleTables().handles(processId));
  }
}
