package handlelab.contract;

import static handlelab.api.Win32.CREATE_SUSPENDED;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.INFINITE;
import static handlelab.api.Win32.PROCESS_ALL_ACCESS;
import static handlelab.api.Win32.PROCESS_QUERY_INFORMATION;
import static handlelab.api.Win32.PROCESS_QUERY_LIMITED_INFORMATION;
import static handlelab.api.Win32.PROCESS_TERMINATE;
import static handlelab.api.Win32.SYNCHRONIZE;
import static handlelab.api.Win32.WAIT_OBJECT_0;
import static handlelab.api.Win32.WAIT_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Win32Exception;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** OpenProcess, waiting for a process, its exit code and its end. */
class ProcessEndTest extends ContractTest {
  private Handle open(TestProcess child, int access) {
    return parent.openProcess(access, false, child.processId());
  }

  @Fact("process-opened-by-id")
  void openedProcess_isTheOneOfTheId() {
    TestProcess child = start(Launch.plain());
    Handle opened = open(child, PROCESS_ALL_ACCESS);
    assertTrue(parent.compareObjectHandles(opened, child.process()));
    assertEquals(child.processId(), parent.getProcessId(opened));
    assertEquals(0, parent.getHandleInformation(opened));
  }

  @Fact("process-opened-by-id")
  void anOpenedHandleHasTheFlagAskedFor() {
    int id = parent.getCurrentProcessId();
    Handle opened = parent.openProcess(PROCESS_QUERY_LIMITED_INFORMATION, true, id);
    assertEquals(1, parent.getHandleInformation(opened));
  }

  @Fact({"ids-multiples-of-four", "process-id-low-bits-ignored"})
  void anIdIsRoundedDownToAMultipleOfFour() {
    int id = parent.getCurrentProcessId();
    for (int more = 1; more <= 3; more++) {
      Handle opened = parent.openProcess(PROCESS_QUERY_LIMITED_INFORMATION, false, id + more);
      assertEquals(id, parent.getProcessId(opened));
    }
  }

  @Fact("unknown-process-id-refused")
  void anIdOfNoProcessIsRefused() {
    assertFails("OpenProcess", 87, () -> parent.openProcess(SYNCHRONIZE, false, 0));
    assertFails("OpenProcess", 87, () -> parent.openProcess(SYNCHRONIZE, false, 0x7FFF_FFF0));
    TestProcess child = start(Launch.plain());
    int threadId = child.information().threadId();
    assertFails("OpenProcess", 87, () -> parent.openProcess(SYNCHRONIZE, false, threadId));
  }

  @Fact("system-process-denied")
  void theSystemProcessCannotBeOpened() {
    assertFails("OpenProcess", 5, () -> parent.openProcess(PROCESS_ALL_ACCESS, false, 4));
  }

  @Fact("open-process-for-nothing-denied")
  void aProcessIsNotOpenedForNothing() {
    int id = parent.getCurrentProcessId();
    assertFails("OpenProcess", 5, () -> parent.openProcess(0, false, id));
  }

  @Fact({"unknown-process-id-refused", "ended-process-stays-while-held"})
  void anExitedProcessCanBeOpenedWhileAHandleIsLeft() {
    TestProcess child = start(Launch.plain());
    child.exit(11);
    awaitExit(parent, child.process());
    Handle opened = open(child, SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION);
    assertEquals(11, awaitExit(parent, opened));
  }

  @Fact({"unknown-process-id-refused", "ended-process-stays-while-held"})
  void endedProcess_withoutHandles_isGone() {
    TestProcess child = start(Launch.plain());
    kill(parent, child.process());
    parent.closeHandle(child.thread());
    parent.closeHandle(child.process());
    eventually(
        () ->
            assertFails(
                "OpenProcess",
                87,
                () -> parent.closeHandle(open(child, PROCESS_QUERY_LIMITED_INFORMATION))));
  }

  @Fact("query-right-includes-limited")
  void queryInformation_includesTheLimitedRight() {
    int id = parent.getCurrentProcessId();
    Handle opened = parent.openProcess(PROCESS_QUERY_INFORMATION, false, id);
    int access = row(parent, opened).grantedAccess();
    assertEquals(PROCESS_QUERY_INFORMATION | PROCESS_QUERY_LIMITED_INFORMATION, access);
  }

  @Fact("exit-code-after-end")
  void exitCode_isThereAfterTheEnd() {
    TestProcess child = start(Launch.plain());
    assertEquals(259, parent.getExitCodeProcess(child.process()));
    child.exit(42);
    assertEquals(42, awaitExit(parent, child.process()));
    assertEquals(42, parent.getExitCodeProcess(child.process()));
  }

  @Fact("exit-code-after-end")
  void exitCode_mayBe259() {
    TestProcess child = start(Launch.plain());
    parent.terminateProcess(child.process(), 259);
    assertEquals(259, awaitExit(parent, child.process()));
  }

