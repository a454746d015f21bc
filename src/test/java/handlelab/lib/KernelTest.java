package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.Win32;
import handlelab.sim.SimulatedKernel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Each test has a simulated kernel with one process, and must leave no handle in it. */
abstract class KernelTest {
  final ExecutorService threads = Executors.newCachedThreadPool();
  final SimulatedKernel kernel = SimulatedKernel.boot();
  final Kernel32 kernel32 = kernel.startProcess("test.exe");

  @AfterEach
  void nothingIsLeft() {
    threads.shutdownNow();
    assertEquals(List.of(), kernel.handleTables().handles(kernel32.getCurrentProcessId()));
    kernel.close();
  }

  /** Does something before each call of one function. */
  static Kernel32 before(String method, Kernel32 kernel32, Runnable action) {
    return Kernel32Call.intercept(
        call -> {
          if (call.method().equals(method)) {
            action.run();
          }
          return call.invoke(kernel32);
        });
  }

  /** Counts down before each call of one function. */
  Kernel32 counting(String method, CountDownLatch calls) {
    return before(method, kernel32, calls::countDown);
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Handle duplicate(OwnedHandle owned) {
    return kernel32.duplicateHandle(
        Handle.CURRENT_PROCESS,
        owned.handle(),
        Handle.CURRENT_PROCESS,
        0,
        false,
        Win32.DUPLICATE_SAME_ACCESS);
  }

  /** The thread's call ends with the exception of an object that was closed meanwhile. */
  static void assertClosed(Class<? extends Exception> type, Future<?> thread) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> thread.get(30, TimeUnit.SECONDS));
    assertEquals("closed", assertInstanceOf(type, e.getCause()).getMessage());
  }
}
