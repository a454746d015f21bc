package handlelab.contract;

import static handlelab.api.Win32.EVENT_ALL_ACCESS;
import static handlelab.api.Win32.EVENT_MODIFY_STATE;
import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.INFINITE;
import static handlelab.api.Win32.SYNCHRONIZE;
import static handlelab.api.Win32.WAIT_OBJECT_0;
import static handlelab.api.Win32.WAIT_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.SecurityAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Events, and the names that events, mutexes and semaphores share. */
class EventTest extends ContractTest {
  private Handle createEvent(boolean manualReset, boolean initialState) {
    Created created = parent.createEvent(null, manualReset, initialState, null);
    assertFalse(created.existed());
    return created.handle();
  }

  private int poll(Handle handle) {
    return parent.waitForSingleObject(handle, 0);
  }

  @Fact("auto-reset-event-releases-one")
  void autoResetEvent_set_releasesOneWait() {
    Handle event = createEvent(false, false);
    assertEquals(WAIT_TIMEOUT, poll(event));
    parent.setEvent(event);
    parent.setEvent(event);
    assertEquals(WAIT_OBJECT_0, poll(event));
    assertEquals(WAIT_TIMEOUT, poll(event));
  }

  @Fact("manual-reset-event-stays-set")
  void manualResetEvent_set_staysSetUntilReset() {
    Handle event = createEvent(true, false);
    parent.setEvent(event);
    assertEquals(WAIT_OBJECT_0, poll(event));
    assertEquals(WAIT_OBJECT_0, poll(event));
    parent.resetEvent(event);
    assertEquals(WAIT_TIMEOUT, poll(event));
  }

  @Fact("event-initial-state")
  void event_initialState_isTaken() {
    assertEquals(WAIT_OBJECT_0, poll(createEvent(false, true)));
    assertEquals(WAIT_OBJECT_0, poll(createEvent(true, true)));
  }

