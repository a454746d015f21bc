package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.DUPLICATE_SAME_ATTRIBUTES;
import static handlelab.api.Win32.FILE_GENERIC_READ;
import static handlelab.api.Win32.GENERIC_ALL;
import static handlelab.api.Win32.GENERIC_READ;
import static handlelab.api.Win32.GENERIC_WRITE;
import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE;
import static handlelab.api.Win32.PROCESS_ALL_ACCESS;
import static handlelab.api.Win32.PROCESS_QUERY_LIMITED_INFORMATION;
import static handlelab.api.Win32.SYNCHRONIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;

/** DuplicateHandle within one process: value, object, access, flags, options. */
class DuplicateHandleTest extends ContractTest {
  private static final int BOTH = HANDLE_FLAG_INHERIT | HANDLE_FLAG_PROTECT_FROM_CLOSE;
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

  @Fact("duplicate-flag-as-asked")
  void theInheritParameterAloneDecidesTheFlags() {
    assertEquals(1, parent.getHandleInformation(copy(slot, 0, true, DUPLICATE_SAME_ACCESS)));
    parent.setHandleInformation(slot, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    assertEquals(0, parent.getHandleInformation(copy(slot, 0, false, DUPLICATE_SAME_ACCESS)));
  }

  @Fact("duplicate-copies-no-flags")
  void protectionIsNotCopied() {
    parent.setHandleInformation(slot, BOTH, BOTH);
    Handle plain = copy(slot, 0, false, DUPLICATE_SAME_ACCESS);
    assertEquals(0, parent.getHandleInformation(plain));
    parent.closeHandle(plain);
    assertEquals(1, parent.getHandleInformation(copy(slot, 0, true, DUPLICATE_SAME_ACCESS)));
    assertEquals(3, parent.getHandleInformation(slot));
  }

  @Fact("same-attributes-copies-flags")
  void sameAttributesCopiesBothFlagsAndIgnoresTheParameter() {
    int options = DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES;
    assertEquals(0, parent.getHandleInformation(copy(slot, 0, true, options)));
    parent.setHandleInformation(slot, BOTH, BOTH);
    Handle copy = copy(slot, 0, false, options);
    assertEquals(3, parent.getHandleInformation(copy));
    assertFails("CloseHandle", 6, () -> parent.closeHandle(copy));
    parent.setHandleInformation(slot, BOTH, HANDLE_FLAG_INHERIT);
    assertEquals(1, parent.getHandleInformation(copy(slot, 0, false, options)));
  }

  @Fact("same-attributes-of-pseudo-handle-are-none")
  void sameAttributesOfAPseudoHandleAreNone() {
    int options = DUPLICATE_SAME_ACCESS | DUPLICATE_SAME_ATTRIBUTES;
    Handle copy = copy(Handle.CURRENT_PROCESS, 0, false, options);
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

  @Fact({"writing-needs-write-access", "duplicate-with-less-access"})
  void aReducedServerHandleCannotRead() {
    Handle reduced = reduce(parent, slot, SYNCHRONIZE);
    assertFails("ReadFile", 5, () -> parent.readFile(reduced, ByteBuffer.allocate(8)));
    assertEmpty(parent, slot);
  }

  @Fact("duplicate-with-no-access")
  void duplicate_withNoAccess_canBeDuplicatedAndClosed() {
    Handle nothing = reduce(parent, slot, 0);
    assertFails("ReadFile", 5, () -> parent.readFile(nothing, ByteBuffer.allocate(8)));
    assertEquals(0, parent.getHandleInformation(nothing));
    parent.closeHandle(duplicate(parent, nothing));
    parent.closeHandle(nothing);
  }

  @Fact("same-access-ignores-access-asked")
  void sameAccessOfAReducedHandleStaysReducedAndIgnoresTheAccessAskedFor() {
    Handle limited = reduce(parent, process(), PROCESS_QUERY_LIMITED_INFORMATION);
    Handle copy = copy(limited, PROCESS_ALL_ACCESS, false, DUPLICATE_SAME_ACCESS);
    assertEquals(access(limited), access(copy));
    assertFails("TerminateProcess", 5, () -> parent.terminateProcess(copy, 1));
  }

  @Fact("process-handle-raised")
  void processHandle_reduced_canBeRaised() {
    Handle limited = reduce(parent, process(), PROCESS_QUERY_LIMITED_INFORMATION);
    Handle raised = reduce(parent, limited, PROCESS_ALL_ACCESS);
    assertEquals(PROCESS_ALL_ACCESS, access(raised));
  }

  @Fact({"server-end-not-raised-to-writing", "process-handle-raised"})
  void theServerHandleNeverLearnsToWrite() {
    Handle raised;
    try {
      raised = reduce(parent, slot, GENERIC_WRITE);
    } catch (Win32Exception refused) {
      assertEquals(5, refused.errorCode());
      return;
    }
    assertFails("WriteFile", 5, () -> parent.writeFile(raised, ByteBuffer.allocate(4)));
  }

  @Fact("file-handle-not-raised")
  void aReducedFileHandleCannotBeRaisedAgain() {
    Handle client = openClient(parent, name);
    Handle reduced = reduce(parent, client, SYNCHRONIZE);
    assertFails("DuplicateHandle", 5, () -> reduce(parent, reduced, GENERIC_WRITE));
  }

  @Fact("impossible-access-denied")
  void impossibleAccessIsDenied() {
    assertFails("DuplicateHandle", 5, () -> reduce(parent, process(), 0xFFFFFFFF));
    assertFails("DuplicateHandle", 5, () -> reduce(parent, slot, 0xFFFFFFFF));
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

  @Fact("close-source-moves-row")
  void closingTheSourceMovesTheHandle() {
    int count = usageCount(parent, slot);
    Handle client = openClient(parent, name);
    Handle moved = copy(slot, 0, true, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    write(parent, client, "moved");
    assertEquals("moved", read(parent, moved));
    assertEquals(count, usageCount(parent, moved));
    assertEquals(1, parent.getHandleInformation(moved));
  }

  @Fact("protected-source-copied-and-stays")
  void aProtectedSourceIsCopiedAndStays() {
    parent.setHandleInformation(
        slot, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE);
    Handle copy = copy(slot, 0, true, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    assertNotEquals(slot, copy);
    assertEquals(2, parent.getHandleInformation(slot));
    assertEquals(1, parent.getHandleInformation(copy));
    assertTrue(parent.compareObjectHandles(slot, copy));
  }

  @Fact("failing-duplicate-closes-source")
  void theSourceIsClosedAlsoWhereDuplicatingFails() {
    Handle source = duplicate(parent, slot);
    assertFails(
        "DuplicateHandle",
        6,
        () ->
            parent.duplicateHandle(
                Handle.CURRENT_PROCESS,
                source,
                NEVER_ALLOCATED,
                0,
                false,
                DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
    assertInvalid(parent, source);
  }

  @Fact("close-source-harmless-to-pseudo-handle")
  void aPseudoSourceCannotBeClosed() {
    Handle copy =
        copy(Handle.CURRENT_PROCESS, 0, false, DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE);
    assertEquals(parent.getCurrentProcessId(), parent.getProcessId(copy));
    assertEquals(259, parent.getExitCodeProcess(Handle.CURRENT_PROCESS));
  }

  @Fact("unknown-duplicate-options-ignored")
  void unknownOptionsAreIgnored() {
    Handle copy = copy(slot, 0, false, DUPLICATE_SAME_ACCESS | 8);
    assertTrue(parent.compareObjectHandles(slot, copy));
  }

  @Fact("usage-count-counts-rows")
  void eachDuplicateCounts() {
    assertEquals(1, usageCount(parent, slot));
    Handle copy = duplicate(parent, slot);
    assertEquals(2, usageCount(parent, slot));
    assertEquals(2, usageCount(parent, copy));
    parent.closeHandle(slot);
    assertEquals(1, usageCount(parent, copy));
  }
}
