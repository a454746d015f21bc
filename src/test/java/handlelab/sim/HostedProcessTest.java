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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
  void theHostIsToldOnceThatItsProcessWasTerminated() {
    HostedChild child = child(0);
    child.process().onEnd(() -> tell("ended"));
    kernel32.terminateProcess(child.information().process(), 7);
    child.process().exit(8);
    assertEquals(List.of("ended, 1 run"), told);
    assertEquals(7, kernel32.getExitCodeProcess(child.information().process()));
  }

  @Test
  void theHostIsToldAtOnceWhereItsProcessHasEnded() {
    HostedChild child = child(0);
    child.process().exit(8);
    assertEquals(List.of(), told);
    child.process().onEnd(() -> tell("had ended"));
    assertEquals(List.of("had ended, 1 run"), told);
  }

  @Test
  void theHostIsToldWhereTheKernelCloses() {
    creator.onEnd(() -> tell("creator"));
    child(0).process().onEnd(() -> tell("child"));
    kernel.close();
    assertEquals(List.of("child, 0 run", "creator, 0 run"), told.stream().sorted().toList());
  }

  @Test
  void aProcessThatIsGoneHasNotEnded() {
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
  void aChildThatWasEndedBeforeItRanIsNotToBeStarted() throws InterruptedException {
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

  @Test
  void theThreadThatAsksFirstIsTheMainThread() {
    HostedChild child = child(0);
    HostedThread first = child.process().newThread();
    HostedThread second = child.process().newThread();
    Handle main = handleOf(child.process(), first.kernel32());
    Handle further = handleOf(child.process(), second.kernel32());
    assertTrue(kernel32.compareObjectHandles(main, child.information().thread()));
    assertFalse(kernel32.compareObjectHandles(further, main));
    assertTrue(
        kernel32.compareObjectHandles(main, handleOf(child.process(), first.kernel32())),
        "it stays so");
  }

  @Test
  void aThreadEndsWhereItsHostSaysSo() {
    HostedChild child = child(0);
    HostedThread first = child.process().newThread();
    HostedThread second = child.process().newThread();
    Handle main = handleOf(child.process(), first.kernel32());
    Handle further = handleOf(child.process(), second.kernel32());
    assertEquals(Win32.WAIT_TIMEOUT, waitFor(further));
    second.end();
    assertEquals(Win32.WAIT_OBJECT_0, waitFor(further));
    assertEquals(Win32.WAIT_TIMEOUT, waitFor(main));
    first.end();
    assertEquals(Win32.WAIT_OBJECT_0, waitFor(main));
    assertEquals(Win32.WAIT_TIMEOUT, waitFor(child.information().process()));
    // The main thread is not there twice.
    HostedThread third = child.process().newThread();
    Handle later = handleOf(child.process(), third.kernel32());
    assertFalse(kernel32.compareObjectHandles(later, main));
    assertEquals(Win32.WAIT_TIMEOUT, waitFor(later));
    child.process().exit(0);
    assertEquals(Win32.WAIT_OBJECT_0, waitFor(later));
  }

  @Test
  void aThreadThatNeverAskedForItselfEndsAsWell() {
    HostedThread silent = creator.newThread();
    int objects = kernel.knownObjects();
    silent.end();
    assertEquals(objects, kernel.knownObjects());
    // Others of the process go on.
    assertEquals(creator.processId(), creator.newThread().kernel32().getCurrentProcessId());
  }

  @Test
  void aJavaThreadThatIsDeadHasEnded() {
    HostedChild child = child(0);
    Kernel32 inChild = child.process().kernel32();
    Handle main = handleOf(child.process(), inChild);
    Handle dead = onAThreadThatDies(() -> handleOf(child.process(), inChild));
    // It is seen when the next thread appears.
    Handle next = onAThreadThatDies(() -> handleOf(child.process(), inChild));
    assertFalse(kernel32.compareObjectHandles(dead, next));
    assertEquals(Win32.WAIT_OBJECT_0, waitFor(dead));
    assertEquals(Win32.WAIT_TIMEOUT, waitFor(next));
    assertEquals(Win32.WAIT_TIMEOUT, waitFor(main));
  }

  private static Handle onAThreadThatDies(Supplier<Handle> work) {
    CompletableFuture<Handle> result = new CompletableFuture<>();
    Thread thread = new Thread(() -> result.complete(work.get()));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return result.join();
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
  void aThreadThatWaitsIsWokenByTheEndOfItsProcess() throws InterruptedException {
    HostedChild child = child(0);
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread reader = reader(child, end);
    child.process().exit(0);
    assertEquals(ProcessEndedException.class, end.join().getClass());
    reader.join();
  }

  @Test
  void theEndOfItsProcessCountsMoreThanAnInterrupt() throws InterruptedException {
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
  void whatAChildOpensFillsTheHolesBetweenWhatItInherited() {
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
  void anEndedThreadIsForgottenWithItsLastHandle() {
    int before = kernel.knownObjects();
    HostedChild child = child(0);
    assertEquals(before + 2, kernel.knownObjects(), "a process and its main thread");
    HostedThread second = child.process().newThread();
    var main = handleOf(child.process(), child.process().kernel32());
    Handle further = handleOf(child.process(), second.kernel32());
    assertEquals(before + 3, kernel.knownObjects());
    second.end();
    assertEquals(before + 3, kernel.knownObjects(), "a handle is left");
    kernel32.closeHandle(further);
    assertEquals(before + 2, kernel.knownObjects());
    child.process().exit(0);
    kernel32.closeHandle(main);
    kernel32.closeHandle(child.information().thread());
    assertEquals(before + 1, kernel.knownObjects());
    kernel32.closeHandle(child.information().process());
    assertEquals(before, kernel.knownObjects());
  }
}
