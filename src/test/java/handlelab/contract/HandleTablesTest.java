package handlelab.contract;

import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Win32Exception;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The view into handle tables: what it shows, and that looking changes nothing. */
class HandleTablesTest extends ContractTest {
  private List<HandleRow> table(int processId) {
    return machine().handleTables().handles(processId);
  }

  private int self() {
    return parent.getCurrentProcessId();
  }

  @Fact("system-list-shows-rows")
  void row_showsValueProcessAndFlags() {
    Handle slot = createSlot(parent, newSlotName());
    HandleRow fresh = row(parent, slot);
    assertEquals(slot, fresh.handle());
    assertEquals(self(), fresh.processId());
    assertFalse(fresh.inheritable());
    assertFalse(fresh.protectedFromClose());
    int both = HANDLE_FLAG_INHERIT | HANDLE_FLAG_PROTECT_FROM_CLOSE;
    parent.setHandleInformation(slot, both, both);
    assertTrue(row(parent, slot).inheritable());
    assertTrue(row(parent, slot).protectedFromClose());
    parent.setHandleInformation(slot, both, 0);
  }

  @Fact("system-list-shows-rows")
  void rows_areOrderedByValue() {
    for (int i = 0; i < 5; i++) {
      createSlot(parent, newSlotName());
    }
    List<HandleRow> rows = table(self());
    List<HandleRow> sorted =
        rows.stream().sorted(Comparator.comparingLong(r -> r.handle().value())).toList();
    assertEquals(sorted, rows);
    Set<Handle> values = rows.stream().map(HandleRow::handle).collect(Collectors.toSet());
    assertEquals(rows.size(), values.size());
  }

  @Fact({"system-list-shows-rows", "process-end-closes-rows"})
  void endedProcess_hasNoTable() {
    TestProcess child = start(Launch.plain());
    kill(parent, child.process());
    assertNoTable(child.processId());
  }

  private void assertNoTable(int processId) {
    Win32Exception failure = assertThrows(Win32Exception.class, () -> table(processId));
    assertEquals(87, failure.errorCode());
  }

  @Fact("unknown-process-id-refused")
  void unknownProcess_hasNoTable() {
    assertNoTable(0x7FFF_FFF0);
  }

  @Fact({"usage-count-counts-rows", "usage-count-spans-processes"})
  void looking_doesNotCount() {
    Handle slot = createInheritableSlot(parent, newSlotName());
    TestProcess child = start(Launch.inheriting());
    int first = usageCount(parent, slot);
    for (int i = 0; i < 3; i++) {
      assertEquals(first, usageCount(parent, slot));
      assertEquals(first, usageCount(child.kernel32(), slot));
    }
  }

  @Fact("process-objects-have-no-name")
  void processesAndThreads_haveNoName() {
    TestProcess child = start(Launch.plain());
    for (Handle handle : new Handle[] {child.process(), child.thread()}) {
      String name = row(parent, handle).objectName();
      assertTrue(name == null || name.isEmpty(), name);
    }
  }

  @Fact({"close-does-not-end-process", "ended-process-stays-while-held"})
  void runningProcess_countsItsHandles() {
    TestProcess child = start(Launch.plain());
    int before = usageCount(parent, child.process());
    Handle copy = duplicate(parent, child.process());
    assertEquals(before + 1, usageCount(parent, child.process()));
    parent.closeHandle(copy);
    assertEquals(before, usageCount(parent, child.process()));
  }
}
