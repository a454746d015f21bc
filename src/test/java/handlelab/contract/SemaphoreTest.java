package handlelab.contract;

import static handlelab.api.Win32.SEMAPHORE_ALL_ACCESS;
import static handlelab.api.Win32.SEMAPHORE_MODIFY_STATE;
import static handlelab.api.Win32.SYNCHRONIZE;
import static handlelab.api.Win32.WAIT_OBJECT_0;
import static handlelab.api.Win32.WAIT_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Created;
import handlelab.api.Handle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Semaphores: counts and their limits. */
class SemaphoreTest extends ContractTest {
  private Handle createSemaphore(int initialCount, int maximumCount) {
    return parent.createSemaphore(null, initialCount, maximumCount, null).handle();
  }

  private int poll(Handle handle) {
    return parent.waitForSingleObject(handle, 0);
  }

  @Fact("semaphore-counts-waits")
  void semaphore_count_isTakenByWaits() {
    Handle semaphore = createSemaphore(2, 3);
    assertEquals(WAIT_OBJECT_0, poll(semaphore));
    assertEquals(WAIT_OBJECT_0, poll(semaphore));
    assertEquals(WAIT_TIMEOUT, poll(semaphore));
    assertEquals(0, parent.releaseSemaphore(semaphore, 2));
    assertEquals(2, parent.releaseSemaphore(semaphore, 1));
    assertEquals(WAIT_OBJECT_0, poll(semaphore));
  }

  @Fact("semaphore-maximum-kept")
  void releaseSemaphore_pastTheMaximum_changesNothing() {
    Handle semaphore = createSemaphore(1, 3);
    assertFails("ReleaseSemaphore", 298, () -> parent.releaseSemaphore(semaphore, 3));
    assertFails(
        "ReleaseSemaphore", 298, () -> parent.releaseSemaphore(semaphore, Integer.MAX_VALUE));
    assertEquals(1, parent.releaseSemaphore(semaphore, 2));
  }

  @Fact("release-of-none-refused")
  void releaseSemaphore_lessThanOne_isAnInvalidParameter() {
    Handle semaphore = createSemaphore(0, 3);
    assertFails("ReleaseSemaphore", 87, () -> parent.releaseSemaphore(semaphore, 0));
    assertFails("ReleaseSemaphore", 87, () -> parent.releaseSemaphore(semaphore, -1));
  }

  @Fact("semaphore-counts-checked")
  void createSemaphore_countsOutOfRange_areAnInvalidParameter() {
    int[][] counts = {{2, 1}, {-1, 1}, {0, 0}, {0, -1}, {1, -1}};
    for (int[] pair : counts) {
      assertFails(
          "CreateSemaphoreW", 87, () -> parent.createSemaphore(null, pair[0], pair[1], null));
    }
  }

  @Fact("semaphore-of-live-name-keeps-counts")
  void createSemaphore_liveName_ignoresTheCounts() {
    String name = newObjectName();
    Handle semaphore = parent.createSemaphore(null, 0, 1, name).handle();
    Created again = parent.createSemaphore(null, 5, 10, name);
    assertTrue(again.existed());
    assertEquals(WAIT_TIMEOUT, poll(again.handle()));
    assertFails("ReleaseSemaphore", 298, () -> parent.releaseSemaphore(semaphore, 2));
    assertEquals(SEMAPHORE_ALL_ACCESS, row(parent, again.handle()).grantedAccess());
    assertEquals("Semaphore", row(parent, semaphore).objectType());
  }

  @Fact("semaphore-rights-are-separate")
  void openSemaphore_rights_areSeparate() {
    String name = newObjectName();
    parent.createSemaphore(null, 0, 2, name);
    Handle releases = parent.openSemaphore(SEMAPHORE_MODIFY_STATE, false, name);
    Handle waits = parent.openSemaphore(SYNCHRONIZE, false, name);
    assertEquals(0, parent.releaseSemaphore(releases, 1));
    assertFails("WaitForSingleObject", 5, () -> poll(releases));
    assertFails("ReleaseSemaphore", 5, () -> parent.releaseSemaphore(waits, 1));
    assertEquals(WAIT_OBJECT_0, poll(waits));
  }

  @Fact("release-semaphore-needs-a-semaphore")
  void releaseSemaphore_noSemaphore_isInvalid() {
    Handle event = parent.createEvent(null, false, false, null).handle();
    assertFails("ReleaseSemaphore", 6, () -> parent.releaseSemaphore(event, 1));
    assertFails("ReleaseSemaphore", 6, () -> parent.releaseSemaphore(Handle.NULL, 1));
  }

  @Fact("semaphore-release-wakes-many")
  void releaseSemaphore_many_wakesAsMany() {
    Handle semaphore = createSemaphore(0, 100);
    List<CompletableFuture<Integer>> waiters = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waiters.add(inBackground(() -> parent.waitForSingleObject(semaphore, WAIT_LIMIT_MILLIS)));
    }
    parent.releaseSemaphore(semaphore, 9);
    waiters.forEach(waiter -> assertEquals(WAIT_OBJECT_0, waiter.join()));
    assertEquals(1, parent.releaseSemaphore(semaphore, 1));
  }
}
