package handlelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.mail.ProgramRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo as its user sees it, on any kernel. */
@Timeout(180)
abstract class DemoRuns {
  private final List<ProgramRun> runs = new ArrayList<>();

  /** The environment variables that choose the kernel. */
  abstract Map<String, String> variables();

  /** What the demo calls the kernel. */
  abstract String kernel();

  @AfterEach
  void endAll() {
    runs.forEach(ProgramRun::close);
  }

  final ProgramRun demo(Class<?> main) {
    ProgramRun run = ProgramRun.start(main, variables(), List.of(), "demo");
    runs.add(run);
    return run;
  }

  @Test
  void twoDemosAtOnceHoldAllTheirClaims() throws Exception {
    ProgramRun first = demo(Main.class);
    ProgramRun second = demo(Main.class);
    for (ProgramRun run : List.of(first, second)) {
      assertEquals(0, run.exitCode(), () -> run.out() + run.err());
      List<String> lines = run.out().lines().toList();
      assertTrue(lines.get(0).startsWith("Kernel: " + kernel()), lines.get(0));
      assertEquals(
          lines.stream().filter(line -> line.startsWith("   ok ")).count() + " claims hold",
          lines.get(lines.size() - 1).replaceAll(", on .*", ""));
      assertFalse(run.out().contains("FAILED"));
      for (int chapter = 1; chapter <= 5; chapter++) {
        String start = chapter + ". ";
        assertEquals(1, lines.stream().filter(line -> line.startsWith(start)).count(), start);
      }
    }
  }

  @Test
  void aClaimThatDoesNotHoldIsAFailure() throws Exception {
    ProgramRun run = demo(LyingDemo.class);
    assertEquals(1, run.exitCode(), () -> run.out() + run.err());
    assertTrue(
        run.out().contains("   FAILED  the message is gone from this process's slot: expected 0"),
        run.out());
    assertTrue(run.out().contains("\n1 of "), run.out());
  }
}
