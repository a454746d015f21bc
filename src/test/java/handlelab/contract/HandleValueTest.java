package handlelab.contract;

import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** Handle values, closing them, and the two flags of a row. */
class HandleValueTest extends ContractTest {

  private String name;
  private Handle slot;

  @BeforeEach
  void createTheSlot() {
    name = newSlotName();
    slot = createSlot(parent, name);
  }

  private static Handle with(Handle handle, long bits) {
    return new Handle(handle.value() | bits);
  }

  private int flags(Handle handle) {
    return parent.getHandleInformation(handle);
  }

  private void set(int mask, int flags) {
    parent.setHandleInformation(slot, mask, flags);
  }

  @Fact("handle-values-multiples-of-four")
  void values_areMultiplesOfFourAndDiffer() {
    Set<Handle> seen = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Handle handle = duplicate(parent, slot);
      assertEquals(0, handle.value() & 3, () -> handle + " is no multiple of four");
      assertTrue(handle.value() > 0, handle::toString);
      assertTrue(seen.add(handle), () -> handle + " twice");
    }
  }

  @Fact("values-come-back-soon")
  void closedValue_comesBackSoon() {
    Set<Handle> closed = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      closed.add(duplicate(parent, slot));
    }
    closed.forEach(parent::closeHandle);
    boolean reused = false;
    for (int i = 0; i < 64 && !reused; i++) {
      reused = closed.contains(duplicate(parent, slot));
    }
    assertTrue(reused, "no closed value came back in 64 opens");
  }

  @Fact("handle-value-means-one-table")
  void valueOfTheParent_inAChildWithoutInheritance_isInvalid() {
    // A value far beyond what a child's own start-up opens.
    for (int i = 0; i < 1200; i++) {
      duplicate(parent, slot);
    }
    Handle far = duplicate(parent, slot);
    TestProcess child = start(Launch.plain());
    assertInvalid(child.kernel32(), far);
    assertEquals(0, flags(far));
  }

  @Fact("low-two-bits-ignored")
  void lowTwoBits_areIgnoredByEveryCall() {
    Handle client = openClient(parent, name);
    write(parent, with(client, 1), "bits");
    assertEquals(4, parent.getMailslotInfo(with(slot, 2)).nextSize());
    parent.setMailslotInfo(with(slot, 3), 7);
    assertEquals(7, parent.getMailslotInfo(slot).readTimeoutMillis());
    assertEquals("bits", read(parent, with(slot, 3)));
    parent.setHandleInformation(with(slot, 1), HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    assertEquals(HANDLE_FLAG_INHERIT, flags(with(slot, 2)));
    assertTrue(parent.compareObjectHandles(with(slot, 1), slot));
    assertTrue(parent.compareObjectHandles(slot, duplicate(parent, with(slot, 3))));
  }

  @Fact("close-does-not-end-process")
  void processHandles_closed_leaveTheProcessRunning() {
    makeInheritable(parent, slot);
    TestProcess child = start(Launch.inheriting());
    Handle client = openClient(child.kernel32(), name);
    parent.closeHandle(child.process());
    parent.closeHandle(child.thread());
    write(child.kernel32(), client, "still here");
    assertEquals("still here", read(parent, slot));
  }

  @Fact("flags-belong-to-row")
  void flags_belongToTheRow() {
    Handle copy = duplicate(parent, slot);
    set(HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    assertEquals(1, flags(slot));
    assertEquals(0, flags(copy));
  }

  @Fact("process-end-closes-protected-rows")
  void protectedRow_endsWithItsProcess() {
    TestProcess child = start(Launch.plain());
    String own = newSlotName();
    Handle there = createSlot(child.kernel32(), own);
    child
        .kernel32()
        .setHandleInformation(
            there, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE);
    kill(parent, child.process());
    createSlot(parent, own);
  }
}
