package handlelab.contract;

import static handlelab.api.Win32.EVENT_MODIFY_STATE;
import static handlelab.api.Win32.MAXIMUM_WAIT_OBJECTS;
import static handlelab.api.Win32.WAIT_ABANDONED;
import static handlelab.api.Win32.WAIT_OBJECT_0;
import static handlelab.api.Win32.WAIT_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** WaitForMultipleObjects: any and all, what is taken, and what is not. */
class MultipleWaitTest extends ContractTest {
  private Handle event(boolean initialState) {
    return parent.createEvent(null, false, initialState, null).handle();
  }

  private int pollAny(Handle... handles) {
    return parent.waitForMultipleObjects(List.of(handles), false, 0);
  }

  private int pollAll(Handle... handles) {
    return parent.waitForMultipleObjects(List.of(handles), true, 0);
  }

  private int poll(Handle handle) {
    return parent.waitForSingleObject(handle, 0);
  }

  private static int ended(CompletableFuture<Integer> wait) {
    return wait.join();
  }

  @Fact("wait-any-takes-lowest")
  void waitAny_severalSignalled_takesTheLowestOnly() {
    Handle unset = event(false);
    Handle first = event(true);
    Handle second = event(true);
    assertEquals(WAIT_OBJECT_0 + 1, pollAny(unset, first, second));
    assertEquals(WAIT_OBJECT_0 + 2, pollAny(unset, first, second));
    assertEquals(WAIT_TIMEOUT, pollAny(unset, first, second));
  }

  @Fact("wait-any-takes-object-twice")
  void waitAny_objectTwice_isAllowed() {
    Handle event = event(true);
    assertEquals(WAIT_OBJECT_0, pollAny(event, event));
    assertEquals(WAIT_TIMEOUT, pollAny(event, event));
  }

  @Fact("wait-all-takes-all-or-nothing")
  void waitAll_oneUnset_takesNothing() {
    Handle set = event(true);
    Handle unset = event(false);
    Handle semaphore = parent.createSemaphore(null, 1, 1, null).handle();
    assertEquals(WAIT_TIMEOUT, pollAll(set, semaphore, unset));
    assertEquals(
        WAIT_TIMEOUT, parent.waitForMultipleObjects(List.of(set, semaphore, unset), true, 20));
    parent.setEvent(unset);
    assertEquals(WAIT_OBJECT_0, pollAll(set, semaphore, unset));
    assertEquals(WAIT_TIMEOUT, poll(set));
    assertEquals(WAIT_TIMEOUT, poll(semaphore));
    assertEquals(WAIT_TIMEOUT, poll(unset));
  }

  @Fact("wait-all-reserves-nothing")
  void waitAll_blocked_leavesObjectsToOthersUntilAllAreSet() {
    Handle first = event(false);
    Handle second = event(false);
    CompletableFuture<Integer> both =
        inBackground(
            () -> parent.waitForMultipleObjects(List.of(first, second), true, WAIT_LIMIT_MILLIS));
    parent.setEvent(first);
    assertEquals(WAIT_OBJECT_0, poll(first));
    parent.setEvent(second);
    assertEquals(WAIT_OBJECT_0, poll(second));
    parent.setEvent(second);
    parent.setEvent(first);
    assertEquals(WAIT_OBJECT_0, ended(both));
    assertEquals(WAIT_TIMEOUT, poll(first));
    assertEquals(WAIT_TIMEOUT, poll(second));
  }

  @Fact("wait-all-refuses-object-twice")
  void waitAll_objectTwice_isAnInvalidParameter() {
    Handle event = event(true);
    assertFails("WaitForMultipleObjects", 87, () -> pollAll(event, event));
    assertEquals(WAIT_OBJECT_0, poll(event));
  }

  @Fact("wait-count-limited")
  void wait_noneOrTooMany_isAnInvalidParameter() {
    assertFails("WaitForMultipleObjects", 87, () -> pollAny());
    Handle event = event(true);
    List<Handle> most = Collections.nCopies(MAXIMUM_WAIT_OBJECTS, event);
    assertEquals(WAIT_OBJECT_0, parent.waitForMultipleObjects(most, false, 0));
    List<Handle> tooMany = Collections.nCopies(MAXIMUM_WAIT_OBJECTS + 1, event);
    assertFails(
        "WaitForMultipleObjects", 87, () -> parent.waitForMultipleObjects(tooMany, false, 0));
  }