  @Fact("manual-reset-event-wakes-all")
  void event_setByAnotherThread_wakesAllWaitersOfManualReset() {
    Handle event = createEvent(true, false);
    List<CompletableFuture<Integer>> waiters = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiters.add(inBackground(() -> parent.waitForSingleObject(event, WAIT_LIMIT_MILLIS)));
    }
    parent.setEvent(event);
    waiters.forEach(waiter -> assertEquals(WAIT_OBJECT_0, waiter.join()));
  }

  @Fact("set-event-wakes-each-waiter")
  void event_setOnceForEachWaiter_releasesEach() {
    Handle event = createEvent(false, false);
    Handle released = parent.createSemaphore(null, 0, 8, null).handle();
    List<CompletableFuture<Integer>> waiters = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiters.add(
          inBackground(
              () -> {
                int result = parent.waitForSingleObject(event, WAIT_LIMIT_MILLIS);
                parent.releaseSemaphore(released, 1);
                return result;
              }));
    }
    for (int i = 0; i < 8; i++) {
      parent.setEvent(event);
      assertEquals(WAIT_OBJECT_0, parent.waitForSingleObject(released, WAIT_LIMIT_MILLIS));
    }
    waiters.forEach(waiter -> assertEquals(WAIT_OBJECT_0, waiter.join()));
    assertEquals(WAIT_TIMEOUT, poll(event));
  }

  @Fact("event-row")
  void event_row_hasTypeNameAndAccess() {
    String name = newObjectName();
    Handle event = parent.createEvent(SecurityAttributes.INHERITABLE, false, false, name).handle();
    HandleRow row = row(parent, event);
    assertEquals("Event", row.objectType());
    assertEquals(EVENT_ALL_ACCESS, row.grantedAccess());
    assertTrue(row.inheritable());
    assertTrue(row.objectName().endsWith("\\BaseNamedObjects\\" + name), row.objectName());
    assertEquals(null, row(parent, createEvent(false, false)).objectName());
  }

  @Fact("create-of-live-name-opens")
  void createEvent_liveName_opensItWithItsOwnFlagAndIgnoresTheState() {
    String name = newObjectName();
    Created first = parent.createEvent(null, false, false, name);
    assertFalse(first.existed());
    Created second = parent.createEvent(SecurityAttributes.INHERITABLE, true, true, name);
    assertTrue(second.existed());
    assertEquals(WAIT_TIMEOUT, poll(second.handle()));
    assertEquals(HANDLE_FLAG_INHERIT, parent.getHandleInformation(second.handle()));
    assertEquals(0, parent.getHandleInformation(first.handle()));
    parent.setEvent(first.handle());
    assertEquals(WAIT_OBJECT_0, poll(second.handle()));
    assertEquals(WAIT_TIMEOUT, poll(first.handle()));
    assertTrue(parent.compareObjectHandles(first.handle(), second.handle()));
  }

  @Fact("object-name-free-after-last-close")
  void name_lastHandleClosed_isFree() {
    String name = newObjectName();
    Handle first = parent.createEvent(null, false, false, name).handle();
    Handle second = parent.openEvent(SYNCHRONIZE, true, name);
    assertEquals(HANDLE_FLAG_INHERIT, parent.getHandleInformation(second));
    parent.closeHandle(first);
    parent.closeHandle(parent.openEvent(SYNCHRONIZE, false, name));
    parent.closeHandle(second);
    assertFails("OpenEventW", 2, () -> parent.openEvent(SYNCHRONIZE, false, name));
    Created again = parent.createMutex(null, false, name);
    assertFalse(again.existed());
  }

  @Fact("object-names-are-shared-by-types")
  void name_ofAnotherType_isRefused() {
    String name = newObjectName();
    parent.createEvent(null, false, false, name);
    assertFails("CreateMutexW", 6, () -> parent.createMutex(null, false, name));
    assertFails("CreateSemaphoreW", 6, () -> parent.createSemaphore(null, 0, 1, name));
    assertFails("OpenMutexW", 6, () -> parent.openMutex(SYNCHRONIZE, false, name));
    assertFails("OpenSemaphoreW", 6, () -> parent.openSemaphore(SYNCHRONIZE, false, name));
    String semaphore = newObjectName();
    parent.createSemaphore(null, 0, 1, semaphore);
    assertFails("CreateEventW", 6, () -> parent.createEvent(null, false, false, semaphore));
    assertFails("OpenEventW", 6, () -> parent.openEvent(SYNCHRONIZE, false, semaphore));
  }

  @Fact("object-names-apart-from-devices")
  void name_inOtherNamespaces_doesNotCollide() {
    String name = newObjectName();
    createSlot(parent, "\\\\.\\mailslot\\" + name);
    assertFalse(parent.createEvent(null, false, false, name).existed());
  }

  @Fact("object-names-keep-case")
  void name_differsInCase_isAnother() {
    String name = newObjectName();
    parent.createEvent(null, false, false, name + "A");
    assertFalse(parent.createEvent(null, false, false, name + "a").existed());
  }

  @Fact("open-without-name-refused")
  void open_nullOrEmptyName_fails() {
    assertFails("OpenEventW", 87, () -> parent.openEvent(SYNCHRONIZE, false, null));
    assertFails("OpenMutexW", 87, () -> parent.openMutex(SYNCHRONIZE, false, null));
    assertFails("OpenSemaphoreW", 87, () -> parent.openSemaphore(SYNCHRONIZE, false, null));
    assertFails("OpenEventW", 6, () -> parent.openEvent(SYNCHRONIZE, false, ""));
  }

  @Fact("object-name-backslash-refused")
  void name_withBackslash_fails() {
    String name = newObjectName();
    assertFails("CreateEventW", 3, () -> parent.createEvent(null, false, false, "a\\" + name));
    assertFails("OpenEventW", 3, () -> parent.openEvent(SYNCHRONIZE, false, "a\\" + name));
    assertFails("CreateMutexW", 161, () -> parent.createMutex(null, false, "\\" + name));
    Handle local = parent.createEvent(null, false, false, "Local\\" + name).handle();
    Created same = parent.createEvent(null, false, false, name);
    assertTrue(same.existed());
    assertTrue(parent.compareObjectHandles(local, same.handle()));
  }

  @Fact("long-object-name-works")
  void name_ofThousandCharacters_works() {
    String name = newObjectName() + "x".repeat(1000);
    parent.createEvent(null, false, false, name);
    Handle unused = parent.openEvent(EVENT_MODIFY_STATE, false, name);
  }

  @Fact("set-event-needs-modify-state")
  void setEvent_withoutModifyState_isDenied() {
    String name = newObjectName();
    parent.createEvent(null, true, false, name);
    Handle waiter = parent.openEvent(SYNCHRONIZE, false, name);
    assertFails("SetEvent", 5, () -> parent.setEvent(waiter));
    assertFails("ResetEvent", 5, () -> parent.resetEvent(waiter));
    Handle setter = parent.openEvent(EVENT_MODIFY_STATE, false, name);
    parent.setEvent(setter);
    assertFails("WaitForSingleObject", 5, () -> parent.waitForSingleObject(setter, 0));
    assertEquals(WAIT_OBJECT_0, poll(waiter));
  }

  @Fact("set-event-needs-an-event")
  void setEvent_noEvent_isInvalid() {
    Handle mutex = parent.createMutex(null, false, null).handle();
    for (Handle handle :
        new Handle[] {mutex, Handle.NULL, Handle.CURRENT_PROCESS, new Handle(0xABCD0)}) {
      assertFails("SetEvent", 6, () -> parent.setEvent(handle));
      assertFails("ResetEvent", 6, () -> parent.resetEvent(handle));
    }
  }

  @Fact("event-duplicate-can-be-raised")
  void event_duplicateOfFewerRights_canBeRaised() {
    Handle event = createEvent(false, false);
    Handle raised = reduce(parent, reduce(parent, event, SYNCHRONIZE), EVENT_ALL_ACCESS);
    parent.setEvent(raised);
    assertEquals(WAIT_OBJECT_0, poll(event));
  }

  @Fact("inherited-event-is-the-same")
  void event_inherited_isSetByTheChild() {
    Handle event = createEvent(false, false);
    makeInheritable(parent, event);
    TestProcess child = start(Launch.inheriting());
    assertEquals(EVENT_ALL_ACCESS, row(child.kernel32(), event).grantedAccess());
    CompletableFuture<Integer> waiter =
        inBackground(() -> parent.waitForSingleObject(event, INFINITE));
    child.kernel32().setEvent(event);
    assertEquals(WAIT_OBJECT_0, waiter.join());
    child.exit(0);
  }

  @Fact("object-name-outlives-its-creator")
  void name_ofEndedProcess_livesWithOthersHandles() {
    String name = newObjectName();
    TestProcess child = start(Launch.plain());
    Handle theirs = child.kernel32().createEvent(null, true, false, name).handle();
    Handle event = parent.openEvent(EVENT_ALL_ACCESS, false, name);
    child.kernel32().setEvent(theirs);
    assertEquals(WAIT_OBJECT_0, poll(event));
    child.exit(0);
    awaitExit(parent, child.process());
    assertTrue(parent.createEvent(null, true, false, name).existed());
  }
}
