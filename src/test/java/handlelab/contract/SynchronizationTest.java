package handlelab.contract;

import static handlelab.api.Win32.EVENT_ALL_ACCESS;
import static handlelab.api.Win32.MAXIMUM_WAIT_OBJECTS;
import static handlelab.api.Win32.MUTEX_MODIFY_STATE;
import static handlelab.api.Win32.SYNCHRONIZE;
import static handlelab.api.Win32.WAIT_ABANDONED;
import static handlelab.api.Win32.WAIT_OBJECT_0;
import static handlelab.api.Win32.WAIT_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.SecurityAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Events, mutexes and waits for several objects: what needs many threads, rows or handles. */
class SynchronizationTest extends ContractTest {
  private Handle event(boolean manualReset, boolean initialState) {
    return parent.createEvent(null, manualReset, initialState, null).handle();
  }

  private int poll(Handle handle) {
    return parent.waitForSingleObject(handle, 0);
  }

  @Fact("manual-reset-event-wakes-all")
  void event_setByAnotherThread_wakesAllWaitersOfManualReset() {
    Handle event = event(true, false);
    List<CompletableFuture<Integer>> waiters = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiters.add(inBackground(() -> parent.waitForSingleObject(event, WAIT_LIMIT_MILLIS)));
    }
    parent.setEvent(event);
    waiters.forEach(waiter -> assertEquals(WAIT_OBJECT_0, waiter.join()));
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
    assertEquals(null, row(parent, event(false, false)).objectName());
  }

  @Fact("object-name-of-directory-refused")
  void nameOfADirectory_isOfAnotherType() {
    for (String name : List.of("Global", "Local", "Session")) {
      assertFails("CreateEventW", 6, () -> parent.createEvent(null, true, false, name));
      assertFails("OpenMutexW", 6, () -> parent.openMutex(SYNCHRONIZE, false, name));
    }
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

  @Fact("mutex-released-by-any-handle")
  void mutex_releasedThroughAnotherHandle_isFree() {
    String name = newObjectName();
    Handle mutex = parent.createMutex(null, true, name).handle();
    Handle modify = parent.openMutex(MUTEX_MODIFY_STATE, false, name);
    parent.releaseMutex(modify);
    assertEquals(WAIT_OBJECT_0, inBackground(() -> poll(mutex)).join());
  }

  @Fact("release-mutex-needs-a-mutex")
  void releaseMutex_noMutex_isInvalid() {
    Handle event = parent.createEvent(null, false, false, null).handle();
    for (Handle handle : List.of(event, Handle.NULL, Handle.CURRENT_THREAD)) {
      assertFails("ReleaseMutex", 6, () -> parent.releaseMutex(handle));
    }
  }

  @Fact("wait-all-of-64")
  void waitAll_mostObjects_works() {
    List<Handle> events = new ArrayList<>();
    for (int i = 0; i < MAXIMUM_WAIT_OBJECTS; i++) {
      events.add(event(false, true));
    }
    parent.resetEvent(events.get(MAXIMUM_WAIT_OBJECTS - 1));
    CompletableFuture<Integer> all =
        inBackground(() -> parent.waitForMultipleObjects(events, true, WAIT_LIMIT_MILLIS));
    parent.setEvent(events.get(MAXIMUM_WAIT_OBJECTS - 1));
    assertEquals(WAIT_OBJECT_0, all.join());
    assertEquals(WAIT_TIMEOUT, parent.waitForMultipleObjects(events, false, 0));
  }

  @Fact("wait-all-answers-abandoned")
  void waitAll_abandonedMutex_answersAbandonedWithoutIndex() {
    List<Handle> handles = List.of(event(false, true), abandonedMutex());
    assertEquals(WAIT_ABANDONED, parent.waitForMultipleObjects(handles, true, WAIT_LIMIT_MILLIS));
    parent.releaseMutex(handles.get(1));
  }

  private Handle abandonedMutex() {
    Handle mutex = parent.createMutex(null, false, null).handle();
    Handle copy = duplicate(parent, mutex);
    Thread owner = new Thread(() -> assertEquals(WAIT_OBJECT_0, poll(copy)));
    owner.start();
    try {
      owner.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return mutex;
  }

  @Fact("wait-all-leaves-abandoned")
  void waitAll_abandonedMutexAndUnset_leavesItAbandoned() {
    Handle mutex = abandonedMutex();
    Handle unset = event(false, false);
    assertEquals(WAIT_TIMEOUT, parent.waitForMultipleObjects(List.of(unset, mutex), true, 20));
    // The thread may still be about to end.
    assertEquals(WAIT_ABANDONED, parent.waitForSingleObject(mutex, WAIT_LIMIT_MILLIS));
    parent.releaseMutex(mutex);
  }
}
