package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.FILE_GENERIC_READ;
import static handlelab.api.Win32.GENERIC_ALL;
import static handlelab.api.Win32.GENERIC_READ;
import static handlelab.api.Win32.PROCESS_ALL_ACCESS;
import static handlelab.api.Win32.PROCESS_QUERY_LIMITED_INFORMATION;
import static handlelab.api.Win32.SYNCHRONIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;

/** DuplicateHandle within one process: value, object, access, flags, options. */
class DuplicateHandleTest extends ContractTest {
  private static final Handle NEVER_ALLOCATED = new Handle(0x3FF_FFF0);

  private String name;
  private Handle slot;

  @BeforeEach
  void createTheSlot() {
    name = newSlotName();
    slot = createSlot(parent, name);
  }

  private Handle copy(Handle source, int access, boolean inherit, int options) {
    return parent.duplicateHandle(
        Handle.CURRENT_PROCESS, source, Handle.CURRENT_PROCESS, access, inherit, options);
  }

  private Handle process() {
    return duplicate(parent, Handle.CURRENT_PROCESS);
  }

  private int access(Handle handle) {
    return row(parent, handle).grantedAccess();
  }

  @Fact("duplicate-is-new-row-of-same-object")
  void duplicate_withSameAccess_isAnotherRowOfTheObject() {
    Handle copy = copy(slot, 0, false, DUPLICATE_SAME_ACCESS);
    assertNotEquals(slot, copy);
    assertTrue(parent.compareObjectHandles(slot, copy));
    assertEquals(access(slot), access(copy));
    assertEquals(0, parent.getHandleInformation(copy));
  }

  @Fact("duplicate-with-less-access")
  void duplicateOfProcess_withLessAccess_canDoOnlyThat() {
    Handle limited = reduce(parent, process(), PROCESS_QUERY_LIMITED_INFORMATION);
    assertEquals(259, parent.getExitCodeProcess(limited));
    assertFails("TerminateProcess", 5, () -> parent.terminateProcess(limited, 1));
    Handle waiting = reduce(parent, process(), SYNCHRONIZE);
    assertEquals(258, parent.waitForSingleObject(waiting, 0));
    assertFails("GetExitCodeProcess", 5, () -> parent.getExitCodeProcess(waiting));
  }

  @Fact("duplicate-with-no-access")
  void duplicate_withNoAccess_canBeDuplicatedAndClosed() {
    Handle nothing = reduce(parent, slot, 0);
    assertFails("ReadFile", 5, () -> parent.readFile(nothing, ByteBuffer.allocate(8)));
    assertEquals(0, parent.getHandleInformation(nothing));
    parent.closeHandle(duplicate(parent, nothing));
    parent.closeHandle(nothing);
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

  @Fact("duplicate-needs-source-row")
  void source_withoutRow_isInvalid() {
    parent.closeHandle(slot);
    for (Handle bad : new Handle[] {slot, NEVER_ALLOCATED, Handle.NULL}) {
      assertFails("DuplicateHandle", 6, () -> duplicate(parent, bad));
    }
  }

  @Fact({"duplicate-null-target-refused", "duplicate-target-must-be-process"})
  void processes_ofAnotherType_areInvalid() {
    Handle gone = process();
    parent.closeHandle(gone);
    for (Handle bad : new Handle[] {gone, NEVER_ALLOCATED, slot, Handle.CURRENT_THREAD}) {
      assertFails(
          "DuplicateHandle",
          6,
          () -> parent.duplicateHandle(bad, slot, Handle.CURRENT_PROCESS, 0, false, 2));
      assertFails(
          "DuplicateHandle",
          6,
          () -> parent.duplicateHandle(Handle.CURRENT_PROCESS, slot, bad, 0, false, 2));
    }
    assertFails(
        "DuplicateHandle",
        6,
        () -> parent.duplicateHandle(Handle.NULL, slot, Handle.CURRENT_PROCESS, 0, false, 2));
  }

  @Fact("duplicating-needs-right")
  void processes_withoutTheRight_areDenied() {
    Handle limited = reduce(parent, process(), PROCESS_QUERY_LIMITED_INFORMATION);
    assertFails(
        "DuplicateHandle",
        5,
        () -> parent.duplicateHandle(limited, slot, Handle.CURRENT_PROCESS, 0, false, 2));
    assertFails(
        "DuplicateHandle",
        5,
        () -> parent.duplicateHandle(Handle.CURRENT_PROCESS, slot, limited, 0, false, 2));
  }
}
