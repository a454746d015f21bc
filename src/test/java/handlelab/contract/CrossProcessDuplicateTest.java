package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.GENERIC_READ;
import static handlelab.api.Win32.PROCESS_DUP_HANDLE;
import static handlelab.api.Win32.PROCESS_QUERY_LIMITED_INFORMATION;
import static handlelab.api.Win32.PROCESS_TERMINATE;
import static handlelab.api.Win32.SYNCHRONIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;

/** DuplicateHandle between processes: into a child, out of it, between two others. */
class CrossProcessDuplicateTest extends ContractTest {
  private String name;
  private Handle slot;

  @BeforeEach
  void createTheSlot() {
    name = newSlotName();
    slot = createSlot(parent, name);
  }

  /** A copy of the child's {@code there} in the process of the test. */
  private Handle fetch(TestProcess child, Handle there, int options) {
    return parent.duplicateHandle(
        child.process(), there, Handle.CURRENT_PROCESS, 0, false, options);
  }

  @Fact({"duplicate-shares-object", "usage-count-counts-rows"})
  void source_closedAfterwards_leavesTheChildsRow() {
    TestProcess child = start(Launch.plain());
    Handle there = duplicate(parent, slot, child.process());
    assertEquals(2, usageCount(parent, slot));
    parent.closeHandle(slot);
    write(parent, openClient(parent, name), "x");
    assertEquals("x", read(child.kernel32(), there));
    assertEquals(1, usageCount(child.kernel32(), there));
  }

  @Fact({"duplicate-is-new-row-of-same-object", "nothing-inherited-without-parameter"})
  void inheritableDuplicate_isInheritedByTheGrandchild() {
    TestProcess child = start(Launch.plain());
    Handle there =
        parent.duplicateHandle(
            Handle.CURRENT_PROCESS, slot, child.process(), 0, true, DUPLICATE_SAME_ACCESS);
    assertEquals(1, child.kernel32().getHandleInformation(there));
    TestProcess grandchild = machine().start(child.kernel32(), Launch.inheriting());
    write(parent, openClient(parent, name), "two generations");
    assertEquals("two generations", read(grandchild.kernel32(), there));
    kill(child.kernel32(), grandchild.process());
  }

  @Fact("duplicate-with-less-access")
  void duplicate_withLessAccess_canDoOnlyThatInTheChild() {
    TestProcess child = start(Launch.plain());
    Handle client = openClient(parent, name);
    Handle there =
        parent.duplicateHandle(
            Handle.CURRENT_PROCESS, client, child.process(), SYNCHRONIZE, false, 0);
    assertFails("WriteFile", 5, () -> child.kernel32().writeFile(there, ByteBuffer.allocate(1)));
  }

  @Fact({"process-handle-raised", "duplicate-shares-object"})
  void fileHandle_inAnotherTable_isNotRaised() {
    TestProcess child = start(Launch.plain());
    Handle there =
        parent.duplicateHandle(
            Handle.CURRENT_PROCESS, slot, child.process(), GENERIC_READ, false, 0);
    assertFails("WriteFile", 5, () -> child.kernel32().writeFile(there, ByteBuffer.allocate(1)));
    assertEmpty(child.kernel32(), there);
  }

  @Fact("duplicate-shares-object")
  void thirdProcess_copiesBetweenTwoOthers() {
    TestProcess first = start(Launch.plain());
    TestProcess second = start(Launch.plain());
    Handle there = duplicate(parent, slot, first.process());
    Handle copy =
        parent.duplicateHandle(
            first.process(), there, second.process(), 0, false, DUPLICATE_SAME_ACCESS);
    write(parent, openClient(parent, name), "passed on");
    assertEquals("passed on", read(second.kernel32(), copy));
    assertEquals(3, usageCount(parent, slot));
  }

  @Fact({"duplicate-shares-object", "terminating-needs-right"})
  void handleToTheParent_allowsTheChildWhatItSays() {
    TestProcess child = start(Launch.plain());
    Handle there =
        parent.duplicateHandle(
            Handle.CURRENT_PROCESS,
            Handle.CURRENT_PROCESS,
            child.process(),
            PROCESS_QUERY_LIMITED_INFORMATION,
            false,
            0);
    assertEquals(259, child.kernel32().getExitCodeProcess(there));
    assertFails("TerminateProcess", 5, () -> child.kernel32().terminateProcess(there, 1));
    assertFails(
        "DuplicateHandle",
        5,
        () -> child.kernel32().duplicateHandle(there, slot, Handle.CURRENT_PROCESS, 0, false, 2));
  }

  @Fact({"duplicating-needs-right", "process-opened-by-id"})
  void rightToDuplicate_isEnough() {
    TestProcess child = start(Launch.plain());
    Handle opened = parent.openProcess(PROCESS_DUP_HANDLE, false, child.processId());
    Handle there = duplicate(parent, slot, opened);
    assertEmpty(child.kernel32(), there);
    Handle other = parent.openProcess(PROCESS_TERMINATE, false, child.processId());
    assertFails("DuplicateHandle", 5, () -> duplicate(parent, slot, other));
  }

  @Fact("ended-process-gives-nothing")
  void endedProcess_givesNothing() {
    TestProcess child = start(Launch.plain());
    Handle there = duplicate(parent, slot, child.process());
    kill(parent, child.process());
    assertFails(
        "DuplicateHandle", new int[] {5, 6}, () -> fetch(child, there, DUPLICATE_SAME_ACCESS));
    assertEquals(1, usageCount(parent, slot));
  }
}
