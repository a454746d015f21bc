package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Mutexes and semaphores through the library classes, on a simulated kernel of this JVM. */
final class MutexTest extends KernelTest {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

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
    try (Mutex mutex = Mutex.create(counting("waitForMultipleObjects", waiting), null)) {
      Thread owner =
          new Thread(
              () -> {
                assertEquals(Mutex.Acquisition.ACQUIRED, mutex.acquire());
                owned.countDown();
                await(waiting);
              });
      owner.start();
      owned.await();
      assertEquals(Mutex.Acquisition.ABANDONED, mutex.acquire(30_000));
      mutex.release();
      owner.join();
    }
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
    Semaphore semaphore =
        Semaphore.create(counting("waitForMultipleObjects", waiting), "licences", 0, 1, true);
    try (Semaphore other = Semaphore.open(kernel32, "licences")) {
      Future<?> waiter = thread.submit(() -> semaphore.acquire());
      waiting.await();
      semaphore.close();
      assertClosed(IllegalStateException.class, waiter);
      other.release();
      assertTrue(other.acquire(0));
    }
  }
}
