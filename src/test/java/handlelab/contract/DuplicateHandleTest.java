package handlelab.contract;

import static handlelab.api.Win32.FILE_GENERIC_READ;
import static handlelab.api.Win32.GENERIC_ALL;
import static handlelab.api.Win32.GENERIC_READ;
import static handlelab.api.Win32.PROCESS_ALL_ACCESS;
import static handlelab.api.Win32.PROCESS_DUP_HANDLE;
import static handlelab.api.Win32.PROCESS_QUERY_LIMITED_INFORMATION;
import static handlelab.api.Win32.PROCESS_TERMINATE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;

/** DuplicateHandle within one process, and between processes. */
class DuplicateHandleTest extends ContractTest {

  private Handle slot;

  @BeforeEach
  void createTheSlot() {
    slot = createSlot(parent, newSlotName());
  }

  private Handle process() {
    return duplicate(parent, Handle.CURRENT_PROCESS);
  }

  private int access(Handle handle) {
    return row(parent, handle).grantedAccess();
  }

  @Fact("process-handle-raised")
  void processHandle_reduced_canBeRaised() {
    Handle limited = reduce(parent, process(), PROCESS_QUERY_LIMITED_INFORMATION);
    Handle raised = reduce(parent, limited, PROCESS_ALL_ACCESS);
    assertEquals(PROCESS_ALL_ACCESS, access(raised));
  }

  @Fact("generic-access-mapped")
  void genericAccess_isMappedToTheType() {
    assertEquals(PROCESS_ALL_ACCESS, access(reduce(parent, process(), GENERIC_ALL)));
    assertEquals(FILE_GENERIC_READ, access(reduce(parent, slot, GENERIC_READ)));
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
        "DuplicateHandle",
        new int[] {5, 6},
        () -> parent.duplicateHandle(child.process(), there, Handle.CURRENT_PROCESS, 0, false, 2));
    assertEquals(1, usageCount(parent, slot));
  }
}
