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
import handlelab.cli.InheritedReport.Form;
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

  private InheritedReport report(Form form, String... expect) {
    return new InheritedReport(
        backend,
        new ReportWriter(out, "standard output"),
        form,
        true,
        expect.length == 0 ? null : List.of(expect));
  }

  private int run(InheritedReport report, List<String> only, List<String> slots)
      throws IOException {
    return new InheritedLaunch(backend, report, only, slots, false).run(EXIT_7);
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
    assertEquals(7, run(report(Form.FULL), null, List.of(SLOT + "-f:inherit", SLOT + "-p")));
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
            report(Form.FULL, SLOT + "-a"),
            List.of(SLOT + "-a"),
            List.of(SLOT + "-a:inherit", SLOT + "-b:inherit"));
    assertEquals(0, exitCode, this::text);
    assertTrue(text().endsWith(" ended with code 7\n"), this::text);
    assertCame("the handle list names it; inheritable since \\w+ \\([^)]*\\)", "inherited-\\d+-a ");
    assertStayed("-b", "the handle list does not name it");
    assertLine("as expected");
  }

  /** Windows refuses such a list; Wine leaves the handle out, and the report says so. */
  @Test
  void aHandleThatIsNotInheritableDoesNotComeByTheList() throws IOException {
    List<String> slots = List.of(SLOT + "-a", SLOT + "-b:inherit");
    try {
      assertEquals(7, run(report(Form.FULL), List.of(SLOT + "-a", SLOT + "-b"), slots), this::text);
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
        assertThrows(
            UsageException.class,
            () -> run(report(Form.FULL), List.of("0x7ffffffc"), List.of(SLOT + ":inherit")));
    assertEquals("--only: this command has no handle 0x7ffffffc", e.getMessage());
  }

  @Test
  void noneIsInheritanceOff() throws IOException {
    List<String> slots = List.of(SLOT + ":inherit");
    assertEquals(0, run(report(Form.BRIEF, "none"), List.of("none"), slots), this::text);
    assertTrue(text().contains("inheritance off"), text());
    assertLine("\\d+ +inheritance off");
  }

  @Test
  void whatIsNotExpectedExitsWith3AndTheChildNeverRuns() throws IOException {
    List<String> slots = List.of(SLOT + "-x:inherit", SLOT + "-y");
    int exitCode = run(report(Form.BRIEF, SLOT + "-y", "no-such-name"), null, slots);
    assertEquals(3, exitCode);
    assertLine("missing: the parent has no handle no-such-name");
    assertLine("missing: 0x\\w+ File .*inherited-\\d+-y: its inherit flag is not set: .*");
    assertLine("not expected: 0x\\w+ File .*inherited-\\d+-x: its inherit flag is set.*");
  }

  @Test
  void lookOnlyEndsTheChild() throws IOException {
    InheritedLaunch launch = new InheritedLaunch(backend, report(Form.FULL), null, List.of(), true);
    assertEquals(0, launch.run(EXIT_7));
    assertTrue(text().startsWith("child "), text());
  }

  @Test
  void jsonTellsTheSame() throws IOException {
    run(report(Form.JSON, SLOT), null, List.of(SLOT + ":inherit"));
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
        int exitCode = report(Form.FULL).ofRunning(own, child.processId());
        child.terminate(0);
        assertEquals(0, exitCode);
        assertCame(
            "inherited: same value and object, and its inherit flag is set; whether a handle list"
                + " named it cannot be seen",
            flagged.handle() + " File ");
      }
    }
    Failure failure =
        assertThrows(Failure.class, () -> report(Form.FULL).ofRunning(0x7ff0, 0x7ff4));
    assertTrue(failure.getMessage().contains("must run"), failure.getMessage());
  }

  @Test
  void aProgramThatIsNotThereFails() {
    InheritedLaunch launch =
        new InheritedLaunch(backend, report(Form.FULL), null, List.of(), false);
    Win32Exception failure =
        assertThrows(Win32Exception.class, () -> launch.run(List.of("no-such-program.exe")));
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
    InheritedLaunch launch =
        new InheritedLaunch(watched, report(Form.FULL), null, List.of(SLOT + "-v:inherit"), true);
    assertEquals(0, launch.run(List.of("cmd.exe", "/c", "{" + SLOT + "-v}", "{other}")));
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
    assertThrows(
        UsageException.class, () -> run(report(Form.FULL), List.of("no-such-name"), List.of()));
    assertThrows(
        UsageException.class, () -> run(report(Form.FULL), null, List.of(SLOT, SLOT + ":inherit")));
    assertFalse(text().contains("child"), text());
  }
}