  @Fact("exit-code-needs-query-right")
  void theExitCodeNeedsAQueryRight() {
    TestProcess child = start(Launch.plain());
    Handle waiting = open(child, SYNCHRONIZE);
    assertFails("GetExitCodeProcess", 5, () -> parent.getExitCodeProcess(waiting));
    Handle limited = open(child, PROCESS_QUERY_LIMITED_INFORMATION);
    assertEquals(259, parent.getExitCodeProcess(limited));
  }

  @Fact("process-id-needs-query-right")
  void theIdNeedsAQueryRight() {
    TestProcess child = start(Launch.plain());
    Handle waiting = open(child, SYNCHRONIZE);
    assertFails("GetProcessId", 5, () -> parent.getProcessId(waiting));
    Handle limited = open(child, PROCESS_QUERY_LIMITED_INFORMATION);
    assertEquals(child.processId(), parent.getProcessId(limited));
  }

  @Fact("exit-code-needs-query-right")
  void exitCode_ofAnotherType_fails() {
    TestProcess child = start(Launch.plain());
    Handle slot = createSlot(parent, newSlotName());
    for (Handle bad : new Handle[] {Handle.NULL, slot, child.thread()}) {
      assertFails("GetExitCodeProcess", 6, () -> parent.getExitCodeProcess(bad));
    }
  }

  @Fact("exit-code-has-32-bits")
  void exitCodesHaveThirtyTwoBits() {
    TestProcess child = start(Launch.plain());
    parent.terminateProcess(child.process(), -1);
    assertEquals(-1, awaitExit(parent, child.process()));
  }

  @Fact("terminated-with-exit-code")
  void terminatingEndsAProcessWithTheCode() {
    TestProcess child = start(Launch.plain());
    parent.terminateProcess(child.process(), 123);
    assertEquals(123, awaitExit(parent, child.process()));
  }

  @Fact("terminated-with-exit-code")
  void aProcessThatNeverRanCanBeTerminated() {
    TestProcess child = start(Launch.plain().flags(CREATE_SUSPENDED));
    parent.terminateProcess(child.process(), 123);
    assertEquals(123, awaitExit(parent, child.process()));
  }

  @Fact("terminated-with-exit-code")
  void process_waitingInARead_canBeTerminated() {
    TestProcess child = start(Launch.plain());
    String name = newSlotName();
    Handle slot = child.kernel32().createMailslot(name, 0, -1, null);
    CompletableFuture<String> reading = inBackground(() -> read(child.kernel32(), slot));
    parent.terminateProcess(child.process(), 9);
    assertEquals(9, awaitExit(parent, child.process()));
    createSlot(parent, name);
    assertTrue(reading.handle((text, failure) -> failure != null).join());
  }

  @Fact("ended-process-not-terminated")
  void anExitedProcessCannotBeTerminated() {
    TestProcess child = start(Launch.plain());
    child.exit(3);
    assertEquals(3, awaitExit(parent, child.process()));
    assertFails("TerminateProcess", 5, () -> parent.terminateProcess(child.process(), 4));
  }

  @Fact("exit-code-after-end")
  void aSecondTerminationDoesNotChangeTheExitCode() {
    TestProcess child = start(Launch.plain());
    child.exit(3);
    awaitExit(parent, child.process());
    try {
      parent.terminateProcess(child.process(), 4);
    } catch (Win32Exception refused) {
      assertEquals(5, refused.errorCode());
    }
    assertEquals(3, parent.getExitCodeProcess(child.process()));
  }

  @Fact("terminating-needs-right")
  void terminate_withTheRightAlone_works() {
    TestProcess child = start(Launch.plain());
    Handle limited = open(child, PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE);
    assertFails("TerminateProcess", 5, () -> parent.terminateProcess(limited, 1));
    assertEquals(259, parent.getExitCodeProcess(limited));
    parent.terminateProcess(open(child, PROCESS_TERMINATE), 6);
    assertEquals(6, awaitExit(parent, child.process()));
  }

  @Fact("terminating-needs-right")
  void terminate_ofAnotherType_fails() {
    Handle slot = createSlot(parent, newSlotName());
    for (Handle bad : new Handle[] {Handle.NULL, slot, new Handle(0x3FF_FFF0)}) {
      assertFails("TerminateProcess", 6, () -> parent.terminateProcess(bad, 1));
    }
  }

  @Fact("waiting-needs-row")
  void wait_forAValueWithoutRow_fails() {
    Handle closed = createSlot(parent, newSlotName());
    parent.closeHandle(closed);
    Handle garbage = new Handle(0x3FF_FFF0);
    for (long value : new long[] {0, 1, 2, 3, closed.value(), garbage.value() + 1}) {
      assertFails("WaitForSingleObject", 6, () -> parent.waitForSingleObject(new Handle(value), 0));
    }
  }

