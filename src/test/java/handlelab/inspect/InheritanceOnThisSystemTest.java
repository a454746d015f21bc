package handlelab.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.junit.HandleLabExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What only a whole system has: a process's own start-up, standard handles, a child that is no
 * Java. Runs on the real kernel where there is one, else on a simulated one.
 */
@Tag("real")
class InheritanceOnThisSystemTest {
  private static final int MANY = 10_000;

  @RegisterExtension
  final HandleLabExtension lab =
      HandleLabExtension.ofThisSystem().installing("cmd.exe", (kernel32, arguments) -> 0);

  private static Handle slot(Kernel32 kernel32, String name) {
    return kernel32.createMailslot(
        "\\\\.\\mailslot\\here-" + ProcessHandle.current().pid() + "-" + name, 0, 0, null);
  }

  private static ProcessInformation start(
      Kernel32 kernel32, boolean inherit, int flags, StartupInfo startup) {
    return kernel32.createProcess(
        null, "cmd.exe /c exit 0", null, null, inherit, flags, null, null, startup);
  }

  private static void end(Kernel32 kernel32, ProcessInformation child) {
    kernel32.terminateProcess(child.process(), 0);
    assertEquals(0, kernel32.waitForSingleObject(child.process(), 20_000));
    kernel32.closeHandle(child.process());
    kernel32.closeHandle(child.thread());
  }

  /** Half of the rows are duplicates of one slot, half are slots of their own. */
  @Test
  void tenThousandInheritableRows(Kernel32 kernel32, InheritanceInspector inspector) {
    Handle slot = slot(kernel32, "many");
    List<Handle> flagged = new ArrayList<>();
    for (int i = 0; i < MANY / 2; i++) {
      Handle own = slot(kernel32, "many-" + i);
      kernel32.setHandleInformation(own, 1, 1);
      flagged.add(own);
      flagged.add(
          kernel32.duplicateHandle(
              Handle.CURRENT_PROCESS, slot, Handle.CURRENT_PROCESS, 0, true, 2));
    }
    long begin = System.nanoTime();
    inspector.withoutOtherProcesses().beforeCreation();
    ProcessInformation child = start(kernel32, true, Win32.CREATE_SUSPENDED, null);
    InheritanceReport report = inspector.atSuspended(child.processId());
    long millis = (System.nanoTime() - begin) / 1_000_000;
    end(kernel32, child);
    Set<Handle> came =
        report
            .fromParent()
            .filter(row -> row.reason() == InheritanceReason.INHERIT_FLAG)
            .filter(row -> !row.isStandardHandle())
            .map(row -> row.row().handle())
            .collect(Collectors.toSet());
    assertTrue(came.containsAll(flagged), came.size() + " came");
    assertEquals(
        InheritanceReason.FLAG_NOT_SET, report.uninheritedRow(slot).orElseThrow().reason());
    flagged.forEach(kernel32::closeHandle);
    kernel32.closeHandle(slot);
    System.out.println(MANY + " inheritable rows explained in " + millis + " ms");
  }

  @Test
  void standardHandlesThatACallNames(Kernel32 kernel32, InheritanceInspector inspector) {
    Handle input = slot(kernel32, "input");
    Handle other = slot(kernel32, "other");
    kernel32.setHandleInformation(input, 1, 1);
    kernel32.setHandleInformation(other, 1, 1);
    inspector.beforeCreation();
    StartupInfo startup = new StartupInfo(input, Handle.NULL, Handle.NULL, List.of(input));
    ProcessInformation child = start(kernel32, true, Win32.CREATE_SUSPENDED, startup);
    InheritanceReport report = inspector.atSuspended(child.processId());
    end(kernel32, child);
    InheritedRow row = report.childRow(input).orElseThrow();
    assertEquals(InheritanceReason.HANDLE_LIST, row.reason());
    assertTrue(row.isStandardHandle());
    assertEquals(List.of(), report.faults(List.of(input)));
    assertEquals(
        InheritanceReason.NOT_IN_LIST, report.uninheritedRow(other).orElseThrow().reason());
    kernel32.closeHandle(input);
    kernel32.closeHandle(other);
  }

  /** The system's own rows are neither taken for the parent's nor held against an expectation. */
  @Test
  @EnabledOnOs(OS.WINDOWS)
  void startUpRowsAreNotTheParents(Kernel32 kernel32, InheritanceInspector inspector) {
    inspector.beforeCreation();
    ProcessInformation child = start(kernel32, false, Win32.CREATE_SUSPENDED, null);
    InheritanceReport report = inspector.atSuspended(child.processId());
    end(kernel32, child);
    List<InheritedRow> startUp =
        report.childRows().stream()
            .filter(row -> row.reason() == InheritanceReason.START_UP)
            .toList();
    assertNotEquals(List.of(), startUp);
    assertEquals(List.of(), report.faults(List.of()));
    assertTrue(
        report.childRows().stream().allMatch(row -> row.isStandardHandle() || !row.isFromParent()),
        report::toString);
  }

  /** Standard handles come without inheritance too, as duplicates that the system makes. */
  @Test
  @EnabledOnOs(OS.WINDOWS)
  void theSystemHandsStandardHandlesOn(Kernel32 kernel32, InheritanceInspector inspector) {
    List<Handle> standard;
    try (var backend = Backends.open(BackendKind.REAL)) {
      standard = backend.standardHandles();
    }
    assertNotEquals(List.of(), standard);
    inspector.beforeCreation();
    ProcessInformation child = start(kernel32, true, Win32.CREATE_SUSPENDED, null);
    InheritanceReport report = inspector.atSuspended(child.processId());
    end(kernel32, child);
    for (Handle handle : standard) {
      InheritedRow row = report.childRow(handle).orElseThrow();
      assertTrue(row.isStandardHandle() && row.isFromParent(), row::toString);
      // Other tests of this JVM may have left inheritable handles, which are faults, and told so.
      for (String fault : report.faults(List.of())) {
        assertFalse(fault.contains(" " + handle + " "), fault);
      }
    }
  }

  /** A real child's whole life: what it inherited, what it opened, what it closed. */
  @Test
  void lookingChangesNothing(
      Kernel32 kernel32, HandleTables tables, InheritanceInspector inspector) {
    Handle slot =
        kernel32.createMailslot(
            "\\\\.\\mailslot\\here-" + ProcessHandle.current().pid() + "-same",
            0,
            0,
            SecurityAttributes.INHERITABLE);
    kernel32.setHandleInformation(slot, 1, 1);
    ProcessInformation child = start(kernel32, true, Win32.CREATE_SUSPENDED, null);
    List<HandleRow> before = comparable(tables.handles(child.processId()));
    for (int i = 0; i < 3; i++) {
      var unused = inspector.beforeCreation().atSuspended(child.processId());
    }
    assertEquals(before, comparable(tables.handles(child.processId())));
    int uses =
        before.stream()
            .filter(row -> row.handle().equals(slot))
            .mapToInt(HandleRow::usageCount)
            .sum();
    assertEquals(2, uses);
    end(kernel32, child);
    kernel32.closeHandle(slot);
  }

  /** Desktops, keys and the like are shared with processes that start and end as they like. */
  private static List<HandleRow> comparable(List<HandleRow> rows) {
    return rows.stream()
        .map(
            row ->
                new HandleRow(
                    row.processId(),
                    row.handle(),
                    row.objectAddress(),
                    row.objectType(),
                    row.objectName(),
                    row.grantedAccess(),
                    row.inheritable(),
                    row.protectedFromClose(),
                    row.objectType().equals("File") ? row.usageCount() : 0))
        .toList();
  }
}
