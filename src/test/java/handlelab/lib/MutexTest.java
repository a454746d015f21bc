package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.SimulatedKernel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mutexes and semaphores through the library classes, on a simulated kernel of this JVM. */
@Timeout(60)
final class MutexTest {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private SimulatedKernel kernel;
  private Kernel32 kernel32;

  @BeforeEach
  void boot() {
    kernel = SimulatedKernel.boot();
    kernel32 = kernel.startProcess("test.exe");
  }

  @AfterEach
  void nothingIsLeft() {
    thread.shutdownNow();
    assertEquals(List.of(), kernel.handleTables().handles(kernel32.getCurrentProcessId()));
    kernel.close();
  }

  @Test
  void mutex_acquiredTwice_isReleasedTwice() throws Exception {
    Kernel32 other = kernel.startProcess("other.exe");
    try (Mutex mutex = Mutex.create(kernel32, "backup");
        Mutex opened = Mutex.open(other, "backup")) {
      assertFalse(mutex.existed());
      assertEquals(Mutex.Acquisition.ACQUIRED, mutex.acquire());
      assertEquals(Mutex.Acquisition.ACQUIRED, mutex.acquire(0));
      mutex.release();
      assertEquals(Mutex.Acquisition.TIMED_OUT, thread.submit(() -> opened.acquire(0)).get());
      mutex.release();
      assertEquals(Mutex.Acquisition.ACQUIRED, thread.submit(() -> opened.acquire()).get());
      Win32Exception notOwner = assertThrows(Win32Exception.class, mutex::release);
      assertEquals(Win32Error.ERROR_NOT_OWNER, notOwner.errorCode());
      assertTrue(notOwner.getMessage().contains("this thread does not own the mutex"));
      thread.submit(opened::release).get();
    }
  }

  @Test
  void mutex_whoseOwnerEndedWithoutRelease_isAbandonedOnce() throws Exception {
    try (Mutex mutex = Mutex.create(kernel32, null, true)) {
      assertTrue(mutex.isInheritable());
      Thread owner = new Thread(mutex::acquire);
      owner.start();
      owner.join();
      assertEquals(Mutex.Acquisition.ABANDONED, mutex.acquire());
      mutex.release();
      assertEquals(Mutex.Acquisition.ACQUIRED, mutex.acquire());
      mutex.release();
    }
  }

  @Test
  void mutex_whoseOwnerEndsDuringAWait_isAbandoned() throws Exception {
    CountDownLatch owned = new CountDownLatch(1);
    CountDownLatch waiting = new CountDownLatch(1);
    try (Mutex mutex = Mutex.create(counting(waiting), null)) {
      Thread owner =
          new Thread(
              () -> {
                assertEquals(Mutex.Acquisition.ACQUIRED, mutex.acquire());
                owned.countDown();
                awaitUninterrupted(waiting);
              });
      owner.start();
      owned.await();
      assertEquals(Mutex.Acquisition.ABANDONED, mutex.acquire(30_000));
      mutex.release();
      owner.join();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void close_whileAThreadWaitsForTheMutex_endsTheWaitAndKeepsTheOwner() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Mutex mutex = Mutex.create(counting(waiting), "backup");
    try (Mutex owned = Mutex.open(kernel32, "backup")) {
      assertEquals(Mutex.Acquisition.ACQUIRED, owned.acquire());
      Future<?> waiter = thread.submit(() -> mutex.acquire());
      waiting.await();
      mutex.close();
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> waiter.get(30, TimeUnit.SECONDS));
      assertInstanceOf(IllegalStateException.class, e.getCause());
      owned.release();
    }
    assertThrows(Win32Exception.class, () -> Mutex.open(kernel32, "backup"));
  }

  @Test
  void semaphore_sharedByName_countsToItsMaximum() throws Exception {
    Kernel32 other = kernel.startProcess("other.exe");
    try (Semaphore semaphore = Semaphore.create(kernel32, "licences", 1, 2);
        Semaphore opened = Semaphore.open(other, "licences")) {
      assertTrue(opened.existed());
      opened.acquire();
      assertFalse(semaphore.acquire(0));
      Future<Boolean> waiter = thread.submit(() -> semaphore.acquire(30_000));
      opened.release();
      assertTrue(waiter.get(30, TimeUnit.SECONDS));
      assertEquals(0, semaphore.release(2));
      Win32Exception tooMany = assertThrows(Win32Exception.class, semaphore::release);
      assertEquals(Win32Error.ERROR_TOO_MANY_POSTS, tooMany.errorCode());
      assertTrue(tooMany.getMessage().contains("would pass its maximum"), tooMany.getMessage());
    }
  }

  @Test
  void close_whileAThreadWaitsForTheSemaphore_takesNothing() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Semaphore semaphore = Semaphore.create(counting(waiting), "licences", 0, 1, true);
    try (Semaphore other = Semaphore.open(kernel32, "licences")) {
      Future<?> waiter = thread.submit(() -> semaphore.acquire());
      waiting.await();
      semaphore.close();
      assertThrows(ExecutionException.class, () -> waiter.get(30, TimeUnit.SECONDS));
      other.release();
      assertTrue(other.acquire(0));
    }
  }

  private Kernel32 counting(CountDownLatch waiting) {
    return Intercepted.kernel32(
        kernel32,
        (function, arguments, call) -> {
          if (function.equals("waitForMultipleObjects")) {
            waiting.countDown();
          }
          return call.proceed();
        });
  }
}
