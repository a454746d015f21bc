package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.GENERIC_EXECUTE;
import static handlelab.api.Win32.GENERIC_READ;
import static handlelab.api.Win32.GENERIC_WRITE;
import static handlelab.api.Win32.MUTEX_ALL_ACCESS;
import static handlelab.api.Win32.MUTEX_MODIFY_STATE;
import static handlelab.api.Win32.SYNCHRONIZE;
import static handlelab.api.Win32.WAIT_ABANDONED;
import static handlelab.api.Win32.WAIT_OBJECT_0;
import static handlelab.api.Win32.WAIT_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Mutexes: owned by threads, counted, abandoned. */
class MutexTest extends ContractTest {
  /** A thread that lives through several calls. */
  private ExecutorService other;

  @BeforeEach
  void startOtherThread() {
    other = Executors.newSingleThreadExecutor();
  }

  @AfterEach
  void endOtherThread() throws InterruptedException {
    other.shutdown();
    assertTrue(other.awaitTermination(WAIT_LIMIT_MILLIS, TimeUnit.MILLISECONDS));
  }

  private Handle createMutex(boolean initialOwner) {
    return parent.createMutex(null, initialOwner, null).handle();
  }

  private int poll(Handle handle) {
    return parent.waitForSingleObject(handle, 0);
  }

  private int pollOnOtherThread(Handle handle) {
    return onOtherThread(() -> poll(handle));
  }

