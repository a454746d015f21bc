package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessEndedException;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the host of a process and of its threads is told, and what it may tell the kernel. */
@Timeout(60)
class HostedProcessTest {
  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final HostedProcess creator = kernel.startHostedProcess("creator.exe");
  private final Kernel32 kernel32 = creator.kernel32();
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() {
    assertFalse(kernel.lock.isHeldByCurrentThread(), "a call kept the lock");
    kernel.close();
  }

  private HostedChild child(int creationFlags) {
    return creator.createChild("child.exe", null, null, false, creationFlags, StartupInfo.DEFAULT);
  }

  private void tell(String what) {
    // Another thread gets the kernel's lock: so it is not held here.
    int running =
        CompletableFuture.supplyAsync(() -> kernel.handleTables().processIds().size())
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
    told.add(what + ", " + running + " run");
  }

  @Test
  void onEnd_ofATerminatedProcess_runsOnce() {
    HostedChild child = child(0);
    child.process().onEnd(() -> tell("ended"));
    kernel32.terminateProcess(child.information().process(), 7);
    child.process().exit(8);
    assertEquals(List.of("ended, 1 run"), told);
    assertEquals(7, kernel32.getExitCodeProcess(child.information().process()));
  }

  @Test
  void onEnd_ofAnEndedProcess_runsAtOnce() {
    HostedChild child = child(0);
    child.process().exit(8);
    assertEquals(List.of(), told);
    child.process().onEnd(() -> tell("had ended"));
    assertEquals(List.of("had ended, 1 run"), told);
  }

  @Test
  void onEnd_atTheKernelsClose_runs() {
    creator.onEnd(() -> tell("creator"));
    child(0).process().onEnd(() -> tell("child"));
    kernel.close();
    assertEquals(List.of("child, 0 run", "creator, 0 run"), told.stream().sorted().toList());
  }

  /** The creator's handle for the object of a child's thread, as that thread gives it. */
  private Handle handleOf(HostedProcess process, Kernel32 thread) {
    Handle there = kernel32.openProcess(Win32.PROCESS_DUP_HANDLE, false, process.processId());
    Handle here = thread.openProcess(Win32.PROCESS_DUP_HANDLE, false, creator.processId());
    Handle ofThread =
        thread.duplicateHandle(
            Handle.CURRENT_PROCESS,
            Handle.CURRENT_THREAD,
            here,
            0,
            false,
            Win32.DUPLICATE_SAME_ACCESS);
    thread.closeHandle(here);
    kernel32.closeHandle(there);
    return ofThread;
  }

  /** A Java thread of a child, which makes calls when it is told to. */
  private static final class Worker {
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    <T> T call(Callable<T> call) {
      try {
        return thread.submit(call).get(30, TimeUnit.SECONDS);
      } catch (ExecutionException | InterruptedException | TimeoutException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Its thread has ended when this returns. */
    void end() throws InterruptedException {
      Thread ended = call(Thread::currentThread);
      thread.shutdown();
      ended.join();
    }
  }

  private Handle handleOf(HostedProcess process, Worker worker) {
    return worker.call(() -> handleOf(process, process.kernel32()));
  }

  /** Nothing tells the kernel of its end, so it is forgotten when the next thread comes. */
  @Test
  void threadOfADeadJavaThread_withoutHandles_isForgottenWithTheNext() throws InterruptedException {
    HostedChild child = child(0);
    kernel32.closeHandle(handleOf(child.process(), child.process().kernel32()));
    int objects = kernel.knownObjects();
    for (int i = 0; i < 3; i++) {
      Worker worker = new Worker();
      kernel32.closeHandle(handleOf(child.process(), worker));
      assertEquals(objects + 1, kernel.knownObjects());
      worker.end();
    }
  }

  /** A thread of the host that waits until the child's main thread is resumed. */
  private static CompletableFuture<Boolean> awaitResume(HostedChild child) {
    CompletableFuture<Boolean> resumed = new CompletableFuture<>();
    Thread host =
        new Thread(
            () -> {
              try {
                resumed.complete(child.process().awaitResume());
              } catch (InterruptedException e) {
                resumed.completeExceptionally(e);
              }
            });
    host.start();
    while (host.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return resumed.orTimeout(30, TimeUnit.SECONDS);
  }

  @Test
  void awaitResume_thatWaits_returnsWhenTheThreadIsResumed() {
    HostedChild child = child(Win32.CREATE_SUSPENDED);
    CompletableFuture<Boolean> resumed = awaitResume(child);
    assertTrue(child.process().isSuspended());
    assertEquals(1, kernel32.resumeThread(child.information().thread()));
    assertTrue(resumed.join());
    assertFalse(child.process().isSuspended());
    assertEquals(0, kernel32.resumeThread(child.information().thread()));
  }

  @Test
  void awaitResume_ofAChildThatIsTerminated_tellsSo() {
    HostedChild child = child(Win32.CREATE_SUSPENDED);
    CompletableFuture<Boolean> resumed = awaitResume(child);
    kernel32.terminateProcess(child.information().process(), 7);
    assertFalse(resumed.join());
  }

  @Test
  void exit_withACodeThatIsNotKnown_changesNoneThatIs() {
    HostedChild unknown = child(0);
    unknown.process().exit(0, false);
    assertEquals("ended, exit code not known", endOf(unknown));
    HostedChild known = child(0);
    known.process().exit(7, true);
    known.process().exit(0, false);
    assertEquals("ended with 7", endOf(known));
  }

  /** What the views tell of the end of a process. */
  private String endOf(HostedChild child) {
    String state =
        kernel.handleTables().states(creator.processId()).get(child.information().process());
    return state.substring(state.indexOf(", ") + 2);
  }

  @Test
  void endThread_ofAThreadThatNeverAskedForItself_doesNothing() {
    int objects = kernel.knownObjects();
    creator.endThread();
    assertEquals(objects, kernel.knownObjects());
    assertEquals(creator.processId(), creator.kernel32().getCurrentProcessId());
  }

  /** A thread of a child that waits in a read of a slot which the creator has as well. */
  private Thread reader(HostedChild child, CompletableFuture<Throwable> end) {
    Handle slot = kernel32.createMailslot("\\\\.\\mailslot\\shared", 0, -1, null);
    Handle there =
        kernel32.duplicateHandle(
            Handle.CURRENT_PROCESS,
            slot,
            child.information().process(),
            0,
            false,
            Win32.DUPLICATE_SAME_ACCESS);
    Thread reader =
        new Thread(
            () -> {
              try {
                child.process().kernel32().readFile(there, ByteBuffer.allocate(10));
              } catch (RuntimeException e) {
                end.complete(e);
              }
            });
    reader.start();
    while (reader.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return reader;
  }

  @Test
  void waitingThread_interruptedAndEnded_hasEnded() throws InterruptedException {
    HostedChild child = child(0);
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread reader = reader(child, end);
    kernel.lock.lock();
    try {
      reader.interrupt();
      while (!kernel.lock.hasQueuedThread(reader)) {
        Thread.onSpinWait();
      }
      child.process().exit(0);
    } finally {
      kernel.lock.unlock();
    }
    assertEquals(ProcessEndedException.class, end.join().getClass());
    reader.join();
  }
}
