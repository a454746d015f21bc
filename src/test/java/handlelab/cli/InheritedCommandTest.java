package handlelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.backend.InterceptedBackend;
import handlelab.command.Arguments;
import handlelab.command.Failure;
import handlelab.command.ReportWriter;
import handlelab.command.StandardStreams;
import handlelab.command.UsageException;
import handlelab.lib.ChildProcess;
import handlelab.lib.Mailslot;
import handlelab.sim.SimulatedKernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs on the kernel of this system: the real one where there is one, else a simulated one. */
@Tag("real")
class InheritedCommandTest {
  private static final List<String> EXIT_7 = List.of("cmd.exe", "/c", "exit", "7");

  /** A slot's name that no other run has. */
  private static final String SLOT = "inherited-" + ProcessHandle.current().pid();

  private final Backend backend =
      Backends.defaultKind() == BackendKind.REAL
          ? Backends.open(BackendKind.REAL)
          : new InProcess();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A process of a simulated kernel in this JVM, with a program that does what cmd.exe would. */
  private static final class InProcess implements Backend {
    private final SimulatedKernel kernel = SimulatedKernel.boot();
    private final Kernel32 own = kernel.startProcess("handlelab.exe");
    private final CountDownLatch end = new CountDownLatch(1);

    InProcess() {
      kernel.install("cmd.exe", (kernel32, arguments) -> run(arguments));
    }

    private int run(List<String> arguments) throws InterruptedException {
      if (arguments.isEmpty()) {
        end.await();
        return 0;
      }
      return Integer.parseInt(arguments.get(2));
    }

    @Override
    public BackendKind kind() {
      return BackendKind.SIMULATED;
    }

    @Override
    public Kernel32 kernel32() {
      return own;
    }

    @Override
    public HandleTables handleTables() {
      return kernel.handleTables();
    }

    @Override
    public void close() {
      end.countDown();
      kernel.close();
    }
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private int run(String... options) throws IOException {
    return run(backend, EXIT_7, options);
  }

  private int run(Backend by, List<String> command, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(List.of("--near", "--"));
    words.addAll(command);
    Arguments arguments = parse(words.toArray(String[]::new));
    return new InheritedLaunch(by, arguments, report(arguments)).run();
  }

  private static Arguments parse(String... words) {
    return InheritedCommand.create().parse(words);
  }

  private InheritedReport report(Arguments arguments) {
    return new InheritedReport(backend, arguments, new ReportWriter(out, "standard output"));
  }

