package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessEndedException;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that run in this JVM: the thread that they get, and how they end. */
@Timeout(60)
class ProgramTest {
  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final Kernel32 parent = kernel.startProcess("parent.exe");
  private final CompletableFuture<Thread> thread = new CompletableFuture<>();
  private final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();

  @AfterEach
  void close() {
    kernel.close();
  }

  private ProcessInformation start(Program program) {
    kernel.install(
        "program.exe",
        (kernel32, arguments) -> {
          Thread current = Thread.currentThread();
          current.setUncaughtExceptionHandler((where, what) -> uncaught.complete(what));
          thread.complete(current);
          return program.run(kernel32, arguments);
        });
    return parent.createProcess(null, "program", null, null, false, 0, null, null, null);
  }

  private int exitCode(ProcessInformation child) throws Exception {
    assertEquals(Win32.WAIT_OBJECT_0, parent.waitForSingleObject(child.process(), Win32.INFINITE));
    thread.get().join();
    return parent.getExitCodeProcess(child.process());
  }

  @Test
  void thread_isADaemon() throws Exception {
    CompletableFuture<ProcessInformation> child = new CompletableFuture<>();
    Thread starter = new Thread(() -> child.complete(start((kernel32, arguments) -> 7)));
    starter.setDaemon(false);
    starter.start();
    assertEquals(7, exitCode(child.get()));
    assertTrue(thread.get().isDaemon());
    assertFalse(uncaught.isDone());
  }

  @Test
  void thread_isTheMainThread() throws Exception {
    CompletableFuture<Handle> further = new CompletableFuture<>();
    CountDownLatch isCompared = new CountDownLatch(1);
    ProcessInformation child =
        start(
            (kernel32, arguments) -> {
              Handle self = kernel32.getCurrentThread();
              Handle here =
                  kernel32.openProcess(
                      Win32.PROCESS_DUP_HANDLE, false, parent.getCurrentProcessId());
              Thread other = new Thread(() -> further.complete(give(kernel32, self, here)));
              other.start();
              other.join();
              Handle main = give(kernel32, self, here);
              isCompared.await();
              return (int) main.value();
            });
    Handle other = further.get();
    assertFalse(parent.compareObjectHandles(other, child.thread()), "whoever asks first");
    isCompared.countDown();
    Handle main = new Handle(exitCode(child));
    assertTrue(parent.compareObjectHandles(main, child.thread()));
  }

  private static Handle give(Kernel32 kernel32, Handle handle, Handle target) {
    return kernel32.duplicateHandle(
        Handle.CURRENT_PROCESS, handle, target, 0, false, Win32.DUPLICATE_SAME_ACCESS);
  }

  @Test
  void program_thatThrows_exitsWithOneAndIsReported() throws Exception {
    Exception failure = new Exception("failed");
    ProcessInformation child =
        start(
            (kernel32, arguments) -> {
              throw failure;
            });
    assertEquals(1, exitCode(child));
    assertEquals(failure, uncaught.get());
  }

  @Test
  void program_terminatedByAnotherProcess_isInterrupted() throws Exception {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    ProcessInformation child =
        start(
            (kernel32, arguments) -> {
              try {
                new CountDownLatch(1).await();
                return 0;
              } catch (InterruptedException e) {
                end.complete(e);
                throw e;
              }
            });
    var unused = thread.get();
    parent.terminateProcess(child.process(), 9);
    assertEquals(InterruptedException.class, end.get(30, TimeUnit.SECONDS).getClass());
    assertEquals(9, exitCode(child));
    assertFalse(uncaught.isDone());
  }

  @Test
  void program_thatTerminatesItself_doesNotReturn() throws Exception {
    CompletableFuture<Boolean> isInterrupted = new CompletableFuture<>();
    ProcessInformation child =
        start(
            (kernel32, arguments) -> {
              assertThrows(
                  ProcessEndedException.class,
                  () -> kernel32.terminateProcess(Handle.CURRENT_PROCESS, 5));
              isInterrupted.complete(Thread.interrupted());
              throw new ProcessEndedException(kernel32.getCurrentProcessId());
            });
    assertEquals(5, exitCode(child));
    assertFalse(isInterrupted.get());
    assertFalse(uncaught.isDone());
  }
}
