package handlelab.contract;

import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.PROCESS_ALL_ACCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.StartupInfo;
import org.junit.jupiter.api.BeforeEach;

/** What a child gets by bInheritHandles or by a handle list, and in what state. */
class InheritanceTest extends ContractTest {
  private String name;
  private Handle slot;

  @BeforeEach
  void createTheSlot() {
    name = newSlotName();
    slot = createInheritableSlot(parent, name);
  }

  @Fact("later-rows-do-not-cross")
  void rowMadeInheritableAfterTheStart_doesNotCross() {
    // A value beyond all that a child's own start-up opens.
    for (int i = 0; i < 1200; i++) {
      duplicate(parent, slot);
    }
    Handle far = duplicate(parent, slot);
    TestProcess child = start(Launch.inheriting());
    makeInheritable(parent, far);
    assertInvalid(child.kernel32(), far);
  }

  @Fact("process-handles-have-full-access")
  void processHandles_haveFullAccess() {
    TestProcess child = start(Launch.plain());
    assertEquals(PROCESS_ALL_ACCESS, row(parent, child.process()).grantedAccess());
    assertEquals("Process", row(parent, child.process()).objectType());
    assertEquals(0x1FFFFF, row(parent, child.thread()).grantedAccess());
    assertEquals("Thread", row(parent, child.thread()).objectType());
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

  private void assertRefused(Launch launch, int... errorCodes) {
    assertFails("CreateProcessW", errorCodes, () -> start(launch));
  }

  @Fact("listed-handle-must-be-real")
  void listedHandle_withoutRow_isRefused() {
    assertRefused(Launch.inheritingOnly(Handle.CURRENT_PROCESS), 6, 87);
    assertRefused(Launch.inheritingOnly(new Handle(0x3FF_FFF0)), 6, 87);
  }

  @Fact({
    "listed-handle-must-be-inheritable",
    "handle-list-needs-inheritance",
    "listed-handle-must-be-real",
    "handle-listed-once-only"
  })
  void refusedStart_leavesNothing() {
    int before = usageCount(parent, slot);
    assertRefused(Launch.inheritingOnly(slot, slot), 87);
    assertEquals(before, usageCount(parent, slot));
  }
}
