package handlelab.backend;

import static handlelab.backend.KernelDoor.createChild;
import static handlelab.backend.ServerFixture.probeCommandLine;
import static handlelab.backend.ServerFixture.read;
import static handlelab.backend.ServerFixture.signal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.ProcessEndedException;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What happens to programs and to the host must take nothing from the other programs of the shared
 * kernel: signals, stopped processes, lost descriptors, strange environments.
 */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals as POSIX systems have them")
class ServerAccidentsTest {
  @RegisterExtension final ServerFixture server = new ServerFixture();

  private static int joined(Process probe) throws IOException {
    String line;
    do {
      line = probe.inputReader().readLine();
    } while (line != null && !line.matches("\\d+"));
    return Integer.parseInt(line);
  }

  private static Handle open(Kernel32 kernel32, int processId) {
    return kernel32.openProcess(Win32.PROCESS_ALL_ACCESS, false, processId);
  }

  private static void awaitEnd(Kernel32 kernel32, Handle process, int exitCode) {
    assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(process, 60_000));
    assertEquals(exitCode, kernel32.getExitCodeProcess(process));
  }

  /** What a view says of the process that a handle names. */
  private static String name(Backend backend, Handle process) {
    return backend.handleTables().handles(backend.kernel32().getCurrentProcessId()).stream()
        .filter(row -> row.handle().equals(process))
        .map(HandleRow::objectName)
        .reduce("", (before, name) -> before + name);
  }

  // Signals.

  @Test
  void signal_toTheStartersProcessGroup_leavesTheServer() throws Exception {
    Process starter = server.start(server.probe(List.of("setsid"), "join"));
    joined(starter);
    Kernel32 other = server.open().kernel32();
    for (String signal : List.of("TERM", "KILL")) {
      signal(signal, -starter.pid());
    }
    starter.waitFor();
    server.createSlot(other);
  }

  // Ends of children.

  @Test
  void childsEnd_whileItsCreatorIsStopped_endsAWait() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    Handle slot = server.createSlot(kernel32);
    Handle client = server.openSlot(kernel32);
    createChild(kernel32, 0, probeCommandLine("creator", client, "sleep 1000"));
    String[] told = read(kernel32, slot).split(" ", -1);
    Handle child = open(kernel32, Integer.parseInt(told[1]));
    ProcessHandle creator = ProcessHandle.of(Long.parseLong(told[0])).orElseThrow();
    ProcessHandle host = creator.children().findFirst().orElseThrow();
    signal("STOP", creator.pid());
    assertTrue(host.destroyForcibly());
    awaitEnd(kernel32, child, ServerProcess.UNKNOWN_EXIT_CODE);
    signal("CONT", creator.pid());
    assertEquals(ServerProcess.UNKNOWN_EXIT_CODE, kernel32.getExitCodeProcess(child));
    assertTrue(creator.destroyForcibly());
  }

  @Test
  void childsEnd_whileItsCreatorHasNoDescriptors_isReported() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    Handle slot = server.createSlot(kernel32);
    Handle client = server.openSlot(kernel32);
    String probe = probeCommandLine("greedy-creator", client).replace("\"", "\\\"");
    ProcessInformation creator =
        createChild(kernel32, 0, "sh -c \"ulimit -n 100; exec " + probe + "\"");
    assertEquals("created", read(kernel32, slot));
    Handle child = open(kernel32, Integer.parseInt(read(kernel32, slot)));
    awaitEnd(kernel32, child, 5);
    kernel32.terminateProcess(creator.process(), 0);
  }

  @Test
  void suspendedChild_afterItsCreatorsEnd_isThereToBeSeenAndTerminated() {
    Backend creator = server.open();
    Backend other = server.open();
    ProcessInformation child = createChild(creator.kernel32(), Win32.CREATE_SUSPENDED, "sleep 9");
    Handle process = open(other.kernel32(), child.processId());
    Handle ended = open(other.kernel32(), creator.kernel32().getCurrentProcessId());
    creator.close();
    awaitEnd(other.kernel32(), ended, 0);
    assertTrue(other.handleTables().processIds().contains(child.processId()));
    assertEquals(Win32.STILL_ACTIVE, other.kernel32().getExitCodeProcess(process));
    other.kernel32().terminateProcess(process, 7);
    awaitEnd(other.kernel32(), process, 7);
  }

  @Test
  void suspendedChild_resumedAfterItsCreatorsEnd_ends() {
    Backend creator = server.open();
    Kernel32 other = server.open().kernel32();
    ProcessInformation child = createChild(creator.kernel32(), Win32.CREATE_SUSPENDED, "sleep 9");
    Handle process = open(other, child.processId());
    Handle thread =
        creator
            .kernel32()
            .duplicateHandle(
                Handle.CURRENT_PROCESS,
                child.thread(),
                open(creator.kernel32(), other.getCurrentProcessId()),
                0,
                false,
                Win32.DUPLICATE_SAME_ACCESS);
    creator.close();
    assertEquals(1, other.resumeThread(thread));
    awaitEnd(other, process, ServerProcess.UNKNOWN_EXIT_CODE);
  }

  // Exit codes.

  @Test
  void exit_ofAProgram_tellsAll32Bits() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    for (int exitCode : new int[] {256, -1, 0xC000_0005}) {
      Process program = server.startProbe("join-and-exit", Integer.toString(exitCode));
      Handle process = open(kernel32, joined(program));
      program.getOutputStream().close();
      awaitEnd(kernel32, process, exitCode);
      assertEquals(exitCode & 0xFF, program.waitFor());
    }
  }

  @Test
  void exit_ofAChild_isNotChangedByItsCreatorsReport() {
    Backend backend = server.open();
    Kernel32 kernel32 = backend.kernel32();
    ProcessInformation child = createChild(kernel32, 0, probeCommandLine("exit", 300));
    awaitEnd(kernel32, child.process(), 300);
    // The report of a second child's end comes after that of the first.
    ProcessInformation next = createChild(kernel32, 0, "sh -c \"exit 4\"");
    awaitEnd(kernel32, next.process(), 4);
    assertEquals(300, kernel32.getExitCodeProcess(child.process()));
    assertEquals("null", name(backend, child.process()));
  }

  @Test
  void orderlyEnd_withoutExit_isZeroAndNotKnown() throws Exception {
    Backend backend = server.open();
    Process program = server.startProbe("join-and-system-exit", "3");
    Handle process = open(backend.kernel32(), joined(program));
    assertEquals("null", name(backend, process));
    program.getOutputStream().close();
    awaitEnd(backend.kernel32(), process, 0);
    assertEquals("exit code not known", name(backend, process));
    assertEquals(3, program.waitFor());
  }

  @Test
  void kill_ofAProgram_isToldApartFromAnOrderlyEnd() throws Exception {
    Backend backend = server.open();
    Process program = server.startProbe("join");
    Handle process = open(backend.kernel32(), joined(program));
    program.destroyForcibly();
    awaitEnd(backend.kernel32(), process, ServerProcess.UNKNOWN_EXIT_CODE);
    assertEquals("exit code not known", name(backend, process));
  }

  // Processes that are not the kernel's.

  @Test
  @EnabledOnOs(OS.LINUX)
  void terminate_ofAProcessWithAForeignHost_killsNothing() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    Process bystander = server.start(new ProcessBuilder("sleep", "1000"));
    HostProcess host = HostProcess.of(bystander.pid());
    List<HostProcess> foreign =
        List.of(
            new HostProcess(host.pid(), "pid:[1]", host.start()),
            new HostProcess(host.pid(), host.namespace(), host.start() + "0"));
    for (HostProcess claimed : foreign) {
      var hello = new Handshake.Hello.Join("a.exe", null, HostProcess.format(claimed));
      ClientProcess process = ClientProcess.start(server.folder(), hello);
      kernel32.terminateProcess(open(kernel32, process.processId()), 1);
      var terminated = new SharedKernel32(process, false);
      assertThrows(ProcessEndedException.class, terminated::getCurrentProcessId);
      assertTrue(bystander.isAlive());
      process.end();
    }
    var hello = new Handshake.Hello.Join("a.exe", null, HostProcess.format(host));
    ClientProcess process = ClientProcess.start(server.folder(), hello);
    kernel32.terminateProcess(open(kernel32, process.processId()), 1);
    assertEquals(137, bystander.waitFor());
    process.end();
  }

  // Waits for the server.

  @Test
  void startAndCall_withAStoppedServer_sayWhatTheyWaitForAndFail() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    List<String> hasty = List.of("env", "JAVA_TOOL_OPTIONS=-Dhandlelab.serverTimeoutSeconds=2");
    Process caller = server.start(server.probe(hasty, "call"));
    joined(caller);
    ProcessHandle process = server.servers().get(0);
    signal("STOP", process.pid());
    Process starter = server.start(server.probe(hasty, "join"));
    caller.outputWriter().write("\n");
    caller.outputWriter().flush();
    String failure = caller.inputReader().readLine();
    assertTrue(failure.contains("does not answer; it may be stopped (2 s)"), failure);
    String said = new String(starter.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.contains("handlelab: waiting for the shared simulated kernel in"), said);
    assertTrue(said.contains("KernelUnavailableException: cannot reach"), said);
    assertEquals(1, starter.waitFor());
    signal("CONT", process.pid());
    server.createSlot(kernel32);
  }

  @Test
  void start_withAHeldStartLock_saysSoAndFails() throws Exception {
    server.folder().create();
    PathLock lock = PathLock.tryAcquire(server.folder().startLock());
    Process starter =
        server.start(
            server.probe(
                List.of("env", "JAVA_TOOL_OPTIONS=-Dhandlelab.serverTimeoutSeconds=2"), "join"));
    String said = new String(starter.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.contains("another program holds " + server.folder().startLock()), said);
    assertEquals(1, starter.waitFor());
    lock.close();
    server.open();
  }

  // Strange environments.

  @Test
  void start_withOptionsThatPrint_isNotDisturbed() throws Exception {
    ProcessBuilder builder = server.probe(List.of(), "join");
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Xlog:gc+init");
    Process program = server.start(builder);
    assertTrue(joined(program) > 0);
    program.getOutputStream().close();
    assertEquals(0, program.waitFor());
  }

  @Test
  void defaultFolder_ofAUserWithoutAName_isNotShared() throws Exception {
    Path temporary = Files.createTempDirectory("hl");
    ProcessBuilder builder =
        server.probe(
            List.of(
                "env",
                "-u",
                "XDG_RUNTIME_DIR",
                "-u",
                RuntimeFolder.VARIABLE,
                "JAVA_TOOL_OPTIONS=-Duser.name=? -Djava.io.tmpdir=" + temporary),
            "join");
    Process program = server.start(builder);
    joined(program);
    String user = RuntimeFolder.User.current().getName();
    assertTrue(Files.isDirectory(temporary.resolve("handlelab-" + user)));
    List<ProcessHandle> servers = KernelDoor.servers(temporary.resolve("handlelab-" + user));
    program.getOutputStream().close();
    ServerFixture.awaitEnd(servers.get(0));
    Files.delete(temporary);
  }

  @Test
  void folderOfTheUsers_outlivesTheServer() throws Exception {
    Path path = server.folder().path();
    Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    server.open().close();
    ServerFixture.awaitEnd(server.servers().get(0));
    try (var files = Files.list(path)) {
      assertEquals(List.of(), files.toList());
    }
    Files.delete(path);
  }

  @Test
  void logOfACrash_outlivesTheNextServer() throws Exception {
    server.folder().create();
    Files.writeString(server.folder().log(), "the last words");
    server.open().close();
    ServerFixture.awaitEnd(server.servers().get(0));
    assertFalse(Files.exists(server.folder().log()));
    assertEquals("the last words", Files.readString(server.folder().crashLog()));
    Files.delete(server.folder().crashLog());
    Files.delete(server.folder().madeMark());
    Files.delete(server.folder().path());
  }

  // Descriptors and large looks.

  @Test
  @EnabledOnOs(OS.LINUX)
  void state_withoutDescriptors_isUnknown() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process program =
        server.start(
            new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n 60; exec \"$@\"",
                "sh",
                java,
                "-cp",
                System.getProperty("java.class.path"),
                OutOfDescriptors.class.getName()));
    assertEquals("RUNNING UNKNOWN", program.inputReader().readLine());
  }

  /** Prints what it knows of itself before and after it has taken all descriptors. */
  static final class OutOfDescriptors {
    private OutOfDescriptors() {}

    /**
     * Prints both.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
      HostProcess self = HostProcess.current();
      HostProcess.State before = self.state();
      List<Closeable> taken = new ArrayList<>();
      try {
        while (true) {
          taken.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException e) {
        HostProcess.State after = self.state();
        taken.get(0).close();
        System.out.println(before + " " + after);
      }
    }
  }

  @Test
  void largeLooks_ofOne_doNotStallAnother() throws Exception {
    Backend rich = server.open();
    Handle self = Handle.CURRENT_PROCESS;
    for (int i = 0; i < 100_000; i++) {
      rich.kernel32().duplicateHandle(self, self, self, 0, false, Win32.DUPLICATE_SAME_ACCESS);
    }
    int id = rich.kernel32().getCurrentProcessId();
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicLong looks = new AtomicLong();
    Backend looker = server.open();
    CompletableFuture<Void> looking =
        CompletableFuture.runAsync(
            () -> {
              while (!isOver.get()) {
                assertEquals(100_000, looker.handleTables().handles(id).size());
                looks.incrementAndGet();
              }
            });
    Kernel32 other = server.open().kernel32();
    long calls = 0;
    while (looks.get() < 10 && !looking.isDone()) {
      other.closeHandle(
          other.duplicateHandle(self, self, self, 0, false, Win32.DUPLICATE_SAME_ACCESS));
      calls += 2;
    }
    isOver.set(true);
    looking.get();
    assertTrue(calls > 20 * looks.get(), calls + " calls beside " + looks + " looks");
  }
}
