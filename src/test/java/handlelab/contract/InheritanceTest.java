package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.PROCESS_ALL_ACCESS;
import static handlelab.api.Win32.PROCESS_QUERY_LIMITED_INFORMATION;
import static handlelab.api.Win32.SYNCHRONIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.StartupInfo;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;

/** What a child gets by bInheritHandles, and in what state. */
class InheritanceTest extends ContractTest {

  private String name;
  private Handle slot;

  @BeforeEach
  void createTheSlot() {
    name = newSlotName();
    slot = createInheritableSlot(parent, name);
  }

  /** A duplicate of the slot with a value beyond all that a child's own start-up opens. */
  private Handle farDuplicate(boolean inherit) {
    for (int i = 0; i < 1200; i++) {
      duplicate(parent, slot);
    }
    return parent.duplicateHandle(
        Handle.CURRENT_PROCESS, slot, Handle.CURRENT_PROCESS, 0, inherit, DUPLICATE_SAME_ACCESS);
  }

  private static void assertSameRow(HandleRow expected, HandleRow actual) {
    assertEquals(expected.handle(), actual.handle());
    assertEquals(expected.objectAddress(), actual.objectAddress());
    assertEquals(expected.objectType(), actual.objectType());
    assertEquals(expected.objectName(), actual.objectName());
    assertEquals(expected.grantedAccess(), actual.grantedAccess());
    assertEquals(expected.inheritable(), actual.inheritable());
    assertEquals(expected.protectedFromClose(), actual.protectedFromClose());
    assertEquals(expected.usageCount(), actual.usageCount());
  }

  @Fact({"inheritable-rows-copied", "usage-count-spans-processes"})
  void childsRow_equalsTheParents() {
    TestProcess child = start(Launch.inheriting());
    assertSameRow(row(parent, slot), row(child.kernel32(), slot));
    assertEquals(2, usageCount(parent, slot));
  }

  @Fact("inheritable-rows-copied")
  void reducedAccess_isInherited() {
    Handle reduced =
        parent.duplicateHandle(
            Handle.CURRENT_PROCESS, slot, Handle.CURRENT_PROCESS, SYNCHRONIZE, true, 0);
    TestProcess child = start(Launch.inheriting());
    assertFails("ReadFile", 5, () -> child.kernel32().readFile(reduced, ByteBuffer.allocate(8)));
    assertEmpty(child.kernel32(), slot);
  }

  @Fact("later-rows-do-not-cross")
  void rowMadeInheritableAfterTheStart_doesNotCross() {
    Handle far = farDuplicate(false);
    TestProcess child = start(Launch.inheriting());
    makeInheritable(parent, far);
    assertInvalid(child.kernel32(), far);
  }

  @Fact("nothing-inherited-without-parameter")
  void generationWithoutInheritance_breaksTheChain() {
    Handle far = farDuplicate(true);
    TestProcess child = start(Launch.plain());
    TestProcess grandchild = machine().start(child.kernel32(), Launch.inheriting());
    assertInvalid(grandchild.kernel32(), far);
    kill(child.kernel32(), grandchild.process());
  }

  @Fact("flag-set-later-counts")
  void handleToASister_isInherited() {
    TestProcess first = start(Launch.plain());
    makeInheritable(parent, first.process());
    TestProcess second = start(Launch.inheriting());
    assertEquals(first.processId(), second.kernel32().getProcessId(first.process()));
    first.exit(5);
    assertEquals(5, awaitExit(second.kernel32(), first.process()));
  }

  @Fact("process-handles-have-full-access")
  void processHandles_haveFullAccess() {
    TestProcess child = start(Launch.plain());
    assertEquals(PROCESS_ALL_ACCESS, row(parent, child.process()).grantedAccess());
    assertEquals("Process", row(parent, child.process()).objectType());
    assertEquals(0x1FFFFF, row(parent, child.thread()).grantedAccess());
    assertEquals("Thread", row(parent, child.thread()).objectType());
  }

  @Fact({"inheritable-rows-copied", "process-opened-by-id"})
  void reducedProcessHandle_isInheritedReduced() {
    Handle self =
        parent.openProcess(PROCESS_QUERY_LIMITED_INFORMATION, true, parent.getCurrentProcessId());
    TestProcess child = start(Launch.inheriting());
    assertEquals(parent.getCurrentProcessId(), child.kernel32().getProcessId(self));
    assertFails("TerminateProcess", 5, () -> child.kernel32().terminateProcess(self, 1));
  }

  @Fact({"standard-handles-inherited", "inheritable-rows-copied"})
  void standardHandles_inheritable_areInherited() {
    Handle client = openClient(parent, name);
    makeInheritable(parent, client);
    StartupInfo standard = new StartupInfo(client, client, client, null);
    TestProcess child = start(Launch.inheriting().startup(standard));
    assertEquals(HANDLE_FLAG_INHERIT, child.kernel32().getHandleInformation(client));
    write(child.kernel32(), client, "standard");
    assertEquals("standard", read(parent, slot));
  }
}