  /** The option that creates a slot. */
  private static String slot(String name) {
    return "--with-mailslot=" + SLOT + name;
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void assertLine(String pattern) {
    assertTrue(
        Pattern.compile("(?mi)^ *" + pattern + "$").matcher(text()).find(),
        () -> pattern + " in\n" + text());
  }

  /** The row is below its reason, which may take several lines. */
  private void assertCame(String why, String row) {
    String oneLine = text().replaceAll("\\s+", " ");
    assertTrue(
        Pattern.compile("(?i)" + why + "[^:]*? HANDLE TYPE .*?" + row).matcher(oneLine).find(),
        () -> why + ", " + row + " in\n" + text());
  }

  private void assertStayed(String slot, String why) {
    String oneLine = text().replaceAll("\\s+", " ");
    assertTrue(oneLine.contains(SLOT + slot + " " + why), text());
  }

  @Test
  void passesTheExitCodeOnAndExplainsEachRow() throws IOException {
    assertEquals(7, run("--all", slot("-f:inherit"), slot("-p")));
    assertTrue(text().replaceAll("\\s+", " ").contains("inheritance on, no handle list"), text());
    assertCame(
        "its inherit flag is set, since \\w+ \\([^)]*\\)",
        "0x\\w+ File \\S+ \\S+ \\S*mailslot.inherited-\\d+-f ");
    assertStayed("-p", "its inherit flag is not set: opened so by CreateMailslotW");
  }

  @Test
  void aListLetsThroughWhatItNames() throws IOException {
    int exitCode =
        run(
            "--all",
            "--expect=" + SLOT + "-a",
            "--only=" + SLOT + "-a",
            slot("-a:inherit"),
            slot("-b:inherit"));
    assertEquals(0, exitCode, this::text);
    assertTrue(text().endsWith(" ended with code 7\n"), this::text);
    assertCame("the handle list names it; inheritable since \\w+ \\([^)]*\\)", "inherited-\\d+-a ");
    assertStayed("-b", "the handle list does not name it");
    assertLine("as expected");
  }

  /** Windows refuses such a list; Wine leaves the handle out, and the report says so. */
  @Test
  void aHandleThatIsNotInheritableDoesNotComeByTheList() throws IOException {
    String only = "--only=" + SLOT + "-a," + SLOT + "-b";
    try {
      assertEquals(7, run("--all", only, slot("-a"), slot("-b:inherit")), this::text);
    } catch (Failure e) {
      assertTrue(
          e.getMessage().matches(".*takes inheritable handles, and not \\[0x[0-9a-f]+]"),
          e.getMessage());
      return;
    }
    assertTrue(backend.description().contains("Wine"), this::text);
    assertStayed(
        "-a", "its inherit flag is not set, though the handle list names it: opened so by");
    assertCame("the handle list names it; inheritable since \\w+ \\([^)]*\\)", "inherited-\\d+-b ");
  }

  @Test
  void aValueThatIsNoHandleIsNoneForTheListEither() {
    UsageException e =
        assertThrows(UsageException.class, () -> run("--only", "0x7ffffffc", slot(":inherit")));
    assertEquals("--only: this command has no handle 0x7ffffffc", e.getMessage());
  }

  @Test
  void noneIsInheritanceOff() throws IOException {
    assertEquals(0, run("--expect=none", "--only=none", slot(":inherit")), this::text);
    assertTrue(text().contains("inheritance off"), text());
    assertLine("\\d+ +inheritance off");
  }

  @Test
  void whatIsNotExpectedExitsWith3AndTheChildNeverRuns() throws IOException {
    int exitCode = run("--expect", SLOT + "-y,no-such-name", slot("-x:inherit"), slot("-y"));
    assertEquals(3, exitCode);
    assertLine("missing: the parent has no handle no-such-name");
    assertLine("missing: 0x\\w+ File .*inherited-\\d+-y: its inherit flag is not set: .*");
    assertLine("not expected: 0x\\w+ File .*inherited-\\d+-x: its inherit flag is set.*");
  }

  @Test
  void lookOnlyEndsTheChild() throws IOException {
    assertEquals(0, run("--look-only"));
    assertTrue(text().startsWith("child "), text());
  }

  @Test
  void jsonTellsTheSame() throws IOException {
    run("--json", "--expect=" + SLOT, slot(":inherit"));
    JsonObject document = JsonParser.parseString(text()).getAsJsonObject();
    assertTrue(document.get("faults").getAsJsonArray().isEmpty(), text());
    assertTrue(document.get("suspended").getAsBoolean());
    assertEquals(7, document.get("childExitCode").getAsInt());
    JsonObject row =
        document.get("childRows").getAsJsonArray().asList().stream()
            .map(element -> element.getAsJsonObject())
            .filter(found -> found.get("name").toString().contains(SLOT))
            .findFirst()
            .orElseThrow();
    assertEquals("inherit-flag", row.get("reason").getAsString());
    assertEquals(row.get("handle"), row.get("parentHandle"));
    assertEquals(1, row.get("holders").getAsJsonArray().size());
    assertEquals(0, row.get("furtherHolders").getAsInt());
  }

  @Test
  void twoRunningProcesses() throws IOException {
    try (Mailslot flagged = Mailslot.create(backend.kernel32(), SLOT + "-run", 0, 0, true)) {
      // It has no words to run, so it waits for input.
      try (ChildProcess child =
          ChildProcess.builder("cmd.exe").inheritHandles().start(backend.kernel32())) {
        int own = backend.kernel32().getCurrentProcessId();
        int exitCode = report(parse("--near", "--all")).ofRunning(own, child.processId());
        child.terminate(0);
        assertEquals(0, exitCode);
        assertCame(
            "inherited: same value and object, and its inherit flag is set; whether a handle list"
                + " named it cannot be seen",
            flagged.handle() + " File ");
      }
    }
    Failure failure =
        assertThrows(
            Failure.class, () -> report(parse("--near", "--all")).ofRunning(0x7ff0, 0x7ff4));
    assertTrue(failure.getMessage().contains("must run"), failure.getMessage());
  }

  @Test
  void aProgramThatIsNotThereFails() {
    Win32Exception failure =
        assertThrows(
            Win32Exception.class, () -> run(backend, List.of("no-such-program.exe"), "--all"));
    assertTrue(
        failure
            .getMessage()
            .matches(
                "CreateProcessW failed: ERROR_FILE_NOT_FOUND \\(2\\): .*no program no-such-.*"),
        failure.getMessage());
    assertEquals("", text());
  }

  @Test
  void theValueOfASlotIsPutIntoTheCommand() throws IOException {
    // The program does not exist under that name, and the error comes for the filled name.
    List<String> seen = new ArrayList<>();
    Backend watched =
        new InterceptedBackend(
            backend,
            call -> {
              if (call.method().equals("createProcess")) {
                seen.add((String) call.argument("commandLine"));
              }
              return call.invoke(backend.kernel32());
            });
    List<String> command = List.of("cmd.exe", "/c", "{" + SLOT + "-v}", "{other}");
    assertEquals(0, run(watched, command, "--look-only", slot("-v:inherit")));
    assertTrue(seen.get(0).matches("cmd.exe /c 0x[0-9a-f]+ \\{other\\}"), seen.get(0));
  }

  @Test
  void wrongUsageIsTold() {
    for (String[] words :
        new String[][] {
          {},
          {"1"},
          {"1", "2", "3"},
          {"1", "x"},
          {"0", "4"},
          {"--"},
          {"--look-only", "1", "2"},
          {"--only", "a", "1", "2"},
          {"--with-mailslot", "a", "1", "2"},
          {"--json", "--brief", "--", "cmd.exe"},
          {"word", "--", "cmd.exe"},
          {"--no-such-option"},
        }) {
      assertEquals(
          2,
          InheritedCommand.create().run(StandardStreams.ofThisProcess(), words),
          List.of(words)::toString);
    }
    assertThrows(UsageException.class, () -> run("--only", "no-such-name"));
    assertThrows(UsageException.class, () -> run(slot(""), slot(":inherit")));
    assertFalse(text().contains("child"), text());
  }
}
