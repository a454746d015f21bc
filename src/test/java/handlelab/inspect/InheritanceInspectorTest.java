package handlelab.inspect;

import static handlelab.inspect.InheritanceReason.DUPLICATED;
import static handlelab.inspect.InheritanceReason.FLAG_NOT_SET;
import static handlelab.inspect.InheritanceReason.FLAG_SET_LATER;
import static handlelab.inspect.InheritanceReason.HANDLE_LIST;
import static handlelab.inspect.InheritanceReason.INHERITANCE_OFF;
import static handlelab.inspect.InheritanceReason.INHERIT_FLAG;
import static handlelab.inspect.InheritanceReason.NOT_IN_LIST;
import static handlelab.inspect.InheritanceReason.OPENED_LATER;
import static handlelab.inspect.InheritanceReason.OWN;
import static handlelab.inspect.InheritanceReason.SHARED;
import static handlelab.inspect.InheritanceReason.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.sim.SimulatedKernel;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each case with the kernel's addresses and without, as on Wine and for most users of Windows. */
class InheritanceInspectorTest {
  enum Addresses {
    TOLD,
    HIDDEN
  }

  private final BlockingQueue<Kernel32> children = new LinkedBlockingQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private SimulatedKernel kernel;
  private CallLog log;
  private Kernel32 parent;

  @BeforeEach
  void boot() {
    kernel = SimulatedKernel.boot();
    kernel.install(
        "child.exe",
        (child, arguments) -> {
          children.add(child);
          end.await();
          return 0;
        });
    log = CallLog.of(kernel.startProcess("parent.exe"));
    parent = log.kernel32();
  }

  @AfterEach
  void close() {
    end.countDown();
    kernel.close();
  }

  private HandleTables tables(Addresses addresses) {
    HandleTables exact = kernel.handleTables();
    return addresses == Addresses.TOLD ? exact : new WithoutAddresses(exact);
  }

  private Handle slot(String name, boolean inherit) {
    Handle slot = parent.createMailslot("\\\\.\\mailslot\\" + name, 0, 0, null);
    if (inherit) {
      flag(slot, true);
    }
    return slot;
  }

  private void flag(Handle handle, boolean inherit) {
    parent.setHandleInformation(handle, 1, inherit ? 1 : 0);
  }

  private ProcessInformation start(boolean inherit, StartupInfo startup) {
    return parent.createProcess(
        "child.exe", null, null, null, inherit, Win32.CREATE_SUSPENDED, null, null, startup);
  }

  private Kernel32 run(ProcessInformation child) throws InterruptedException {
    parent.resumeThread(child.thread());
    return children.take();
  }

  private static Handle duplicate(Kernel32 by, Handle source, Handle target) {
    return by.duplicateHandle(
        Handle.CURRENT_PROCESS, source, target, 0, false, Win32.DUPLICATE_SAME_ACCESS);
  }

  private static InheritedRow child(InheritanceReport report, Handle handle) {
    return report.childRow(handle).orElseThrow(() -> new AssertionError(report.toString()));
  }

  private static ExplainedRow stayed(InheritanceReport report, Handle handle) {
    return report.uninheritedRow(handle).orElseThrow(() -> new AssertionError(report.toString()));
  }

  private static List<String> holders(InheritedRow row) {
    return row.holders().stream().map(held -> held.processId() + ":" + held.handle()).toList();
  }

