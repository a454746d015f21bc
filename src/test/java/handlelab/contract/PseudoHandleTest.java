package handlelab.contract;

import static handlelab.api.Win32.PROCESS_ALL_ACCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import java.util.concurrent.CompletableFuture;

/** The constants that mean the caller itself, and which handles name the same object. */
class PseudoHandleTest extends ContractTest {
  @Fact("pseudo-handle-values")
  void values_areMinusOneAndMinusTwo() {
    assertEquals(new Handle(-1), parent.getCurrentProcess());
    assertEquals(new Handle(-2), parent.getCurrentThread());
  }

  @Fact("duplicate-of-pseudo-process-is-real")
  void duplicate_isARealHandleWithAllAccess() {
    Handle real = duplicate(parent, Handle.CURRENT_PROCESS);
    assertTrue(real.value() > 0);
    assertEquals(parent.getCurrentProcessId(), parent.getProcessId(real));
    assertEquals(PROCESS_ALL_ACCESS, row(parent, real).grantedAccess());
    assertEquals("Process", row(parent, real).objectType());
    assertEquals(0, parent.getHandleInformation(real));
  }

  @Fact("duplicate-of-pseudo-thread-is-thread")
  void duplicateOfTheThread_isThisThread() {
    Handle real = duplicate(parent, Handle.CURRENT_THREAD);
    assertEquals("Thread", row(parent, real).objectType());
    assertTrue(parent.compareObjectHandles(real, Handle.CURRENT_THREAD));
    boolean sameElsewhere =
        inBackground(() -> parent.compareObjectHandles(real, Handle.CURRENT_THREAD)).join();
    assertFalse(sameElsewhere, "another thread's pseudo handle means that thread");
  }

  @Fact("ids-multiples-of-four")
  void ids_areMultiplesOfFour() {
    TestProcess child = start(Launch.plain());
    assertEquals(0, parent.getCurrentProcessId() & 3);
    assertEquals(0, child.processId() & 3);
    assertEquals(0, child.information().threadId() & 3);
    assertNotEquals(child.processId(), child.information().threadId());
  }

  @Fact("thread-id-names-one-thread")
  void threadId_ofAnotherThread_isAnother() {
    int own = parent.getCurrentThreadId();
    int other = CompletableFuture.supplyAsync(parent::getCurrentThreadId).join();
    assertEquals(own, parent.getCurrentThreadId());
    assertNotEquals(own, other);
    assertNotEquals(parent.getCurrentProcessId(), own);
  }
}
