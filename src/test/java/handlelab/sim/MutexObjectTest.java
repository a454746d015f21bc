package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a mutex whose owner's Java thread ends. */
@Timeout(60)
class MutexObjectTest {
  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final Kernel32 process = kernel.startProcess("owner.exe");

  @AfterEach
  void close() {
    kernel.close();
  }

  /** A thread that is blocked in a wait for the mutex when this returns. */
  private CompletableFuture<Integer> waiter(Handle mutex) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread thread =
        new Thread(() -> result.complete(process.waitForSingleObject(mutex, Win32.INFINITE)));
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return result;
  }

  private static int join(CompletableFuture<Integer> result) {
    return result.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** The second owner was a waiter, and ends without a release: the third learns of it. */
  @Test
  void mutex_ofAnOwnerThatWaitedItself_isAbandonedToTheNext() {
    Handle mutex = process.createMutex(null, true, null).handle();
    CompletableFuture<Integer> second = waiter(mutex);
    CompletableFuture<Integer> third = waiter(mutex);
    process.releaseMutex(mutex);
    assertEquals(Win32.WAIT_OBJECT_0, join(second));
    assertEquals(Win32.WAIT_ABANDONED, join(third));
  }

  /** Its exit code may become known much later. */
  @Test
  void mutex_ofAProcessThatIsGone_isAbandonedAtOnce() {
    HostedProcess owner = kernel.startHostedProcess("owner.exe");
    var unused = owner.kernel32().createMutex(null, true, "m");
    Handle opened = process.openMutex(Win32.SYNCHRONIZE, false, "m");
    owner.closeTable();
    assertEquals(Win32.WAIT_ABANDONED, process.waitForSingleObject(opened, 0));
    owner.exit(0);
    assertEquals(Win32.WAIT_OBJECT_0, process.waitForSingleObject(opened, 0), "owned once more");
  }

  @Test
  void mutex_ofAnEndedThread_isAbandonedAtOnce() throws InterruptedException {
    Handle mutex = process.createMutex(null, false, null).handle();
    Handle event = process.createEvent(null, true, true, null).handle();
    Thread owner = new Thread(() -> process.waitForSingleObject(mutex, 0));
    owner.start();
    owner.join();
    assertEquals(
        Win32.WAIT_ABANDONED, process.waitForMultipleObjects(List.of(event, mutex), true, 0));
    assertEquals(Win32.WAIT_OBJECT_0, process.waitForSingleObject(mutex, 0), "owned now");
  }
}
