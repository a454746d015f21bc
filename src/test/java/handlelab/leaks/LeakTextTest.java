package handlelab.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeakTextTest {
  private final WatchedProgram program = new WatchedProgram();

  private String text(boolean showsAll) throws IOException {
    StringWriter out = new StringWriter();
    LeakText.write(program.look(), showsAll, out);
    return out.toString();
  }

  @Test
  void leak_isShownWithItsNumbersAndTheProgramsFrame() throws IOException {
    for (int i = 1; i <= 3; i++) {
      program.open(4L * i);
    }
    String text = text(false);
    assertTrue(text.contains("1 finding: 3 handles left open at 1 site, 0 closes of"), text);
    assertTrue(text.contains("  3 Event by CreateEventW: opened 3, closed 0  ["), text);
    assertTrue(text.contains("at handlelab.recorder.Calls.call(Calls.java:"), text);
    assertFalse(text.contains("LeakTextTest"), text);
    assertTrue(text(true).contains("handlelab.leaks.LeakTextTest.leak_isShown"), "--all: stacks");
  }

  @Test
  void cleanProgram_hasTwoLines() throws IOException {
    program.open(4);
    program.close(4);
    assertEquals(2, text(false).lines().count());
  }

  @Test
  void firstScreen_holdsSomeOfEverything() throws IOException {
    // A lambda of its own line for each site.
    List<Runnable> openers =
        List.of(
            () -> program.open(0x1000 + 4 * program.recorder.openCount()),
            () -> program.open(0x1000 + 4 * program.recorder.openCount()),
            () -> program.open(0x1000 + 4 * program.recorder.openCount()),
            () -> program.open(0x1000 + 4 * program.recorder.openCount()),
            () -> program.open(0x1000 + 4 * program.recorder.openCount()),
            () -> program.open(0x1000 + 4 * program.recorder.openCount()),
            () -> program.open(0x1000 + 4 * program.recorder.openCount()));
    for (Runnable opener : openers) {
      for (int i = 0; i < 2; i++) {
        opener.run();
      }
    }
    program.calls.call("CreateMutexW", 0x80, 0, 0L, 0, "one");
    program.row(program.processId(), 0x80, "Mutant", "\\BaseNamedObjects\\one");
    program.openUnseen(0x84, "File");
    for (Runnable closer :
        List.<Runnable>of(() -> program.calls.closeInVain(8), () -> program.calls.closeInVain(8))) {
      closer.run();
    }
    String text = text(false);
    assertTrue(text.lines().count() <= 24, text);
    text.lines().forEach(line -> assertTrue(line.length() <= 100, line));
    assertTrue(text.contains("closed, but not open"), text);
    assertTrue(text.contains("left open"), text);
    assertTrue(text.contains("more: --all shows them"), text);
    assertTrue(text.contains("Mutant by CreateMutexW at"), text);
    assertTrue(text.contains("opened by the JVM and native code: 1 handle: File 1"), text);
    String all = text(true);
    assertEquals(7, all.lines().filter(line -> line.contains("by CreateEventW: opened")).count());
  }
}
