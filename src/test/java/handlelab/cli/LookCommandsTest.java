package handlelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.command.Arguments;
import handlelab.command.Failure;
import handlelab.command.ReportWriter;
import handlelab.command.StandardStreams;
import handlelab.command.UsageException;
import handlelab.inspect.Origin;
import handlelab.inspect.RowFilter;
import handlelab.inspect.TableInspector;
import handlelab.sim.HostedProcess;
import handlelab.sim.SimulatedKernel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands {@code handles}, {@code snapshot} and {@code diff} on a simulated kernel. */
class LookCommandsTest {
  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final HostedProcess parent = kernel.startHostedProcess("parent.exe");
  private final Kernel32 own = kernel.startProcess("handlelab.exe");
  private final TableInspector inspector =
      new TableInspector(
          kernel.handleTables(),
          own,
          new Origin("simulated", "simulated kernel of this test"),
          Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC));
  private final int pid = parent.processId();

  @TempDir Path folder;

  @AfterEach
  void close() {
    kernel.close();
  }

  private Handle slot(String name, boolean inheritable) {
    return parent
        .kernel32()
        .createMailslot("\\\\.\\mailslot\\" + name, 0, 0, new SecurityAttributes(inheritable));
  }

  private void look(LookCommand command, TableInspector by, Writer out, String... words)
      throws IOException {
    Arguments arguments = command.parse(words);
    command.check(arguments);
    command.look(arguments, by, out);
  }

  private String handles(Object... arguments) throws IOException {
    String[] words = List.of(arguments).stream().map(String::valueOf).toArray(String[]::new);
    StringWriter out = new StringWriter();
    look(new HandlesCommand(), inspector, out, words);
    // Only the times differ from run to run.
    return out.toString()
        .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "0000-00-00 00:00:00");
  }

  private void snapshot(Path file) throws IOException {
    look(new SnapshotCommand(), inspector, new StringWriter(), file.toString());
  }

  private static int diff(Writer out, Object... arguments) throws IOException {
    String[] words = List.of(arguments).stream().map(String::valueOf).toArray(String[]::new);
    return DiffCommand.compare(DiffCommand.create().parse(words), out);
  }

  @Test
  void aTableShowsThePicturesNumbers() throws IOException {
    slot("picture", true);
    assertEquals(
        """
        process 1000 parent.exe, started 0000-00-00 00:00:00: 1 handle, 1 inheritable
        HANDLE  TYPE  FLAGS    USES  OBJECT  ACCESS      NAME
        0x100   File  inherit     1  0x2800  0x00160089  \\Device\\Mailslot\\picture

        ACCESS      TYPE  RIGHTS
        0x00160089  File  FILE_GENERIC_READ | WRITE_DAC
        """,
        handles(pid));
    assertEquals(handles(pid), handles("0x3e8"));
    assertEquals(handles(pid), handles("parent.exe"));
    assertEquals(handles(pid), handles("PARENT"));
  }

  @Test
  void withoutAProcessThereIsAnOverview() throws IOException {
    slot("a", true);
    slot("b", false);
    assertEquals(
        """
        PROCESS  IMAGE          PARENT  STARTED              HANDLES  INHERITABLE
           1000  parent.exe          -  0000-00-00 00:00:00        2            1
           %4d  handlelab.exe       -  0000-00-00 00:00:00        0            0  this command
        2 processes, 2 handles
        """
            .formatted(own.getCurrentProcessId()),
        handles());
  }

  @Test
  void filtersShowTheRowsOfAllProcesses() throws IOException {
    slot("first", true);
    slot("second", false);
    parent.createChild("child.exe", null, null, true, 0, StartupInfo.DEFAULT);
    assertEquals(2, rows(handles("--name", "FIRST")));
    assertEquals(1, rows(handles("--type", "Process", "--all")));
    assertEquals(1, rows(handles(pid, "--inheritable")));
    assertEquals(5, rows(handles("--all")));
    assertEquals("0 handles\n", handles("--name", "third"));
    assertEquals(
        "process 1000 parent.exe, started 0000-00-00 00:00:00: 0 handles\n",
        handles(pid, "--name", "third"));
  }

  private static long rows(String text) {
    return text.lines().filter(line -> line.matches(".* \\d+  0x\\w+  0x\\w{8}.*")).count();
  }

  @Test
  void objectsShowEveryHolder() throws IOException {
    Handle slot = slot("shared", true);
    HostedProcess child =
        parent.createChild("child.exe", null, null, true, 0, StartupInfo.DEFAULT).process();
    String text = handles("--by-object", "--name", "shared");
    assertEquals(
        """
        0x2800  File  \\Device\\Mailslot\\shared, usage count 2
          PROCESS  IMAGE       HANDLE  FLAGS    ACCESS      RIGHTS
             1000  parent.exe  0x100   inherit  0x00160089  FILE_GENERIC_READ | WRITE_DAC
             %d  child.exe   0x100   inherit  0x00160089  FILE_GENERIC_READ | WRITE_DAC
        1 object
        """
            .formatted(child.processId()),
        text);
    assertEquals(text, handles(child.processId(), "--by-object"));
    parent.kernel32().closeHandle(slot);
    assertTrue(handles(child.processId(), "--by-object").contains("usage count 1\n"));
  }

  @Test
  void countsAreByType() throws IOException {
    slot("a", true);
    parent.createChild("child.exe", null, null, false, 0, StartupInfo.DEFAULT);
    assertEquals(
        """
        TYPE     HANDLES  INHERITABLE  NAMED
        File           1            1      1
        Process        1            0      0
        Thread         1            0      0
        3 handles in 1 process
        """,
        handles(pid, "--count"));
  }

  @Test
  void jsonAndLinesAreWritten() throws IOException {
    slot("a", true);
    assertTrue(handles("--json", pid).startsWith("{\"form\":\"handlelab.handles\",\"version\":1,"));
    assertEquals(2, handles("--jsonl", pid).lines().count());
    assertTrue(handles("--by-object", "--json").contains("\"form\":\"handlelab.objects\""));
    assertEquals(2, handles("--by-object", "--jsonl").lines().count());
    assertTrue(handles("--count", "--json").contains("\"form\":\"handlelab.counts\""));
    assertEquals(2, handles("--count", "--jsonl").lines().count());
  }

  @Test
  void aProcessThatDoesNotRunIsAFailure() {
    for (String option : List.of("--count", "--by-object", "--json", "--watch")) {
      var e = assertThrows(Failure.class, () -> handles("88888", option));
      assertEquals(
          "OpenProcess failed: ERROR_INVALID_PARAMETER (87): no process 88888 runs",
          e.getMessage());
    }
  }

  @Test
  void views_ofLongNamesAndStates_fit100Columns() throws IOException {
    Kernel32 kernel32 = parent.kernel32();
    String name = "a-name-of-many-letters-as-programs-make-them-1";
    HostedProcess child =
        parent
            .createChild("a-program-with-a-long-name.exe", null, null, true, 4, StartupInfo.DEFAULT)
            .process();
    child.kernel32().createEvent(SecurityAttributes.INHERITABLE, true, true, name);
    kernel32.createMutex(null, true, name + "-mutex");
    kernel32.createPipe(SecurityAttributes.INHERITABLE, 0);
    kernel32.createNamedPipe("\\\\.\\pipe\\" + name, 3, 0, 1, 0, 0, 0, null);
    Handle self = Handle.CURRENT_PROCESS;
    kernel32.duplicateHandle(self, self, self, 0x0012_3456, true, 0);
    Path before = folder.resolve("before.json");
    snapshot(before);
    kernel32.createNamedPipe("\\\\.\\pipe\\" + name + "-2", 3, 0, 1, 0, 0, 0, null);
    Path after = folder.resolve("after.json");
    snapshot(after);
    StringWriter difference = new StringWriter();
    diff(difference, before, after);
    for (String view :
        List.of(
            handles(pid),
            handles("--all"),
            handles("--by-object"),
            handles(),
            handles("--count"),
            difference.toString())) {
      view.lines().forEach(line -> assertTrue(line.length() <= 100, line));
    }
    assertTrue(handles(pid).replaceAll("\\s+", " ").contains(" (owned by thread "), handles(pid));
    assertTrue(handles(pid).contains("PROCESS_"), handles(pid));
  }

  @Test
  void handles_imageThatNoProcessRuns_isAFailure() {
    var e = assertThrows(Failure.class, () -> handles("x"));
    assertEquals("no process runs x; handlelab handles shows those that run", e.getMessage());
  }

  @Test
  void handles_imageOfTwoProcesses_showsBoth() throws IOException {
    slot("a", false);
    kernel.startProcess("parent.exe").createMailslot("\\\\.\\mailslot\\b", 0, 0, null);
    assertEquals(2, rows(handles("parent.exe")), handles("parent.exe"));
    assertTrue(handles("parent.exe", "--by-object").endsWith("\n2 objects\n"));
    var e = assertThrows(Failure.class, () -> handles("parent.exe", "--watch"));
    assertTrue(e.getMessage().startsWith("--watch takes one process: "), e.getMessage());
  }

  @Test
  void handles_processOfThisSystem_isToldFromThoseOfTheKernel() {
    long host = ProcessHandle.current().pid();
    // The ids of the simulated kernel are multiples of four.
    var e = assertThrows(Failure.class, () -> handles(host | 1));
    boolean isThere = ProcessHandle.of(host | 1).isPresent();
    assertEquals(
        isThere, e.getMessage().contains("is a process of this system: lsof -p "), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-5",
        "1x",
        "0x",
        "99999999999",
        "--json --jsonl",
        "--by-object --count",
        "--watch --json",
        "--watch --count",
        "--interval 1s",
        "--watch --interval 0",
      })
  void contradictionsAreWrongUsage(String words) {
    assertThrows(UsageException.class, () -> handles((Object[]) words.split(" ")));
    assertEquals(2, new HandlesCommand().run(StandardStreams.ofThisProcess(), words.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({"1,PT1S", "0.25s,PT0.25S", "200ms,PT0.2S", "2m,PT2M", "1.5,PT1.5S"})
  void intervalsAreTimes(String text, String expected) {
    assertEquals(Duration.parse(expected), Watch.Pause.duration(text));
  }

  @Test
  void aWatchShowsWhatOpensAndClosesUntilTheEnd() throws IOException {
    Handle first = slot("first", false);
    Deque<Runnable> happenings = new ArrayDeque<>();
    happenings.add(() -> slot("second", true));
    happenings.add(() -> {});
    happenings.add(() -> parent.kernel32().closeHandle(first));
    happenings.add(() -> parent.exit(0));
    StringWriter text = new StringWriter();
    new Watch(inspector, RowFilter.ALL, pid, false, text).run(() -> happenings.remove().run());
    List<String> lines = text.toString().lines().map(line -> line.substring(13)).toList();
    assertEquals("watching process 1000, handles: 1", lines.get(0));
    assertTrue(
        lines.get(1).matches("\\+ 1000 parent.exe  0x104  File  inherit .*second"), lines.get(1));
    assertTrue(lines.get(2).matches("- 1000 parent.exe  0x100  File .*first"), lines.get(2));
    assertEquals("- process 1000, handles: 1", lines.get(3));
    assertEquals(4, lines.size());
  }

  @Test
  void aWatchOfAllSeesProcessesComeAndGo() throws IOException {
    Deque<Runnable> happenings = new ArrayDeque<>();
    happenings.add(() -> slot("x", false));
    happenings.add(() -> kernel.startProcess("late.exe"));
    happenings.add(() -> parent.exit(0));
    happenings.add(() -> Thread.currentThread().interrupt());
    StringWriter text = new StringWriter();
    new Watch(inspector, RowFilter.ALL, 0, true, text)
        .run(
            () -> {
              happenings.remove().run();
              if (Thread.interrupted()) {
                throw new InterruptedException();
              }
            });
    assertTrue(Thread.interrupted(), "the interrupt is kept");
    assertEquals(
        List.of("look", "opened", "processStarted", "closed", "processEnded"),
        text.toString().lines().map(line -> line.split("\"", 5)[3]).toList());
  }

  @Test
  void snapshotsAreCompared() throws IOException {
    Handle first = slot("first", false);
    Path before = folder.resolve("before.json");
    Path after = folder.resolve("after.json");
    snapshot(before);
    StringWriter same = new StringWriter();
    assertEquals(0, diff(same, before, before));
    assertEquals("0 opened, 0 closed, 0 changed\n", same.toString());
    slot("second", true);
    parent.kernel32().closeHandle(first);
    snapshot(after);
    StringWriter text = new StringWriter();
    assertEquals(3, diff(text, before, after));
    assertTrue(text.toString().startsWith("- 1000 parent.exe  0x100  File "), text.toString());
    assertTrue(text.toString().endsWith("1 opened, 1 closed, 0 changed\n"), text.toString());
    StringWriter json = new StringWriter();
    assertEquals(3, diff(json, before, after, "--json"));
    assertTrue(json.toString().startsWith("{\"form\":\"handlelab.difference\""));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count(), "no parts are left");
    }
  }

  /** The command's own process is another one each time; that is no difference. */
  @Test
  void theLookersOwnProcessIsNoDifference() throws IOException {
    Path before = folder.resolve("before.json");
    Path after = folder.resolve("after.json");
    snapshot(before);
    Kernel32 next = kernel.startProcess("handlelab.exe");
    own.terminateProcess(own.getCurrentProcess(), 0);
    TableInspector nextInspector =
        new TableInspector(
            kernel.handleTables(), next, new Origin("simulated", "k"), Clock.systemUTC());
    look(new SnapshotCommand(), nextInspector, new StringWriter(), after.toString());
    assertEquals(0, diff(new StringWriter(), before, after));
  }

  @Test
  void filesThatAreNoSnapshotAreRefused() throws IOException {
    Path good = folder.resolve("good.json");
    snapshot(good);
    Path bad = folder.resolve("bad.json");
    Files.writeString(bad, "{\"form\":\"handlelab.handles\",");
    var damaged = assertThrows(Failure.class, () -> diff(new StringWriter(), good, bad));
    assertTrue(damaged.getMessage().contains("the text ends too early"), damaged.getMessage());
    Files.write(bad, new byte[] {(byte) 0xC3, (byte) 0x28});
    var foreign = assertThrows(Failure.class, () -> diff(new StringWriter(), bad, good));
    assertTrue(foreign.getMessage().endsWith("(not UTF-8)"), foreign.getMessage());
    var missing =
        assertThrows(
            Failure.class, () -> diff(new StringWriter(), good, folder.resolve("none.json")));
    assertTrue(missing.getMessage().endsWith("(no such file or directory)"), missing.getMessage());
  }

  @Test
  void aSnapshotThatCannotBeWrittenLeavesTheOldOne() throws IOException {
    Path file = folder.resolve("no/such/folder.json");
    assertThrows(Failure.class, () -> snapshot(file));
    assertFalse(Files.exists(file));
  }

  @Test
  void diff_withoutReader_stillSaysWhatItFound() throws IOException {
    Path before = folder.resolve("before.json");
    snapshot(before);
    slot("b", true);
    Path after = folder.resolve("after.json");
    snapshot(after);
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertEquals(3, diff(new ReportWriter(broken, "standard output"), before, after));
  }

  @Test
  void lookingChangesNothing() throws IOException {
    Handle slot = slot("a", true);
    var unused =
        parent
            .kernel32()
            .duplicateHandle(
                Handle.CURRENT_PROCESS,
                slot,
                Handle.CURRENT_PROCESS,
                0,
                true,
                Win32.DUPLICATE_SAME_ACCESS);
    parent.createChild("child.exe", null, null, true, 0, StartupInfo.DEFAULT);
    String before = handles("--all");
    for (String option : List.of("--by-object", "--count", "--json", "--all")) {
      handles(option);
    }
    snapshot(folder.resolve("x.json"));
    assertEquals(before, handles("--all"));
    assertEquals(List.of(), kernel.handleTables().handles(own.getCurrentProcessId()));
  }
}
