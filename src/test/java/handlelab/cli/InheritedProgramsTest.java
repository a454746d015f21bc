package handlelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.lib.JavaCommand;
import handlelab.mail.OwnServer;
import handlelab.mail.ProgramRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The command {@code inherited} as its user sees it, in JVMs of their own, on the real kernel where
 * there is one, else on the simulated one that JVMs share.
 */
@Tag("real")
@Timeout(180)
class InheritedProgramsTest {
  @RegisterExtension static final OwnServer SERVER = new OwnServer();
  private static final boolean IS_REAL = Backends.defaultKind() == BackendKind.REAL;

  /** A command that is no Java, writes {@code said} and exits with 9. */
  private static final List<String> FOREIGN_COMMAND =
      IS_REAL
          ? List.of("cmd.exe", "/c", "echo said&& exit 9")
          : List.of("sh", "-c", "echo said; exit 9");

  private static final String SLOT = "flows-" + ProcessHandle.current().pid();
  private static final int MANY = 10_000;
  private static final Pattern TITLE = Pattern.compile("child (\\d+) .* of (\\d+) .*");

  private final List<ProgramRun> runs = new ArrayList<>();

  /** The environment variables that choose the kernel. */
  private static Map<String, String> variables() {
    return IS_REAL ? Map.of("HANDLELAB_BACKEND", "real") : SERVER.variables();
  }

  @AfterEach
  void endAll() {
    runs.forEach(ProgramRun::close);
  }

  private ProgramRun run(List<String> arguments) {
    ProgramRun run =
        ProgramRun.start(Main.class, variables(), List.of(), arguments.toArray(String[]::new));
    runs.add(run);
    return run;
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static String lineWith(ProgramRun run, String pattern) {
    return run.err().stream()
        .filter(line -> line.matches(pattern))
        .findFirst()
        .orElseThrow(() -> new AssertionError(pattern + " is no line of " + run.err()));
  }

  /** Through a child that is Java, into one that is not; each report before its child runs. */
  @Test
  void aSlotFlowsDownToAChildOfAChild() throws Exception {
    List<String> inner = joined(List.of("inherited", "--brief", "--near", "--"), FOREIGN_COMMAND);
    List<String> outer =
        List.of("inherited", "--brief", "--with-mailslot", SLOT + ":inherit", "--");
    ProgramRun run = run(joined(outer, JavaCommand.of(Main.class, inner)));
    assertEquals(9, run.exitCode(), () -> run.err().toString());
    assertEquals("said", run.out().strip(), "standard output is the last child's alone");
    List<String> titles = run.err().stream().filter(TITLE.asMatchPredicate()).toList();
    assertEquals(2, titles.size(), () -> run.err().toString());
    Matcher child = TITLE.matcher(titles.get(0));
    Matcher grandchild = TITLE.matcher(titles.get(1));
    assertTrue(child.matches() && grandchild.matches());
    assertEquals(child.group(1), grandchild.group(2), "the child is the grandchild's parent");
    assertEquals(2, rows(run.err()));
    List<String> reasons =
        run.err().stream()
            .filter(line -> line.matches("  its inherit flag is set(, since .*)?"))
            .toList();
    assertEquals(2, reasons.size(), () -> run.err().toString());
    assertTrue(reasons.get(0).startsWith("  its inherit flag is set, since "), reasons.get(0));
    assertEquals("  its inherit flag is set", reasons.get(1));
  }

  /** How many lines of a report show a handle of the slot. */
  private static long rows(List<String> report) {
    return report.stream()
        .filter(line -> line.matches("(?i) *0x[0-9a-f]+ +File .*mailslot." + SLOT + "( .*)?"))
        .count();
  }

  /** The child reads from what it inherited, and two that run are looked at from outside. */
  @Test
  void aChildUsesWhatItInheritedAndIsLookedAtMeanwhile() throws Exception {
    List<String> receive =
        JavaCommand.of(
            Main.class, List.of("receive", "--handle", "{" + SLOT + "}", "--count", "1"));
    ProgramRun parent =
        run(
            joined(
                List.of("inherited", "--near", "--with-mailslot", SLOT + ":inherit", "--"),
                receive));
    Matcher title = TITLE.matcher(parent.awaitErr("child "));
    assertTrue(title.matches());
    ProgramRun look = run(List.of("inherited", "--near", title.group(2), title.group(1)));
    assertEquals(0, look.exitCode(), () -> look.err().toString());
    assertTrue(look.out().contains("\n  inherited: same value and object"), look.out());
    assertEquals(1, rows(look.out().lines().toList()), look.out());
    ProgramRun send = run(List.of("send", SLOT, "through the inherited handle"));
    assertEquals(0, send.exitCode(), () -> send.err().toString());
    assertEquals(0, parent.exitCode(), () -> parent.err().toString());
    assertEquals("through the inherited handle", parent.out().strip());
  }

  /** What the command's own parent has and the command does not know of comes down to its child. */
  @Test
  void tenThousandRowsComeDownFromAboveTheCommand() throws Exception {
    List<String> command =
        JavaCommand.of(Main.class, joined(List.of("inherited", "--brief", "--"), FOREIGN_COMMAND));
    List<String> words =
        joined(List.of(Backends.defaultKind().name(), SLOT, Integer.toString(MANY)), command);
    ProgramRun run =
        ProgramRun.start(ManyHandles.class, variables(), List.of(), words.toArray(String[]::new));
    runs.add(run);
    assertEquals(9, run.exitCode(), () -> run.err().toString());
    assertEquals("said", run.out().strip());
    assertTrue(run.err().contains("  its inherit flag is set"), () -> run.err().toString());
    assertEquals(MANY, rows(run.err()));
  }

  @Test
  void aFailedExpectationExitsWith3AndTheChildSaysNothing() throws Exception {
    ProgramRun run =
        run(
            joined(
                List.of(
                    "inherited",
                    "--brief",
                    "--near",
                    "--with-mailslot",
                    SLOT + ":inherit",
                    "--expect",
                    "none",
                    "--"),
                FOREIGN_COMMAND));
    assertEquals(3, run.exitCode(), () -> run.err().toString());
    assertEquals("", run.out());
    assertTrue(lineWith(run, "(?i).*not expected: 0x.*" + SLOT + ".*").contains("inherit flag"));
  }
}