  @ParameterizedTest
  @EnumSource
  void atSuspended_inheritanceOn_onlyFlaggedHandlesCame(Addresses addresses) {
    Handle flagged = slot("flagged", true);
    Handle plain = slot("plain", false);
    Handle cleared = slot("cleared", true);
    flag(cleared, false);
    InheritanceInspector inspector =
        InheritanceInspector.by(log, tables(addresses)).beforeCreation();
    ProcessInformation child = start(true, null);
    Handle later = slot("later", true);
    flag(plain, true);
    InheritanceReport report = inspector.atSuspended(child.processId());

    assertEquals(1, report.childRows().size());
    InheritedRow came = child(report, flagged);
    assertEquals(INHERIT_FLAG, came.reason());
    assertEquals("SetHandleInformation", came.call().orElseThrow().function());
    assertEquals(flagged, came.parentRow().orElseThrow().handle());
    assertEquals(List.of(log.processId() + ":" + flagged), holders(came));
    assertEquals(0, came.furtherHolders());

    assertEquals(FLAG_SET_LATER, stayed(report, plain).reason());
    assertEquals(FLAG_NOT_SET, stayed(report, cleared).reason());
    assertTrue(stayed(report, cleared).why().contains("cleared by SetHandleInformation"));
    assertEquals(OPENED_LATER, stayed(report, later).reason());
    assertEquals(OPENED_LATER, stayed(report, child.process()).reason());
    assertEquals(OPENED_LATER, stayed(report, child.thread()).reason());
    assertEquals(5, report.uninherited().size());
  }

  @ParameterizedTest
  @EnumSource
  void atSuspended_withoutTheTableBefore_theLogTells(Addresses addresses) {
    Handle plain = slot("plain", false);
    Handle cleared = slot("cleared", true);
    Handle unlisted = slot("unlisted", true);
    Handle listed = slot("listed", true);
    ProcessInformation child = start(true, new StartupInfo(null, null, null, List.of(listed)));
    Handle later = slot("later", true);
    flag(plain, true);
    flag(cleared, false);
    InheritanceReport report =
        InheritanceInspector.by(log, tables(addresses)).atSuspended(child.processId());
    assertEquals(HANDLE_LIST, child(report, listed).reason());
    assertEquals(FLAG_SET_LATER, stayed(report, plain).reason());
    assertEquals(NOT_IN_LIST, stayed(report, cleared).reason());
    assertEquals(NOT_IN_LIST, stayed(report, unlisted).reason());
    assertEquals(OPENED_LATER, stayed(report, later).reason());
  }

  @ParameterizedTest
  @EnumSource
  void atSuspended_withoutLog_theTermsTell(Addresses addresses) {
    Handle listed = slot("listed", true);
    Handle unlisted = slot("unlisted", true);
    Handle plain = slot("plain", false);
    StartupInfo startup = new StartupInfo(listed, null, null, List.of(listed));
    InheritanceInspector inspector =
        InheritanceInspector.by(log.unlogged(), tables(addresses)).beforeCreation();
    ProcessInformation child = start(true, startup);
    InheritanceReport report =
        inspector.atSuspended(child.processId(), InheritanceTerms.of(true, startup));
    InheritedRow came = child(report, listed);
    assertEquals(HANDLE_LIST, came.reason());
    assertTrue(came.isStandardHandle());
    assertTrue(came.call().isEmpty());
    assertEquals(NOT_IN_LIST, stayed(report, unlisted).reason());
    assertEquals(FLAG_NOT_SET, stayed(report, plain).reason());
    assertEquals(OPENED_LATER, stayed(report, child.process()).reason());
  }

  @ParameterizedTest
  @EnumSource
  void atSuspended_inheritanceOff_nothingCame(Addresses addresses) {
    Handle flagged = slot("flagged", true);
    ProcessInformation child = start(false, null);
    InheritanceReport report =
        InheritanceInspector.by(log, tables(addresses)).atSuspended(child.processId());
    assertEquals(List.of(), report.childRows());
    assertEquals(INHERITANCE_OFF, stayed(report, flagged).reason());
  }

  @ParameterizedTest
  @EnumSource
  void atSuspended_pushedDuplicate_hasItsCall(Addresses addresses) throws InterruptedException {
    Handle slot = slot("pushed", false);
    ProcessInformation child = start(false, null);
    Handle inChild = duplicate(parent, slot, child.process());
    InheritanceReport logged =
        InheritanceInspector.by(log, tables(addresses)).atSuspended(child.processId());
    InheritedRow row = child(logged, inChild);
    assertEquals(DUPLICATED, row.reason());
    assertEquals("DuplicateHandle", row.call().orElseThrow().function());
    assertEquals(List.of(log.processId() + ":" + slot), holders(row));

    run(child);
    InheritanceReport seen =
        InheritanceInspector.by(log.unlogged(), tables(addresses)).atRunning(child.processId());
    assertEquals(SHARED, child(seen, inChild).reason());
    assertEquals(slot, child(seen, inChild).parentRow().orElseThrow().handle());
  }

