package handlelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.mail.ProgramRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look, as users run them: in JVMs of their own, at a kernel that all share. */
@Timeout(300)
class LookProgramsTest {
  private static final int MANY = 100_000;
  private static final int ROUNDS = 2;

  /** How many times a bare JVM's time the look at {@link #MANY} rows may take, at rest. */
  private static final int BAR = 15;

  /** So many times it takes on no machine, however busy, unless something is wrong. */
  private static final int FAULT = 10 * BAR;

  @TempDir Path folder;
  private final List<ProgramRun> runs = new ArrayList<>();

  @AfterEach
  void close() throws InterruptedException {
    // The holders first: the shared kernel ends by itself when the last of its processes has.
    for (ProgramRun run : runs) {
      run.endInput();
    }
    for (ProgramRun run : runs) {
      run.exitCode();
      run.close();
    }
  }

  private ProgramRun start(Class<?> main, String... arguments) {
    Map<String, String> variables =
        Map.of(
            "HANDLELAB_RUNTIME_DIR",
            folder.resolve("k").toString(),
            "HANDLELAB_BACKEND",
            "simulated");
    ProgramRun run = ProgramRun.start(main, variables, List.of(), arguments);
    runs.add(run);
    return run;
  }

  /** Runs a command to its end. */
  private ProgramRun command(int exitCode, String... arguments) throws InterruptedException {
    return command(exitCode, Main.class, arguments);
  }

  private ProgramRun command(int exitCode, Class<?> main, String... arguments)
      throws InterruptedException {
    ProgramRun run = start(main, arguments);
    assertEquals(exitCode, run.exitCode(), () -> run.err().toString());
    return run;
  }

  private static String processId(ProgramRun holder) throws InterruptedException {
    return holder.awaitErr("process ").substring("process ".length());
  }

  @Test
  void handles_ofAnotherJvm_areShown() throws InterruptedException {
    ProgramRun holder = start(TableHolder.class, "3");
    String id = processId(holder);
    ProgramRun table = command(0, "handles", id);
    assertEquals(List.of(), table.err());
    List<String> lines = table.out().lines().toList();
    assertTrue(
        lines.get(0).startsWith("process " + id + " handlelab.cli.TableHolder, host process "),
        lines.get(0));
    assertTrue(table.out().replace("\n    ", " ").contains(": 3 handles, 1 inheritable\n"));
    assertTrue(lines.get(3).endsWith("\\Device\\Mailslot\\held-\u65e5\u672c"), lines.get(3));
    assertEquals(9, lines.size());
    assertEquals(table.out(), command(0, "handles", id).out(), "looking changes nothing");
    assertTrue(command(0, "handles", "--by-object").out().contains(", usage count 3\n"));
    String overview = command(0, "handles").out();
    assertTrue(overview.contains("  this command\n"), overview);
    assertTrue(overview.endsWith("2 processes, 3 handles\n"), overview);
  }

  @Test
  void watch_endsWithItsProcess() throws InterruptedException {
    ProgramRun holder = start(TableHolder.class, "1");
    String id = processId(holder);
    ProgramRun watch = start(Main.class, "handles", id, "--watch", "--interval", "10ms");
    watch.awaitOut("watching process " + id);
    holder.type("open\n");
    watch.awaitOut("+ " + id + " ");
    holder.type("close\n");
    watch.awaitOut("- " + id + " ");
    holder.endInput();
    assertEquals(0, watch.exitCode());
    assertTrue(watch.out().endsWith("- process " + id + ", handles: 1\n"), watch.out());
    assertEquals(List.of(), watch.err());
  }

  /** As {@code | head} does. */
  @Test
  void output_closedEarly_isNoFailure() throws InterruptedException {
    for (List<String> arguments : List.of(List.of("handles", "--schema"), List.of("tour", "1"))) {
      ProgramRun run = start(Main.class, arguments.toArray(String[]::new));
      run.closeOutput();
      assertEquals(0, run.exitCode(), arguments::toString);
      assertEquals(List.of(), run.err());
    }
  }

  @Test
  void look_atManyRows_isQuick() throws InterruptedException {
    ProgramRun holder = start(TableHolder.class, String.valueOf(MANY));
    String id = processId(holder);
    long bare = Long.MAX_VALUE;
    long text = Long.MAX_VALUE;
    long json = Long.MAX_VALUE;
    long jsonLines = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      // Side by side, so that whatever else the machine does slows all of them down.
      long began = System.nanoTime();
      command(0, OneLine.class);
      long afterBare = System.nanoTime();
      ProgramRun table = command(0, Main.class, "handles", id);
      long afterText = System.nanoTime();
      ProgramRun document = command(0, Main.class, "handles", "--json", id);
      long afterJson = System.nanoTime();
      ProgramRun lines = command(0, Main.class, "handles", "--jsonl", id);
      jsonLines = Math.min(jsonLines, System.nanoTime() - afterJson);
      json = Math.min(json, afterJson - afterText);
      text = Math.min(text, afterText - afterBare);
      bare = Math.min(bare, afterBare - began);
      assertEquals(MANY, table.out().lines().filter(line -> line.startsWith("0x")).count() - 1);
      assertTrue(document.out().length() > 10 * MANY, "a short document");
      assertEquals(MANY + 1, lines.out().lines().count());
    }
    System.out.printf(
        "handles of %d rows: %.1f times a bare JVM as text (the bar is %d), %.1f as JSON, %.1f as"
            + " lines%n",
        MANY, (double) text / bare, BAR, (double) json / bare, (double) jsonLines / bare);
    assertTrue(text < FAULT * bare, "not even near the bar");

    ProgramRun left = start(Main.class, "handles", id);
    left.closeOutput();
    assertEquals(0, left.exitCode());
    assertEquals(List.of(), left.err());
  }
}