  @Fact("wait-all-of-64")
  void waitAll_mostObjects_works() {
    List<Handle> events = new ArrayList<>();
    for (int i = 0; i < MAXIMUM_WAIT_OBJECTS; i++) {
      events.add(event(true));
    }
    parent.resetEvent(events.get(MAXIMUM_WAIT_OBJECTS - 1));
    CompletableFuture<Integer> all =
        inBackground(() -> parent.waitForMultipleObjects(events, true, WAIT_LIMIT_MILLIS));
    parent.setEvent(events.get(MAXIMUM_WAIT_OBJECTS - 1));
    assertEquals(WAIT_OBJECT_0, ended(all));
    assertEquals(WAIT_TIMEOUT, parent.waitForMultipleObjects(events, false, 0));
  }

  @Fact("wait-checks-all-handles")
  void wait_oneWithoutSynchronize_isDeniedThoughAnotherIsSet() {
    Handle set = event(true);
    Handle noWait = reduce(parent, event(true), EVENT_MODIFY_STATE);
    assertFails("WaitForMultipleObjects", 5, () -> pollAny(set, noWait));
    assertFails("WaitForMultipleObjects", 6, () -> pollAny(set, new Handle(0xABCD0)));
    assertEquals(WAIT_OBJECT_0, poll(set));
  }

  @Fact("wait-for-many-refuses-pseudo-handles")
  void waitAny_pseudoHandle_isInvalid() {
    assertFails("WaitForMultipleObjects", 6, () -> pollAny(event(true), Handle.CURRENT_PROCESS));
    assertEquals(WAIT_TIMEOUT, poll(Handle.CURRENT_PROCESS));
  }

  @Fact("wait-all-answers-abandoned")
  void waitAll_abandonedMutex_answersAbandonedWithoutIndex() {
    List<Handle> handles = List.of(event(true), abandonedMutex());
    assertEquals(WAIT_ABANDONED, parent.waitForMultipleObjects(handles, true, WAIT_LIMIT_MILLIS));
    parent.releaseMutex(handles.get(1));
  }

  @Fact("wait-tells-index-of-abandoned")
  void waitAny_abandonedMutex_tellsItsIndex() {
    Handle mutex = abandonedMutex();
    List<Handle> handles = List.of(event(false), mutex);
    assertEquals(
        WAIT_ABANDONED + 1, parent.waitForMultipleObjects(handles, false, WAIT_LIMIT_MILLIS));
    parent.releaseMutex(mutex);
    assertEquals(WAIT_OBJECT_0 + 1, parent.waitForMultipleObjects(handles, false, 0));
    parent.releaseMutex(mutex);
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
    Handle unset = event(false);
    assertEquals(WAIT_TIMEOUT, parent.waitForMultipleObjects(List.of(unset, mutex), true, 20));
    // The thread may still be about to end.
    assertEquals(WAIT_ABANDONED, parent.waitForSingleObject(mutex, WAIT_LIMIT_MILLIS));
    parent.releaseMutex(mutex);
  }

  @Fact("wait-any-of-process-and-event")
  void waitAny_processAndEvent_endsWithTheProcess() {
    TestProcess child = start(Launch.plain());
    Handle unset = event(false);
    CompletableFuture<Integer> wait =
        inBackground(
            () ->
                parent.waitForMultipleObjects(
                    List.of(unset, child.process()), false, WAIT_LIMIT_MILLIS));
    child.exit(3);
    assertEquals(WAIT_OBJECT_0 + 1, ended(wait));
    assertEquals(WAIT_OBJECT_0 + 1, pollAny(unset, child.thread()));
  }

  @Fact("wait-all-of-process-and-event")
  void waitAll_processAliveAndEvent_leavesTheEvent() {
    TestProcess child = start(Launch.plain());
    Handle set = event(true);
    assertEquals(WAIT_TIMEOUT, pollAll(child.process(), set));
    assertEquals(WAIT_OBJECT_0, poll(set));
    child.exit(0);
  }

  @Fact("mailslot-is-wait-object")
  void waitAny_mailslot_isSignalled() {
    assertEquals(WAIT_OBJECT_0 + 1, pollAny(event(false), createSlot(parent, newSlotName())));
  }
}
