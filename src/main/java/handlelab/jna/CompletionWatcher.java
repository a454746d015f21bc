package handlelab.jna;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Shows the end of operations to programs that only look at the OVERLAPPED in memory. One daemon
 * thread for all operations, which asks the kernel; it starts with the first one that is pending.
 */
final class CompletionWatcher {
  private static final long SHORTEST_MILLIS = 2;

  /** Each time asks for each operation, so it asks seldom if nothing happens. */
  private static final long LONGEST_MILLIS = 100;

  private static final Semaphore STARTED = new Semaphore(0);

  private CompletionWatcher() {}

  private static final class Watching {
    static {
      Thread thread = new Thread(null, CompletionWatcher::run, "handlelab-completions");
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
    }

    static void begin() {}
  }

  /** An operation is pending. */
  static void started() {
    Watching.begin();
    STARTED.release();
  }

  private static void run() {
    try {
      long millis = SHORTEST_MILLIS;
      while (true) {
        if (!Operations.hasPending()) {
          STARTED.acquire();
          millis = SHORTEST_MILLIS;
        }
        if (STARTED.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
          STARTED.drainPermits();
          millis = SHORTEST_MILLIS;
          Thread.sleep(millis);
        } else {
          millis = Math.min(2 * millis, LONGEST_MILLIS);
        }
        Operations.showDone(operation -> true);
      }
    } catch (InterruptedException | RuntimeException e) {
      // The kernel has gone, as at the end of this JVM; the program's next call says so.
      return;
    }
  }
}
