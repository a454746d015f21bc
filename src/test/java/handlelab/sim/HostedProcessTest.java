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

  @Test
  void closeTable_doesNotEndTheProcess() {
    HostedChild child = child(0);
    child.process().onEnd(() -> tell("ended"));
    child.process().closeTable();
    assertEquals(List.of(), told);
    assertEquals(Win32.STILL_ACTIVE, kernel32.getExitCodeProcess(child.information().process()));
    child.process().exit(8);
    assertEquals(List.of("ended, 1 run"), told);
    assertEquals(8, kernel32.getExitCodeProcess(child.information().process()));
  }

  @Test
  void awaitResume_ofATerminatedChild_isFalse() throws InterruptedException {
    HostedChild child = child(Win32.CREATE_SUSPENDED);
    kernel32.terminateProcess(child.information().process(), 7);
    assertFalse(child.process().awaitResume());
    assertTrue(child(0).process().awaitResume());
  }

  private int waitFor(Handle handle) {
    return kernel32.waitForSingleObject(handle, 0);
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

  @Test
  void firstThreadThatAsksForItself_isTheMainThread() throws InterruptedException {
    HostedChild child = child(0);
    Worker first = new Worker();
    Worker second = new Worker();
    Handle main = handleOf(child.process(), first);
    Handle further = handleOf(child.process(), second);
    assertTrue(kernel32.compareObjectHandles(main, child.information().thread()));
    assertFalse(kernel32.compareObjectHandles(further, main));
    Handle again = handleOf(child.process(), first);
    assertTrue(kernel32.compareObjectHandles(main, again), "it stays so");
    first.end();
    second.end();
  }

  @Test
  void thread_isSignalled_whenItsJavaThreadHasEndedOrItsHostSaysSo() throws InterruptedException {
    HostedChild child = child(0);
    Worker first = new Worker();
    Worker second = new Worker();
    Handle main = handleOf(child.process(), first);
    Handle further = handleOf(child.process(), second);
    assertEquals(Win32.WAIT_TIMEOUT, waitFor(further));
    second.end();
    assertEquals(Win32.WAIT_OBJECT_0, waitFor(further));
    assertEquals(Win32.WAIT_TIMEOUT, waitFor(main));
    first.call(
        () -> {
          child.process().endThread();
          return null;
        });
    assertEquals(Win32.WAIT_OBJECT_0, waitFor(main));
    assertEquals(Win32.WAIT_TIMEOUT, waitFor(child.information().process()));
    // The main thread is not there twice.
    Handle later = handleOf(child.process(), first);
    assertFalse(kernel32.compareObjectHandles(later, main));
    assertEquals(Win32.WAIT_TIMEOUT, waitFor(later));
    child.process().exit(0);
    assertEquals(Win32.WAIT_OBJECT_0, waitFor(later));
    first.end();
  }

  @Test
  void infiniteWaitForAThread_returnsWhenThatEnds() throws InterruptedException {
    HostedChild child = child(0);
    Worker worker = new Worker();
    Handle further = handleOf(child.process(), worker);
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread waiter =
        new Thread(() -> result.complete(kernel32.waitForSingleObject(further, Win32.INFINITE)));
    waiter.start();
    while (waiter.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertFalse(result.isDone());
    worker.end();
    assertEquals(Win32.WAIT_OBJECT_0, result.orTimeout(30, TimeUnit.SECONDS).join());
    waiter.join();
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

  @Test
  void awaitResume_thatWaits_returnsWhenTheThreadIsResumed() throws InterruptedException {
    HostedChild child = child(Win32.CREATE_SUSPENDED);
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
    assertEquals(1, kernel32.resumeThread(child.information().thread()));
    assertTrue(resumed.orTimeout(30, TimeUnit.SECONDS).join());
    assertEquals(0, kernel32.resumeThread(child.information().thread()));
    host.join();
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
  void waitingThread_atItsProcessesEnd_isWoken() throws InterruptedException {
    HostedChild child = child(0);
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread reader = reader(child, end);
    child.process().exit(0);
    assertEquals(ProcessEndedException.class, end.join().getClass());
    reader.join();
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

  @Test
  void childsHandles_fillTheGapsBetweenInheritedOnes() {
    List<Handle> opened = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      opened.add(kernel32.openProcess(Win32.SYNCHRONIZE, i % 2 == 1, creator.processId()));
    }
    Kernel32 child =
        creator
            .createChild("child.exe", null, null, true, 0, StartupInfo.DEFAULT)
            .process()
            .kernel32();
    int id = creator.processId();
    assertEquals(opened.get(0), child.openProcess(Win32.SYNCHRONIZE, false, id));
    assertEquals(opened.get(2), child.openProcess(Win32.SYNCHRONIZE, false, id));
    assertEquals(
        new Handle(opened.get(3).value() + 4), child.openProcess(Win32.SYNCHRONIZE, false, id));
  }

  @Test
  void endedThread_withoutHandles_isForgotten() throws InterruptedException {
    int before = kernel.knownObjects();
    HostedChild child = child(0);
    assertEquals(before + 2, kernel.knownObjects(), "a process and its main thread");
    Worker second = new Worker();
    var main = handleOf(child.process(), child.process().kernel32());
    Handle further = handleOf(child.process(), second);
    assertEquals(before + 3, kernel.knownObjects());
    second.call(
        () -> {
          child.process().endThread();
          return null;
        });
    assertEquals(before + 3, kernel.knownObjects(), "a handle is left");
    kernel32.closeHandle(further);
    second.end();
    assertEquals(before + 2, kernel.knownObjects());
    child.process().exit(0);
    kernel32.closeHandle(main);
    kernel32.closeHandle(child.information().thread());
    assertEquals(before + 1, kernel.knownObjects());
    kernel32.closeHandle(child.information().process());
    assertEquals(before, kernel.knownObjects());
  }
}