  @Fact("waiting-needs-right")
  void waitingNeedsTheRight() {
    TestProcess child = start(Launch.plain());
    Handle limited = open(child, PROCESS_QUERY_LIMITED_INFORMATION);
    assertFails("WaitForSingleObject", 5, () -> parent.waitForSingleObject(limited, 0));
  }

  @Fact("low-two-bits-ignored")
  void wait_ignoresTheLowTwoBits() {
    TestProcess child = start(Launch.plain());
    Handle odd = new Handle(child.process().value() | 3);
    assertEquals(WAIT_TIMEOUT, parent.waitForSingleObject(odd, 0));
    kill(parent, odd);
  }

  @Fact({"process-signalled-at-end", "exit-code-after-end"})
  void endedProcess_answersEveryWaitAtOnce() {
    TestProcess child = start(Launch.plain());
    kill(parent, child.process());
    for (int i = 0; i < 3; i++) {
      assertEquals(WAIT_OBJECT_0, parent.waitForSingleObject(child.process(), INFINITE));
      assertEquals(WAIT_OBJECT_0, parent.waitForSingleObject(child.thread(), INFINITE));
    }
  }

  @Fact({"process-signalled-at-end", "exit-code-after-end"})
  void end_wakesEveryWaiter() {
    TestProcess child = start(Launch.plain());
    Handle opened = open(child, SYNCHRONIZE);
    CompletableFuture<Integer> first =
        inBackground(() -> parent.waitForSingleObject(child.process(), INFINITE));
    CompletableFuture<Integer> second =
        inBackground(() -> parent.waitForSingleObject(opened, 20_000));
    parent.terminateProcess(child.process(), 1);
    assertEquals(WAIT_OBJECT_0, first.orTimeout(20, TimeUnit.SECONDS).join());
    assertEquals(WAIT_OBJECT_0, second.orTimeout(20, TimeUnit.SECONDS).join());
  }

  @Fact("thread-signalled-at-end")
  void waitForAThread_returnsWhenItEnds() throws Exception {
    Handle self = Handle.CURRENT_PROCESS;
    CompletableFuture<Handle> own = new CompletableFuture<>();
    CountDownLatch mayEnd = new CountDownLatch(1);
    Thread worker =
        new Thread(
            () -> {
              own.complete(
                  parent.duplicateHandle(
                      self, Handle.CURRENT_THREAD, self, 0, false, DUPLICATE_SAME_ACCESS));
              awaitUninterruptibly(mayEnd);
            });
    worker.start();
    Handle thread = own.get(20, TimeUnit.SECONDS);
    assertEquals(WAIT_TIMEOUT, parent.waitForSingleObject(thread, 0));
    CompletableFuture<Integer> waited =
        CompletableFuture.supplyAsync(() -> parent.waitForSingleObject(thread, INFINITE));
    mayEnd.countDown();
    assertEquals(WAIT_OBJECT_0, waited.get(20, TimeUnit.SECONDS));
    parent.closeHandle(thread);
    worker.join();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Fact("suspended-process-not-signalled")
  void suspendedProcess_waitedFor_timesOut() {
    TestProcess child = start(Launch.plain().flags(CREATE_SUSPENDED));
    long start = System.nanoTime();
    assertEquals(WAIT_TIMEOUT, parent.waitForSingleObject(child.process(), 100));
    assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(90));
  }

  @Fact("thread-handle-elsewhere-delays-no-end")
  void threadHandleElsewhere_doesNotDelayTheEnd() {
    TestProcess child = start(Launch.plain());
    TestProcess holder = start(Launch.plain());
    Handle there = duplicate(parent, child.thread(), holder.process());
    parent.terminateProcess(child.process(), 8);
    assertEquals(8, awaitExit(parent, child.process()));
    assertEquals(WAIT_OBJECT_0, holder.kernel32().waitForSingleObject(there, 20_000));
  }

  @Fact("terminating-needs-right")
  void child_canEndAnotherChild() {
    TestProcess victim = start(Launch.plain());
    TestProcess killer = start(Launch.plain());
    Handle there = duplicate(parent, victim.process(), killer.process());
    killer.kernel32().terminateProcess(there, 13);
    assertEquals(13, awaitExit(parent, victim.process()));
  }

  @Fact({"terminated-with-exit-code", "ended-process-stays-while-held"})
  void process_outlivesItsParent() {
    TestProcess child = start(Launch.plain());
    TestProcess grandchild = machine().start(child.kernel32(), Launch.plain());
    Handle opened = open(grandchild, PROCESS_ALL_ACCESS);
    kill(parent, child.process());
    assertEquals(259, parent.getExitCodeProcess(opened));
    assertEquals(grandchild.processId(), grandchild.kernel32().getCurrentProcessId());
    kill(parent, opened);
  }
}
