package handlelab.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final long INVALID = -1;
  private static final long CURRENT_PROCESS = -1;
  private static final int THIS_PROCESS = 77;

  private final Recorder recorder = new Recorder(List.of(), () -> THIS_PROCESS);
  private final Calls calls = new Calls(recorder);

  private List<Long> open() {
    return recorder.recording().open().stream().map(Recording.Open::value).toList();
  }

  private Recording.Site onlySite() {
    List<Recording.Site> sites = recorder.recording().sites();
    assertEquals(1, sites.size(), sites::toString);
    return sites.get(0);
  }

  @Test
  void open_isKeptWithItsSite_untilClosed() {
    for (int i = 1; i <= 3; i++) {
      calls.createEvent(4L * i);
    }
    calls.close(8);
    assertEquals(List.of(4L, 12L), open());
    Recording.Site site = onlySite();
    assertEquals(3, site.opened());
    assertEquals(1, site.closed());
    assertEquals("Event", site.type());
    assertTrue(site.stack().top().contains("Calls.call(Calls.java:"), site.stack()::top);
    assertTrue(site.closer().frames().get(2).contains("RecorderTest.open_isKept"));
  }

  @Test
  void failedOpen_isNotKept() {
    calls.call("CreateFileW", INVALID, 2, "x", 0, 0, 0L, 3, 0, 0L);
    calls.createEvent(0);
    calls.call("OpenProcessToken", 0, 5, 4L, 8, Calls.words(16));
    calls.call("RegOpenKeyExW", 2, 0, 4L, "x", 0, 0, Calls.words(16));
    assertEquals(List.of(), open());
  }

  @Test
  void pointers_giveTheHandles() {
    calls.call("CreatePipe", 1, 0, Calls.words(4), Calls.words(8), 0L, 0);
    calls.call("OpenProcessToken", 1, 0, 4L, 8, Calls.words(12));
    calls.call("RegOpenKeyExA", 0, 0, 4L, "x", 0, 0, Calls.words(16));
    assertEquals(List.of(4L, 8L, 12L, 16L), open());
  }

  @Test
  void duplicateHandle_opensInThisProcessOnly_andMayCloseItsSource() {
    calls.createEvent(4);
    calls.call(
        "DuplicateHandle", 1, 0, CURRENT_PROCESS, 4L, CURRENT_PROCESS, Calls.words(8), 0, 1, 2);
    calls.call("DuplicateHandle", 1, 0, CURRENT_PROCESS, 4L, 0x50L, Calls.words(12), 0, 0, 2);
    assertEquals(List.of(4L, 8L), open());
    Recording.Open duplicate = recorder.recording().open().get(1);
    assertTrue(duplicate.inheritable());
    assertEquals("Event", recorder.recording().sites().get(duplicate.site() - 1).type());
    calls.call(
        "DuplicateHandle", 1, 0, CURRENT_PROCESS, 4L, CURRENT_PROCESS, Calls.words(16), 0, 0, 3);
    assertEquals(List.of(8L, 16L), open());
  }

  @Test
  void duplicateHandle_byARealHandleToThisProcess_isOfThisProcess() {
    calls.call("OpenProcess", 0x10, 0, 0x40, 0, THIS_PROCESS);
    calls.call("OpenProcess", 0x14, 0, 0x40, 0, 999);
    calls.call(
        "DuplicateHandle",
        1,
        0,
        CURRENT_PROCESS,
        0x10L,
        CURRENT_PROCESS,
        Calls.words(0x18),
        0,
        0,
        3);
    calls.createEvent(4);
    calls.call("DuplicateHandle", 1, 0, 0x18L, 4L, 0x18L, Calls.words(8), 0, 0, 3);
    calls.call("DuplicateHandle", 1, 0, 0x18L, 8L, 0x14L, Calls.words(0x1c), 0, 0, 2);
    assertEquals(List.of(8L, 0x14L, 0x18L), open());
  }

  @Test
  void duplicateHandle_ofAnotherProcess_hasNoTypeOfThisOne() {
    calls.createEvent(4);
    calls.call("DuplicateHandle", 1, 0, 0x50L, 4L, CURRENT_PROCESS, Calls.words(8), 0, 0, 2);
    assertNull(recorder.recording().sites().get(1).type());
  }

  @Test
  void completionPort_isOpenedOnce_thoughFilesAreAdded() {
    calls.call("CreateIoCompletionPort", 4, 0, INVALID, 0L, 0L, 0);
    calls.call("CreateIoCompletionPort", 4, 0, 0x20L, 4L, 0L, 0);
    assertEquals(1, onlySite().opened());
  }

  @Test
  void closeOfClosed_isNotedWithBothCloses() {
    calls.createEvent(4);
    calls.close(4);
    calls.closeInVain(4);
    Recording.BadClose close = recorder.recording().badCloses().get(0);
    assertEquals(4, close.value());
    assertEquals(1, close.opener());
    assertTrue(close.stack().frames().toString().contains("closeInVain"), close::toString);
    assertTrue(close.closer().frames().toString().contains("Calls.close("), close::toString);
  }

  @Test
  void closeOfNoHandle_isNoted_unlessItIsNullOrPseudo() {
    calls.closeInVain(0);
    calls.closeInVain(-1);
    assertEquals(List.of(), recorder.recording().badCloses());
    calls.closeInVain(4);
    assertNull(recorder.recording().badCloses().get(0).closer());
  }

  @Test
  void failedClose_keepsTheHandle_unlessOtherCodeHasClosedIt() {
    calls.createEvent(4);
    calls.call("CloseHandle", 0, 5, 4L);
    assertEquals(List.of(4L), open());
    calls.closeInVain(4);
    assertEquals(List.of(), open());
    assertEquals(1, recorder.recording().badCloses().size());
  }

  @Test
  void failedClose_ofAProtectedHandle_keepsIt() {
    calls.createEvent(4);
    calls.call("SetHandleInformation", 1, 0, 4L, 2, 2);
    calls.closeInVain(4);
    assertEquals(List.of(4L), open());
    assertEquals(List.of(), recorder.recording().badCloses());
    calls.call("SetHandleInformation", 1, 0, 4L, 2, 0);
    calls.close(4);
    assertEquals(1, onlySite().closed());
  }

  @Test
  void valueThatIsReusedDuringTheClose_staysOpen() {
    calls.createEvent(4);
    Recorder.Call close = recorder.begin("CloseHandle", new ValueArgument(4));
    calls.createEvent(4); // another thread gets the value before the close returns
    recorder.end(close, 1L, 0);
    assertEquals(List.of(4L), open());
  }

  @Test
  void closeWhoseResultIsNotKnown_isTakenToSucceed() {
    calls.createEvent(4);
    recorder.end(recorder.begin("CloseHandle", new ValueArgument(4)), null, 6);
    recorder.end(recorder.begin("OpenProcess", new ValueArgument(8)), null, 0);
    assertEquals(List.of(), open());
    assertEquals(1, onlySite().closed());
    assertEquals(List.of(), recorder.recording().badCloses());
  }

  private record ValueArgument(long value) implements CallArguments {
    @Override
    public boolean isNull(int index) {
      return value == 0;
    }

    @Override
    public long value(int index) {
      return value;
    }

    @Override
    public ByteBuffer memory(int index, int bytes) {
      return Calls.memory(bytes);
    }
  }

  @Test
  void closeOfClosed_thatSucceeds_hasHitOtherCode() {
    calls.createEvent(4);
    calls.close(4);
    calls.close(4);
    Recording.BadClose close = recorder.recording().closesOfOthers().get(0);
    assertTrue(close.closer().frames().toString().contains("Calls.close("), close::toString);
    calls.createEvent(4); // the value is used again
    calls.close(4);
    assertEquals(1, recorder.recording().closesOfOthers().get(0).count());
    assertEquals(List.of(), recorder.recording().badCloses());
  }

  @Test
  void closeOfWhatOtherCodeOpened_isCounted() {
    calls.close(4);
    assertEquals(1, recorder.recording().unknownCloses());
  }

  private void createProcess(int inherit, int flags, ByteBuffer startup) {
    calls.createProcess("child.exe 8", inherit, flags, startup);
  }

  @Test
  void child_ofCreateProcessA_hasItsCommandLine() {
    ByteBuffer command = ByteBuffer.wrap("child.exe 8\0".getBytes(StandardCharsets.US_ASCII));
    ByteBuffer information = Calls.words(0x80, 0x84, 77);
    ByteBuffer startup = Calls.memory(112);
    calls.call("CreateProcessA", 1, 0, null, command, 0L, 0L, 0, 0, 0L, null, startup, information);
    assertEquals(List.of(), got());
  }

  private List<Long> got() {
    List<Recording.Child> children = recorder.recording().children();
    Recording.Child last = children.get(children.size() - 1);
    assertEquals(77, last.processId());
    assertEquals("child.exe 8", last.commandLine());
    return last.got().stream().map(Recording.Open::value).toList();
  }

  @Test
  void child_getsWhatIsInheritable() {
    calls.createInheritableEvent(4);
    calls.createEvent(8);
    calls.createEvent(12);
    calls.call("SetHandleInformation", 1, 0, 8L, 1, 1);
    calls.call("SetHandleInformation", 1, 0, 4L, 1, 0);
    createProcess(1, 0, Calls.memory(112));
    assertEquals(List.of(8L), got());
    assertTrue(open().containsAll(List.of(0x80L, 0x84L)));
    createProcess(0, 0, Calls.memory(112));
    assertEquals(List.of(), got());
  }

  @Test
  void child_withHandleList_getsTheList() {
    calls.createInheritableEvent(4);
    calls.createInheritableEvent(8);
    calls.call("UpdateProcThreadAttribute", 1, 0, 0x500L, 0, 0x20002L, Calls.words(8), 8L, 0L, 0L);
    ByteBuffer startup = Calls.memory(112).putLong(104, 0x500);
    startup.putInt(60, 0x100).putLong(80, 4);
    createProcess(1, 0x80000 | 0x4, startup);
    assertEquals(List.of(8L), got());
    Recording.Child child = recorder.recording().children().get(0);
    assertEquals(Recording.Inherits.LIST, child.inherits());
    assertTrue(child.isSuspended());
    assertEquals(List.of(4L, 0L, 0L), child.standardHandles());
  }

  @Test
  void differentCallers_areDifferentSites_recursionIsNot() {
    recurse(3);
    recurse(9);
    calls.createEvent(100);
    assertEquals(3, recorder.recording().sites().size());
  }

  private void recurse(int depth) {
    if (depth == 0) {
      calls.createEvent(4);
    } else {
      recurse(depth - 1);
    }
  }

  @Test
  void manyOpensAndCloses_leaveNothingBehind() {
    for (int i = 1; i <= 10_000; i++) {
      calls.createEvent(4L * i);
      calls.close(4L * i);
    }
    assertEquals(10_000, onlySite().closed());
    assertEquals(0, recorder.openCount());
  }

  @Test
  void functions_areKnownWithAndWithoutSuffix() {
    Set<String> functions = Recorder.functions();
    assertTrue(functions.containsAll(Set.of("CreateEventA", "CreateEventW", "CloseHandle")));
    assertFalse(functions.contains("GetStdHandle")); // opens nothing
  }

  @Test
  void fileOfTheJdk_isAHandleAmongOthers() {
    calls.createEvent(4);
    calls.close(4);
    calls.openByJdk("File", 4, "x.txt");
    Recording.Open file = recorder.recording().open().get(0);
    assertEquals("x.txt", file.name());
    assertTrue(file.isHandle());
    assertEquals("PrintWriter.flush", recorder.recording().sites().get(1).function());
    calls.close(4);
    Recording recording = recorder.recording();
    assertEquals(1, recording.closesOfOthers().size());
    assertEquals(1, recording.unknownCloses());
    assertEquals(List.of(), recording.open());
  }

  @Test
  void fileOfTheJdk_whileTheKernelIsSimulated_hasADescriptorOfItsOwn() {
    Recorder simulated = new Recorder(List.of(), () -> THIS_PROCESS, false);
    Calls both = new Calls(simulated);
    both.createEvent(4);
    for (long descriptor : List.of(4L, 5L)) {
      both.openByJdk("Socket", descriptor, null);
    }
    simulated.namedByJdk(4, "127.0.0.1:80");
    both.close(4);
    assertEquals(2, simulated.openCount());
    Recording.Open socket = simulated.recording().open().get(0);
    assertEquals("127.0.0.1:80", socket.name());
    assertFalse(socket.isHandle());
    simulated.closedByJdk(4, true);
    simulated.closedByJdk(4, true);
    assertNull(simulated.recording().sites().get(1).closer());
    simulated.closedByJdk(5, false);
    Recording.Site site = simulated.recording().sites().get(1);
    assertEquals(2, site.closed());
    assertTrue(site.closer().top().contains("RecorderTest."), site.closer()::top);
    assertEquals(0, simulated.openCount());
  }

  @Test
  void closeByTheJdk_ofAnotherHandle_isNone() {
    calls.createEvent(4);
    recorder.closedByJdk(4, false);
    recorder.namedByJdk(4, "x");
    assertEquals(List.of(4L), open());
    assertNull(recorder.recording().open().get(0).name());
  }
}