  @ParameterizedTest
  @EnumSource
  void atRunning_otherProcessInspects_explainsWhatCanBeKnown(Addresses addresses)
      throws InterruptedException {
    Handle flagged = slot("flagged", true);
    Handle closedByChild = slot("closed", true);
    Handle plain = slot("plain", false);
    Handle gone = slot("gone", true);
    ProcessInformation started = start(true, null);
    Kernel32 child = run(started);
    child.closeHandle(closedByChild);
    Handle own = child.createMailslot("\\\\.\\mailslot\\own", 0, 0, null);
    parent.closeHandle(gone);

    // Somebody else looks: neither parent nor child, without a log.
    Kernel32 looker = kernel.startProcess("looker.exe");
    InheritanceReport report =
        InheritanceInspector.by(looker, tables(addresses))
            .parent(log.processId())
            .atRunning(started.processId());
    assertEquals(INHERIT_FLAG, child(report, flagged).reason());
    assertEquals(OWN, child(report, own).reason());
    assertEquals(UNKNOWN, child(report, gone).reason());
    assertEquals(FLAG_NOT_SET, stayed(report, plain).reason());
    assertEquals(UNKNOWN, stayed(report, closedByChild).reason());
    assertEquals(
        List.of(), kernel.handleTables().handles(looker.getCurrentProcessId()), "nothing left");
  }

  @ParameterizedTest
  @EnumSource
  void atSuspended_parentClosedItsHandle_itCameAllTheSame(Addresses addresses) {
    Handle slot = slot("gone", true);
    InheritanceInspector inspector =
        InheritanceInspector.by(log, tables(addresses)).beforeCreation();
    ProcessInformation child = start(true, null);
    parent.closeHandle(slot);
    InheritedRow row = child(inspector.atSuspended(child.processId()), slot);
    assertEquals(INHERIT_FLAG, row.reason());
    assertTrue(row.parentRow().isEmpty());
    assertTrue(row.why().contains("the parent has closed its own since"), row.why());
  }

  @ParameterizedTest
  @EnumSource
  void atSuspended_childOfAChild_hasWhatWasInheritedTwice(Addresses addresses)
      throws InterruptedException {
    Handle flowing = slot("flowing", true);
    ProcessInformation started = start(true, null);
    CallLog childLog = CallLog.of(run(started));
    Kernel32 child = childLog.kernel32();
    Handle kept = child.createMailslot("\\\\.\\mailslot\\kept", 0, 0, null);
    InheritanceInspector inspector =
        InheritanceInspector.by(childLog, tables(addresses)).beforeCreation();
    ProcessInformation grandchild =
        child.createProcess(
            "child.exe", null, null, null, true, Win32.CREATE_SUSPENDED, null, null, null);
    InheritanceReport report = inspector.atSuspended(grandchild.processId());
    InheritedRow row = child(report, flowing);
    assertEquals(INHERIT_FLAG, row.reason());
    assertTrue(row.call().isEmpty(), "this process did not set the flag");
    assertEquals(
        List.of(started.processId() + ":" + flowing, log.processId() + ":" + flowing),
        holders(row));
    assertEquals(FLAG_NOT_SET, stayed(report, kept).reason());
  }

  @ParameterizedTest
  @EnumSource
  void atRunning_childHasEnded_fails(Addresses addresses) {
    ProcessInformation child = start(true, null);
    parent.terminateProcess(child.process(), 1);
    InheritanceInspector inspector = InheritanceInspector.by(log, tables(addresses));
    assertThrows(Win32Exception.class, () -> inspector.atRunning(child.processId()));
  }
}
