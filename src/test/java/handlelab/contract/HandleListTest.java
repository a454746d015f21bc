package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import org.junit.jupiter.api.BeforeEach;

/** PROC_THREAD_ATTRIBUTE_HANDLE_LIST: inheriting some of what is inheritable. */
class HandleListTest extends ContractTest {
  private Handle listed;
  private Handle unlisted;

  @BeforeEach
  void createTwoInheritableHandles() {
    listed = createInheritableSlot(parent, newSlotName());
    // Beyond all values that a child's own start-up opens.
    for (int i = 0; i < 1200; i++) {
      duplicate(parent, listed);
    }
    unlisted = createInheritableSlot(parent, newSlotName());
  }

  private void assertRefused(Launch launch, int... errorCodes) {
    assertFails("CreateProcessW", errorCodes, () -> start(launch));
  }

  @Fact("handle-list-limits-inheritance")
  void listOfAll_inheritsAll() {
    TestProcess child = start(Launch.inheritingOnly(unlisted, listed));
    assertEmpty(child.kernel32(), listed);
    assertEmpty(child.kernel32(), unlisted);
  }

  @Fact("listed-handle-must-be-real")
  void listedHandle_withoutRow_isRefused() {
    assertRefused(Launch.inheritingOnly(Handle.CURRENT_PROCESS), 6, 87);
    assertRefused(Launch.inheritingOnly(new Handle(0x3FF_FFF0)), 6, 87);
  }

  @Fact("handle-list-limits-inheritance")
  void twoChildren_getOneHandleEach() {
    TestProcess first = start(Launch.inheritingOnly(listed));
    TestProcess second = start(Launch.inheritingOnly(unlisted));
    assertEquals(1, first.kernel32().getHandleInformation(listed));
    assertInvalid(first.kernel32(), unlisted);
    assertEquals(1, second.kernel32().getHandleInformation(unlisted));
  }

  @Fact({"handle-list-limits-inheritance", "inheritable-rows-copied"})
  void grandchild_inheritsWhatTheChildGot() {
    TestProcess child = start(Launch.inheritingOnly(listed));
    TestProcess grandchild = machine().start(child.kernel32(), Launch.inheriting());
    assertEmpty(grandchild.kernel32(), listed);
    assertInvalid(grandchild.kernel32(), unlisted);
    kill(child.kernel32(), grandchild.process());
  }

  @Fact({
    "listed-handle-must-be-inheritable",
    "handle-list-needs-inheritance",
    "listed-handle-must-be-real",
    "handle-listed-once-only"
  })
  void refusedStart_leavesNothing() {
    int before = usageCount(parent, listed);
    assertRefused(Launch.inheritingOnly(listed, listed), 87);
    assertEquals(before, usageCount(parent, listed));
  }

  @Fact({"duplicate-is-new-row-of-same-object", "handle-list-limits-inheritance"})
  void duplicateMadeForTheList_canBeClosedAfterwards() {
    Handle own = createSlot(parent, newSlotName());
    Handle copy =
        parent.duplicateHandle(
            Handle.CURRENT_PROCESS, own, Handle.CURRENT_PROCESS, 0, true, DUPLICATE_SAME_ACCESS);
    TestProcess child = start(Launch.inheritingOnly(copy));
    parent.closeHandle(copy);
    assertEmpty(child.kernel32(), copy);
    assertEquals(2, usageCount(parent, own));
  }
}
