package handlelab.contract;

import static handlelab.api.Win32.CREATE_SUSPENDED;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.INFINITE;
import static handlelab.api.Win32.PROCESS_ALL_ACCESS;
import static handlelab.api.Win32.PROCESS_QUERY_INFORMATION;
import static handlelab.api.Win32.PROCESS_QUERY_LIMITED_INFORMATION;
import static handlelab.api.Win32.SYNCHRONIZE;
import static handlelab.api.Win32.WAIT_OBJECT_0;
import static handlelab.api.Win32.WAIT_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** OpenProcess, waiting for a process, its exit code and its end. */
class ProcessEndTest extends ContractTest {
  private Handle open(TestProcess child, int access) {
    return parent.openProcess(access, false, child.processId());
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
