package handlelab.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.recorder.Calls;
import handlelab.recorder.Recorder;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeakInspectorTest {
  private final WatchedProgram program = new WatchedProgram();

  private static void open(WatchedProgram program, int from, int to) {
    for (int i = from; i <= to; i++) {
      program.open(4L * i);
    }
  }

  @Test
  void twoOpenHandlesOfOneSite_areALeak() throws IOException {
    open(program, 1, 40);
    program.close(4);
    LeakReport report = program.look();
    assertEquals(1, report.findings());
    LeakSite leak = report.leaks().get(0);
    assertEquals(39, leak.open().size());
    assertEquals(40, leak.opened());
    assertEquals(1, leak.closed());
    assertEquals("Event", leak.type());
  }

  @Test
  void oneOpenHandle_isInUse_howeverOftenItWasOpened() throws IOException {
    open(program, 1, 3);
    program.close(4);
    program.close(8);
    LeakReport report = program.look();
    assertEquals(0, report.findings());
    assertEquals(1, report.inUse().size());
  }

  @Test
  void programThatClosesEverything_hasNothing() throws IOException {
    open(program, 1, 10);
    for (int i = 1; i <= 10; i++) {
      program.close(4L * i);
    }
    LeakReport report = program.look();
    assertEquals(List.of(), report.sites());
    assertEquals(0, report.findings());
  }

  @Test
  void handlesThatOtherCodeClosed_areNotOpen() throws IOException {
    open(program, 1, 3);
    program.closeUnseen(4);
    program.closeUnseen(8);
    program.openUnseen(8, "File"); // the value is another object's now
    LeakReport report = program.look();
    assertEquals(0, report.findings());
    assertEquals(2, report.inUse().get(0).closedUnseen());
    assertEquals(2, report.inUse().get(0).closed());
  }

  @Test
  void searchesForFiles_standInNoTable() throws IOException {
    for (long value : List.of(0x1000L, 0x2000L, 0x3000L)) {
      program.calls.call("FindFirstFileW", value, 0, "*", Calls.memory(600));
    }
    program.calls.call("FindClose", 1, 0, 0x1000L);
    LeakReport report = program.look();
    assertEquals(1, report.findings());
    assertEquals(2, report.leaks().get(0).open().size());
    StringWriter json = new StringWriter();
    LeakJson.write(report, json);
    assertTrue(json.toString().contains("\"inTable\":false"), json::toString);
  }

  @Test
  void handlesThatAreClosedDuringTheLook_areNotOpen() throws IOException {
    open(program, 1, 3);
    program.whileTableIsRead(
        () -> {
          program.calls.close(4);
          program.calls.close(8);
          program.calls.createEvent(0x100);
        });
    LeakReport report = program.look();
    assertEquals(0, report.findings());
    assertEquals(1, report.sites().get(0).open().size());
  }

  @Test
  void manyCallersOfOneLine_areOneLeak_fewAreNone() throws IOException {
    Runnable[] callers = {
      () -> program.open(4),
      () -> program.open(8),
      () -> program.open(12),
      () -> program.open(16),
      () -> program.open(20)
    };
    for (int i = 0; i < 4; i++) {
      callers[i].run();
    }
    assertEquals(0, program.look().findings());
    callers[4].run();
    LeakReport report = program.look();
    assertEquals(1, report.findings());
    assertEquals(5, report.leaks().get(0).stacks().size());
  }

  @Test
  void growth_isSinceTheLookBefore() throws IOException {
    for (int i = 1; i <= 5; i++) {
      program.open(4L * i);
      if (i == 2) {
        assertEquals(null, program.look().leaks().get(0).growth());
      }
    }
    assertEquals(3, program.look().leaks().get(0).growth());
  }

  @Test
  void ignoredSite_isCountedOnly() throws IOException {
    WatchedProgram second = program;
    for (int round = 0; round < 2; round++) {
      open(second, 1, 3);
      if (round == 0) {
        second = new WatchedProgram(second.look().leaks().get(0).first().signature());
      }
    }
    LeakReport report = second.look();
    assertEquals(0, report.findings());
    assertEquals(1, report.ignoredSites());
  }

  @Test
  void closeOfClosed_isAFinding() throws IOException {
    program.open(4);
    program.close(4);
    program.calls.closeInVain(4);
    assertEquals(1, program.look().findings());
  }

  @Test
  void rowsOfOtherCode_areCountedByType() throws IOException {
    program.open(4);
    program.openUnseen(8, "File");
    program.openUnseen(12, "File");
    program.openUnseen(16, "Event");
    assertEquals(Map.of("File", 2L, "Event", 1L), program.look().unwatched());
  }

  @Test
  void child_hasWhatNobodyNamed_andWhatItsTableHas() throws IOException {
    for (long value : List.of(0x14L, 0x18L, 0x1cL, 0x20L)) {
      program.calls.createInheritableEvent(value);
    }
    ByteBuffer startup = Calls.memory(112).putInt(60, 0x100).putLong(80, 0x14);
    program.calls.createProcess("child.exe --event=0x18 --other=28", 1, 4, startup);
    program.row(77, 0x14, "Event", null);
    program.row(77, 0x20, "Event", null);
    ChildHandles child = program.look().children().get(0);
    assertEquals(4, child.child().got().size());
    assertEquals(List.of(0x20L), child.unnamed().stream().map(each -> each.value()).toList());
    assertEquals(List.of(0x14L, 0x20L), child.found());
    assertTrue(child.child().isSuspended());
    assertFalse(child.child().got().isEmpty());
  }

  @Test
  void socketsOfTheJdk_areJoinedWithTheirRows() throws IOException {
    for (long value : List.of(4L, 8L, 12L)) {
      program.calls.openByJdk("Socket", value, "127.0.0.1:80");
      program.openUnseen(value, "File");
    }
    program.closeUnseen(4);
    LeakReport report = program.look();
    LeakSite leak = report.leaks().get(0);
    assertEquals(2, leak.open().size());
    assertEquals("Socket", leak.type());
    assertEquals(List.of("127.0.0.1:80"), leak.names());
    assertEquals(Map.of(), report.unwatched());
  }

  @Test
  void filesOfTheJdk_areNotLookedUpInTheSimulatedTable() throws IOException {
    WatchedProgram simulated = new WatchedProgram(new Recorder(List.of(), () -> 77, false));
    simulated.openUnseen(4, "Event");
    for (long descriptor : List.of(4L, 5L)) {
      simulated.calls.openByJdk("File", descriptor, "x.txt");
    }
    LeakReport report = simulated.look();
    assertEquals(2, report.leaks().get(0).open().size());
    assertEquals(Map.of("Event", 1L), report.unwatched());
  }
}