  private <T> T onOtherThread(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, other).join();
  }

  @Fact("mutex-has-one-owner")
  void mutex_ownedOnce_isNotHadByAnotherThread() {
    Handle mutex = createMutex(false);
    assertEquals(WAIT_OBJECT_0, poll(mutex));
    assertEquals(WAIT_TIMEOUT, pollOnOtherThread(mutex));
    parent.releaseMutex(mutex);
    assertEquals(WAIT_OBJECT_0, pollOnOtherThread(mutex));
    assertEquals(WAIT_TIMEOUT, poll(mutex));
    onOtherThread(
        () -> {
          parent.releaseMutex(mutex);
          return null;
        });
    assertEquals(WAIT_OBJECT_0, poll(mutex));
    parent.releaseMutex(mutex);
  }

  @Fact("mutex-counts-its-owner")
  void mutex_ownedSeveralTimes_isFreeAfterAsManyReleases() {
    Handle mutex = createMutex(false);
    for (int i = 0; i < 32; i++) {
      assertEquals(WAIT_OBJECT_0, poll(mutex));
    }
    for (int i = 0; i < 32; i++) {
      assertEquals(WAIT_TIMEOUT, pollOnOtherThread(mutex));
      parent.releaseMutex(mutex);
    }
    assertFails("ReleaseMutex", 288, () -> parent.releaseMutex(mutex));
    assertEquals(WAIT_OBJECT_0, pollOnOtherThread(mutex));
    assertFails("ReleaseMutex", 288, () -> parent.releaseMutex(mutex));
  }

  @Fact("mutex-created-owned")
  void createMutex_initialOwner_ownsANewMutexOnly() {
    String name = newObjectName();
    Handle mutex = parent.createMutex(null, true, name).handle();
    assertEquals(WAIT_TIMEOUT, pollOnOtherThread(mutex));
    Created again = parent.createMutex(null, true, name);
    assertTrue(again.existed());
    parent.releaseMutex(again.handle());
    assertFails("ReleaseMutex", 288, () -> parent.releaseMutex(mutex));
    assertEquals(MUTEX_ALL_ACCESS, row(parent, mutex).grantedAccess());
    assertEquals("Mutant", row(parent, mutex).objectType());
  }

  @Fact("mutex-released-by-any-handle")
  void mutex_releasedThroughAnotherHandle_isFree() {
    String name = newObjectName();
    Handle mutex = parent.createMutex(null, true, name).handle();
    Handle modify = parent.openMutex(MUTEX_MODIFY_STATE, false, name);
    parent.releaseMutex(modify);
    assertEquals(WAIT_OBJECT_0, pollOnOtherThread(mutex));
  }

  @Fact("mutex-generic-access")
  void openMutex_genericAccess_mapsToMutexRights() {
    String name = newObjectName();
    parent.createMutex(null, false, name);
    Handle noWait = parent.openMutex(GENERIC_READ | GENERIC_WRITE, false, name);
    assertFails("WaitForSingleObject", 5, () -> poll(noWait));
    Handle waits = parent.openMutex(GENERIC_EXECUTE, false, name);
    assertEquals(WAIT_OBJECT_0, poll(waits));
    parent.releaseMutex(waits);
  }

  @Fact("ended-thread-abandons-mutex")
  void ownerThread_ended_abandonsTheMutex() {
    Handle mutex = createMutex(false);
    assertEquals(WAIT_OBJECT_0, inBackground(() -> poll(mutex)).join());
    // The thread may still be about to end.
    assertEquals(WAIT_ABANDONED, parent.waitForSingleObject(mutex, WAIT_LIMIT_MILLIS));
    assertEquals(WAIT_OBJECT_0, poll(mutex));
    parent.releaseMutex(mutex);
    parent.releaseMutex(mutex);
    assertEquals(WAIT_OBJECT_0, pollOnOtherThread(mutex));
  }

  @Fact("abandoned-mutex-wakes-waiter")
  void ownerThread_endsWhileAnotherWaits_wakesItWithAbandoned() throws InterruptedException {
    Handle mutex = createMutex(false);
    Handle end = parent.createEvent(null, true, false, null).handle();
    Handle owned = parent.createEvent(null, true, false, null).handle();
    Thread owner =
        new Thread(
            () -> {
              assertEquals(WAIT_OBJECT_0, poll(mutex));
              parent.setEvent(owned);
              parent.waitForSingleObject(end, WAIT_LIMIT_MILLIS);
            });
    owner.start();
    assertEquals(WAIT_OBJECT_0, parent.waitForSingleObject(owned, WAIT_LIMIT_MILLIS));
    CompletableFuture<Integer> waiter =
        CompletableFuture.supplyAsync(
            () -> parent.waitForSingleObject(mutex, WAIT_LIMIT_MILLIS), other);
    assertEquals(WAIT_TIMEOUT, poll(mutex));
    parent.setEvent(end);
    owner.join();
    assertEquals(WAIT_ABANDONED, waiter.join());
    assertEquals(WAIT_TIMEOUT, poll(mutex));
  }

  @Fact("killed-process-abandons-mutex")
  void ownerProcess_killed_abandonsTheMutex() {
    Handle mutex = createMutex(false);
    makeInheritable(parent, mutex);
    TestProcess child = start(Launch.inheriting());
    assertEquals(WAIT_OBJECT_0, child.kernel32().waitForSingleObject(mutex, 0));
    assertEquals(WAIT_TIMEOUT, poll(mutex));
    kill(parent, child.process());
    assertEquals(WAIT_ABANDONED, parent.waitForSingleObject(mutex, WAIT_LIMIT_MILLIS));
    parent.releaseMutex(mutex);
    assertEquals(WAIT_OBJECT_0, poll(mutex));
    parent.releaseMutex(mutex);
  }

  @Fact("child-owns-no-inherited-mutex")
  void mutex_inherited_isNotOwnedByTheChild() {
    Handle mutex = createMutex(true);
    makeInheritable(parent, mutex);
    TestProcess child = start(Launch.inheriting());
    Kernel32 theirs = child.kernel32();
    assertEquals(WAIT_TIMEOUT, theirs.waitForSingleObject(mutex, 0));
    assertFails("ReleaseMutex", 288, () -> theirs.releaseMutex(mutex));
    parent.releaseMutex(mutex);
    assertEquals(WAIT_OBJECT_0, theirs.waitForSingleObject(mutex, WAIT_LIMIT_MILLIS));
    child.exit(0);
  }

  @Fact("release-mutex-needs-a-mutex")
  void releaseMutex_noMutex_isInvalid() {
    Handle event = parent.createEvent(null, false, false, null).handle();
    for (Handle handle : List.of(event, Handle.NULL, Handle.CURRENT_THREAD)) {
      assertFails("ReleaseMutex", 6, () -> parent.releaseMutex(handle));
    }
  }

  @Fact("mutex-needs-synchronize-only")
  void mutex_duplicateOfSynchronizeOnly_canWaitAndRelease() {
    Handle mutex = createMutex(false);
    Handle waits = reduce(parent, mutex, SYNCHRONIZE);
    assertEquals(WAIT_OBJECT_0, poll(waits));
    Handle same =
        parent.duplicateHandle(
            Handle.CURRENT_PROCESS, waits, Handle.CURRENT_PROCESS, 0, false, DUPLICATE_SAME_ACCESS);
    parent.releaseMutex(mutex);
    assertEquals(SYNCHRONIZE, row(parent, same).grantedAccess());
  }
}
