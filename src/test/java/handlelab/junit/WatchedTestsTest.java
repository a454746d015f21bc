package handlelab.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.recorder.Calls;
import handlelab.recorder.LocalRecorder;
import handlelab.recorder.Recorder;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests that run in no JVM of their own, with calls that no kernel answers. */
class WatchedTestsTest {
  private static final String CLASS = "[engine:e]/[class:c]";
  private static final String FIRST = CLASS + "/[method:first()]";
  private static final String SECOND = CLASS + "/[method:second()]";

  private final Recorder recorder = new Recorder(List.of(), () -> 77);
  private final Calls calls = new Calls(recorder);
  private final LocalRecorder agent =
      new LocalRecorder(LocalRecorder.answering(recorder, this::objectsOf));
  private final WatchedTests tests = new WatchedTests(agent::since, agent::objects);
  private WatchSettings settings = new WatchSettings(0, List.of());
  private Map<Long, String> table;
  private Runnable whileTableIsRead = () -> {};

  private Map<Long, String> objectsOf(Set<Long> values) {
    whileTableIsRead.run();
    if (table == null) {
      return null;
    }
    Map<Long, String> found = new HashMap<>(table);
    found.keySet().retainAll(values);
    return found;
  }

  private void begin(String id) {
    tests.begin(id, id.replaceFirst(".*:(.*)]", "$1"), this);
  }

  private String end(String id) {
    return tests.end(id, this, "the test", settings);
  }

  private static void onThread(String name, Runnable action) throws InterruptedException {
    Thread thread = new Thread(action, name);
    thread.start();
    thread.join();
  }

  private static void assertMatches(String pattern, String text) {
    assertTrue(text.matches("(?s)" + pattern), text);
  }

  @Test
  void handleOpen_isDescribedWithFrames() {
    calls.createEvent(4);
    begin(FIRST);
    calls.createEvent(8);
    calls.createEvent(12);
    calls.close(12);
    assertMatches(
        "the test leaves 1 handle open:\n"
            + "  0x8 Event, opened by CreateEventW \\(thread [^)]*\\)\n"
            + "      at handlelab.recorder.Calls[^\n]*\n.*"
            + "      at handlelab.junit.WatchedTestsTest.handleOpen_[^\n]*",
        end(FIRST));
    assertEquals("", end(FIRST), "it is not watched any more");
  }

  @Test
  void handleOfAnyThread_isOfTheOnlyTest() throws InterruptedException {
    begin(FIRST);
    onThread("other", () -> calls.createEvent(4));
    assertMatches("the test leaves 1 handle open:\n  0x4 Event,.*thread other.*", end(FIRST));
  }

  @Test
  void table_namesObjects_andHasNotWhatOthersClosed() {
    begin(FIRST);
    calls.createEvent(4);
    calls.createEvent(8);
    table = Map.of(8L, "Event \\BaseNamedObjects\\e");
    assertMatches(
        "the test leaves 1 handle open:\n  0x8 Event \\\\BaseNamedObjects\\\\e, opened.*",
        end(FIRST));
  }

  @Test
  void handleClosedInGrace_isNoFault() {
    settings = new WatchSettings(60_000, List.of());
    begin(FIRST);
    calls.createEvent(4);
    int[] looks = {0};
    whileTableIsRead =
        () -> {
          looks[0]++;
          if (looks[0] == 3) {
            calls.close(4);
            calls.createEvent(4);
          }
        };
    assertEquals("", end(FIRST));
    assertEquals(3, looks[0]);
  }

  @Test
  void fault_isReportedOnce() {
    begin(CLASS);
    begin(FIRST);
    tests.begin(FIRST, "first()", "another watcher");
    calls.createEvent(4);
    calls.closeInVain(8);
    assertMatches("the test leaves.*the test closes.*", end(FIRST));
    assertEquals("", tests.end(FIRST, "another watcher", "the test", settings));
    begin(SECOND);
    assertEquals("", end(SECOND));
    calls.createEvent(12);
    assertMatches("the class leaves 1 .*  0xc .*", tests.end(CLASS, this, "the class", settings));
  }

  @Test
  void closeOfClosed_isAFault_eachTime() {
    for (int i = 0; i < 2; i++) {
      begin(FIRST);
      calls.createEvent(4);
      calls.close(4);
      calls.closeInVain(4);
      assertMatches(
          "the test closes 1 handle that is not open:\n"
              + "  0x4, closed by CloseHandle\n      at .*"
              + "    closed before\n      at .*"
              + "    opened by CreateEventW\n      at .*",
          end(FIRST));
    }
  }

  private void startChild(int flags, long standardInput, String commandLine) {
    ByteBuffer startup = Calls.memory(112).putInt(60, flags).putLong(80, standardInput);
    calls.createProcess(commandLine, 1, 0, startup);
    calls.close(0x80);
    calls.close(0x84);
  }

  @Test
  void child_thatInheritsWhatNothingNames_isAFault() {
    calls.createInheritableEvent(4);
    begin(FIRST);
    startChild(0x100, 4, "standard.exe");
    startChild(0, 0, "named.exe 0x4");
    assertEquals("", end(FIRST));
    begin(FIRST);
    startChild(0, 0, "child.exe");
    assertMatches(
        "the test lets a child inherit 1 handle it was not told of:\n"
            + "  process 77 \\(child.exe\\), created by CreateProcessW\n      at .*"
            + "  0x4 Event, opened by CreateEventW \\(thread .*",
        end(FIRST));
  }

  @Test
  void ignoredFrames_areNoFault() {
    settings = new WatchSettings(0, List.of("handlelab.recorder.Calls.closeInVain"));
    begin(FIRST);
    calls.closeInVain(4);
    calls.createEvent(8);
    assertMatches("the test leaves 1 handle open:\n  0x8 .*", end(FIRST));
  }

  @Test
  void testsInParallel_areToldApartByThread_orTogether() throws InterruptedException {
    begin(CLASS);
    onThread(
        "a",
        () -> {
          begin(FIRST);
          calls.createEvent(4);
        });
    onThread(
        "b",
        () -> {
          begin(SECOND);
          calls.createEvent(8);
        });
    onThread("c", () -> calls.createEvent(12));
    String[] faults = new String[2];
    onThread("a", () -> faults[0] = end(FIRST));
    onThread("b", () -> faults[1] = end(SECOND));
    assertMatches("the test leaves 1 handle open:\n  0x4 Event, .*thread a.*", faults[0]);
    assertMatches(
        "the test leaves 1 handle open:\n  0x8 Event, .*thread b.*"
            + "one of these, which ran in parallel and cannot be told apart here"
            + " \\(first\\(\\), second\\(\\)\\), leaves 1 handle open:\n  0xc .*thread c.*",
        faults[1]);
    assertEquals("", end(CLASS));
    begin(FIRST);
    onThread("c", () -> calls.createEvent(16));
    assertMatches("the test leaves 1 .*", end(FIRST));
  }
}
