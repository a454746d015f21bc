package handlelab.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.sim.SimulatedKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallLogTest {
  private SimulatedKernel kernel;
  private CallLog log;
  private Kernel32 kernel32;

  @BeforeEach
  void boot() {
    kernel = SimulatedKernel.boot();
    kernel.install("child.exe", (child, arguments) -> 0);
    log = CallLog.of(kernel.startProcess("parent.exe"));
    kernel32 = log.kernel32();
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  private Handle slot(String name, boolean inherit) {
    return kernel32.createMailslot(
        "\\\\.\\mailslot\\" + name, 0, 0, inherit ? SecurityAttributes.INHERITABLE : null);
  }

  private Handle duplicate(Handle source, Handle target, int options) {
    return kernel32.duplicateHandle(Handle.CURRENT_PROCESS, source, target, 0, false, options);
  }

  private ProcessInformation startSuspended(StartupInfo startup) {
    return kernel32.createProcess(
        "child.exe", null, null, null, true, Win32.CREATE_SUSPENDED, null, null, startup);
  }

  private LoggedHandle logged(Handle handle) {
    return log.handle(handle).orElseThrow();
  }

  private static String function(Optional<Call> call) {
    return call.map(Call::function).orElse("-");
  }

  @Test
  void handle_opened_hasItsCall() {
    Handle slot = slot("a", true);
    Handle copy = duplicate(slot, Handle.CURRENT_PROCESS, Win32.DUPLICATE_SAME_ACCESS);
    Call made = logged(slot).openedBy().orElseThrow();
    assertEquals("CreateMailslotW", made.function());
    assertEquals(1, made.number());
    assertEquals(Thread.currentThread().getName(), made.thread());
    assertEquals(List.of(), made.stack());
    assertEquals(Optional.of(true), logged(slot).inheritFlag());
    Call copied = logged(copy).openedBy().orElseThrow();
    assertEquals("DuplicateHandle", copied.function());
    assertTrue(copied.isAfter(made) && !made.isAfter(copied));
    kernel32.closeHandle(slot);
    assertEquals(Optional.empty(), log.handle(slot));
    assertEquals(List.of(copy), log.handles().stream().map(LoggedHandle::handle).toList());
  }

  @Test
  void call_withStacks_hasTheFramesOfTheCaller() {
    CallLog withStacks = CallLog.withStacks(kernel.startProcess("other.exe"));
    Handle slot = withStacks.kernel32().createMailslot("\\\\.\\mailslot\\s", 0, 0, null);
    Call made = withStacks.handle(slot).orElseThrow().openedBy().orElseThrow();
    assertEquals(CallLogTest.class.getName(), made.stack().get(0).getClassName());
    assertEquals("call_withStacks_hasTheFramesOfTheCaller", made.stack().get(0).getMethodName());
    assertEquals(1, made.stack().size(), "the frames of the test runner are left out");
  }

  @Test
  void inheritFlagSince_flagSet_isTheCallThatChangedIt() {
    Handle slot = slot("a", false);
    assertEquals("CreateMailslotW", function(logged(slot).inheritFlagSince(false)));
    assertEquals("-", function(logged(slot).inheritFlagSince(true)));
    setInherit(slot, true);
    Call set = logged(slot).inheritFlagSince(true).orElseThrow();
    assertEquals(2, set.number());
    setInherit(slot, true);
    assertEquals(set, logged(slot).inheritFlagSince(true).orElseThrow(), "set already");
    setInherit(slot, false);
    assertEquals(4, logged(slot).inheritFlagSince(false).orElseThrow().number());
    kernel32.setHandleInformation(slot, Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
    assertEquals(4, logged(slot).inheritFlagSince(false).orElseThrow().number());
  }

  /** Wine's CreateMailslotW forgets the flag; the library sees that and sets it. */
  @Test
  void inheritFlag_kernelReturnsAnother_isTheKernels() {
    Handle slot = slot("a", true);
    // Past the log, as if the kernel had not done what it was asked.
    log.unlogged().setHandleInformation(slot, Win32.HANDLE_FLAG_INHERIT, 0);
    assertEquals(0, kernel32.getHandleInformation(slot));
    assertEquals(Optional.of(false), logged(slot).inheritFlag());
    assertEquals(Optional.empty(), logged(slot).inheritFlagSince());
    setInherit(slot, true);
    assertEquals("SetHandleInformation", function(logged(slot).inheritFlagSince(true)));
  }

  private void setInherit(Handle handle, boolean flag) {
    kernel32.setHandleInformation(
        handle, Win32.HANDLE_FLAG_INHERIT, flag ? Win32.HANDLE_FLAG_INHERIT : 0);
  }

  @Test
  void handles_failedCalls_areUnchanged() {
    assertThrows(Win32Exception.class, () -> kernel32.openProcess(0x1F_FFFF, false, 4));
    Handle slot = slot("a", false);
    kernel32.setHandleInformation(slot, 2, 2);
    assertThrows(Win32Exception.class, () -> kernel32.closeHandle(slot));
    assertEquals(List.of(slot), log.handles().stream().map(LoggedHandle::handle).toList());
  }

  @Test
  void duplicateHandle_closeSource_forgetsTheSourceUnlessProtected() {
    Handle slot = slot("a", false);
    Handle moved =
        duplicate(
            slot,
            Handle.CURRENT_PROCESS,
            Win32.DUPLICATE_SAME_ACCESS | Win32.DUPLICATE_CLOSE_SOURCE);
    assertEquals(List.of(moved), log.handles().stream().map(LoggedHandle::handle).toList());
    assertEquals("DuplicateHandle", function(logged(moved).openedBy()));
    kernel32.setHandleInformation(moved, 2, 2);
    Handle second =
        duplicate(
            moved,
            Handle.CURRENT_PROCESS,
            Win32.DUPLICATE_SAME_ACCESS | Win32.DUPLICATE_CLOSE_SOURCE);
    assertEquals(
        List.of(moved, second).stream()
            .sorted((a, b) -> Long.compare(a.value(), b.value()))
            .toList(),
        log.handles().stream().map(LoggedHandle::handle).toList());
  }

  /** Documented: DUPLICATE_CLOSE_SOURCE closes the source also where the duplication fails. */
  @Test
  void duplicateHandle_failedWithCloseSource_forgetsTheClosedSource() {
    Handle slot = slot("a", false);
    assertThrows(
        Win32Exception.class,
        () -> duplicate(slot, new Handle(0x7000), Win32.DUPLICATE_CLOSE_SOURCE | 2));
    assertEquals(List.of(), log.handles());
  }

  @Test
  void push_duplicatedIntoAChild_untilPulledOut() {
    ProcessInformation child = startSuspended(null);
    Handle slot = slot("a", false);
    Handle inChild = duplicate(slot, child.process(), Win32.DUPLICATE_SAME_ACCESS);
    assertEquals("DuplicateHandle", function(log.push(child.processId(), inChild)));
    assertEquals(Optional.empty(), log.push(child.processId(), slot("b", false)));
    Handle back =
        kernel32.duplicateHandle(child.process(), inChild, Handle.CURRENT_PROCESS, 0, false, 2 | 1);
    assertEquals(Optional.empty(), log.push(child.processId(), inChild));
    assertEquals("DuplicateHandle", function(logged(back).openedBy()));
  }

  @Test
  void creation_hasTheTermsOfTheCall() {
    Handle slot = slot("a", true);
    ProcessInformation child = startSuspended(new StartupInfo(slot, null, null, List.of(slot)));
    LoggedCreation creation = log.creation(child.processId()).orElseThrow();
    assertEquals(
        new InheritanceTerms(true, List.of(slot), StandardHandles.of(slot, null, null)),
        creation.terms());
    assertEquals(child.processId(), logged(child.process()).processId());
    assertEquals(Optional.of(creation.call()), logged(child.thread()).openedBy());
  }

  @Test
  void setHandleInformation_handleOpenedWithoutTheLog_isLoggedFromThen() {
    Handle slot = log.unlogged().createMailslot("\\\\.\\mailslot\\p", 0, 0, null);
    assertEquals(Optional.empty(), log.handle(slot));
    setInherit(slot, true);
    assertEquals(Optional.empty(), logged(slot).openedBy());
    assertEquals("SetHandleInformation", function(logged(slot).inheritFlagSince(true)));
  }

  @Test
  void closing_closedHandle_namesOpenerAndCloser() {
    Handle slot = slot("a", false);
    assertEquals(Optional.empty(), log.closing(slot));
    kernel32.closeHandle(slot);
    ClosedHandle closed = log.closing(slot).orElseThrow();
    assertEquals("CreateMailslotW", function(closed.openedBy()));
    assertEquals("CloseHandle", closed.closedBy().function());
    Handle moved = slot("b", false);
    Handle unused = duplicate(moved, Handle.CURRENT_PROCESS, 2 | Win32.DUPLICATE_CLOSE_SOURCE);
    assertEquals("DuplicateHandle", log.closing(moved).orElseThrow().closedBy().function());
    assertEquals(List.of(), log.misuses());
  }

  @Test
  void misuses_secondCloseAndUseAfterClose_areNamed() {
    Handle slot = slot("a", false);
    kernel32.closeHandle(slot);
    assertThrows(Win32Exception.class, () -> kernel32.closeHandle(slot));
    assertThrows(Win32Exception.class, () -> kernel32.getMailslotInfo(slot));
    List<HandleMisuse> misuses = log.misuses();
    assertEquals(
        List.of("CloseHandle", "GetMailslotInfo"),
        misuses.stream().map(misuse -> misuse.call().function()).toList());
    assertEquals(List.of(true, false), misuses.stream().map(HandleMisuse::isSecondClose).toList());
    assertEquals(log.closing(slot), Optional.of(misuses.get(0).closed()));
    String text = misuses.get(0).toString();
    assertTrue(text.startsWith("second close: CloseHandle (call "), text);
    assertTrue(text.contains(" of 0x") && text.contains(", opened by CreateMailslotW"), text);
    assertTrue(misuses.get(1).toString().startsWith("use after close: GetMailslotInfo ("));
  }

  @Test
  void misuses_valuesThatWereNeverOpen_areNone() {
    Handle slot = slot("a", false);
    ProcessInformation child = startSuspended(null);
    kernel32.closeHandle(slot);
    assertThrows(Win32Exception.class, () -> kernel32.closeHandle(new Handle(0x7000)));
    // The value is one of the child's table here, not of this process's.
    assertThrows(
        Win32Exception.class,
        () -> kernel32.duplicateHandle(child.process(), slot, Handle.CURRENT_PROCESS, 0, false, 2));
    Handle again = slot("b", false);
    assertEquals(slot, again, "the value is used again");
    assertThrows(Win32Exception.class, () -> kernel32.resumeThread(again));
    assertEquals(List.of(), log.misuses());
  }

  @Test
  void creation_suspendedChild_untilItIsResumed() {
    ProcessInformation child = startSuspended(null);
    assertTrue(log.creation(child.processId()).orElseThrow().isSuspended());
    Handle copy = duplicate(child.thread(), Handle.CURRENT_PROCESS, Win32.DUPLICATE_SAME_ACCESS);
    assertEquals(1, kernel32.resumeThread(copy));
    assertFalse(log.creation(child.processId()).orElseThrow().isSuspended());
    assertEquals(List.of(log.creation(child.processId()).orElseThrow()), log.creations());
  }

  /**
   * Threads open, duplicate, move and close as fast as they can: values are reused all the time.
   */
  @Test
  void handles_fourThreadsReuseValues_agreeWithTheTable() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int number = i;
        work.add(() -> churn(number));
      }
      int left = 0;
      for (Future<Integer> one : threads.invokeAll(work)) {
        left += one.get();
      }
      List<HandleRow> rows = kernel.handleTables().handles(log.processId());
      assertEquals(left, rows.size());
      assertEquals(
          rows.stream().map(HandleRow::handle).collect(Collectors.toList()),
          log.handles().stream().map(LoggedHandle::handle).toList());
      for (HandleRow row : rows) {
        LoggedHandle handle = logged(row.handle());
        assertEquals(Optional.of(row.inheritable()), handle.inheritFlag(), row::toString);
        assertFalse(handle.openedBy().isEmpty());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private int churn(int number) {
    Handle slot = slot("churn" + number, false);
    List<Handle> open = new ArrayList<>();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < 5_000; i++) {
      switch (open.isEmpty() ? 0 : random.nextInt(4)) {
        case 0 -> open.add(duplicate(slot, Handle.CURRENT_PROCESS, Win32.DUPLICATE_SAME_ACCESS));
        case 1 -> kernel32.closeHandle(open.remove(random.nextInt(open.size())));
        case 2 ->
            open.add(
                duplicate(open.remove(random.nextInt(open.size())), Handle.CURRENT_PROCESS, 2 | 1));
        default -> setInherit(open.get(random.nextInt(open.size())), random.nextBoolean());
      }
    }
    return open.size() + 1;
  }
}
