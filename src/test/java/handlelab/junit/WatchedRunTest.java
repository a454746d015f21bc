package handlelab.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.jna.AgentJar;
import handlelab.lib.JavaCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JUnit in a JVM with the agent, on the kernel of this system. */
@Tag("real")
class WatchedRunTest {
  /** The test that another thread's handle is of. */
  private static final String LEAK =
      "  0x[0-9a-f]+ Event \\\\\\S+\\\\handlelab-junit-\\d+, opened by CreateEventW"
          + " \\(thread helper\\)\n"
          + "      at \\S+WatchedRun.open\\(WatchedRun.java:\\d+\\)\n"
          + "      at \\S+WatchedRun\\$Unchanged.lambda\\$leaks\\S+";

  /** Standard output of each run; the first is what stands before them. */
  private static String[] runs;

  private static String errors;

  @TempDir static Path folder;

  @BeforeAll
  static void run() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(WatchedRun.class, List.of()));
    String task = Backends.defaultKind() == BackendKind.REAL ? "watch" : "run";
    String agent = "-javaagent:" + AgentJar.create(folder) + "=" + task + ",tests=all";
    builder.environment().put("JDK_JAVA_OPTIONS", '"' + agent + '"');
    Path errorFile = folder.resolve("errors");
    Process process = builder.redirectError(errorFile.toFile()).start();
    process.getOutputStream().close();
    String out =
        unixLines(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    errors = unixLines(Files.readString(errorFile));
    assertEquals(0, process.waitFor(), out + errors);
    runs = out.split("RUN ");
    assertEquals(5, runs.length, out + errors);
  }

  private static String unixLines(String text) {
    return text.replace("\r\n", "\n");
  }

  private static void assertMatches(String pattern, String text) {
    assertTrue(text.matches("(?s)" + pattern), text);
  }

  @Test
  void extension_failsTheTests() {
    assertMatches(
        "Extended\n"
            + "closes\\(\\)Optional.empty\n"
            + "closesTwice\\(\\)Optional\\[the test closes 1 handle that is not open:\n"
            + "  0x[0-9a-f]+, closed by CloseHandle\n      at .*"
            + "    closed before\n      at .*"
            + "    opened by CreateEventW\n      at .*\\]\n"
            + "leaks\\(\\)Optional\\[the test leaves 1 handle open:\n"
            + LEAK
            + "\\]\n",
        runs[1]);
  }

  @Test
  void unchangedTests_pass_butTheRunFails() {
    assertMatches(
        "Unchanged\nfailed: handlelab found faults.*: \\S+Unchanged.\\w+, \\S+Unchanged.\\w+\n",
        runs[2]);
    assertMatches(".*handlelab: \\S+Unchanged.leaks leaves 1 handle open:\n" + LEAK + ".*", errors);
    assertEquals(2, errors.split("handlelab: ", -1).length - 1, errors);
  }

  @Test
  void unchangedTests_autodetection_failsThem() {
    assertEquals(
        runs[1].replaceFirst("Extended", "").replaceAll("0x\\w+|junit-\\d+", ""),
        runs[3].replaceFirst("Unchanged", "").replaceAll("0x\\w+|junit-\\d+", ""));
  }

  @Test
  void testsInParallel_areToldApart() {
    assertMatches(
        "InParallel\ncloses\\(\\)Optional.empty\nleaks\\(\\)Optional\\[the test leaves 1 .*",
        runs[4]);
  }
}
