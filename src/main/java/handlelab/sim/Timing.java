package handlelab.sim;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Time and sleep as the kernel needs them: the machine's, or a test's. */
interface Timing {
  /** The machine's own time. */
  Timing SYSTEM =
      new Timing() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public Condition newCondition(ReentrantLock lock) {
          java.util.concurrent.locks.Condition condition = lock.newCondition();
          return new Condition() {
            @Override
            @SuppressWarnings("WaitNotInLoop") // the caller loops, as the interface says
            public void await(long nanos) throws InterruptedException {
              if (nanos == FOR_EVER) {
                condition.await();
              } else {
                var unused = condition.await(nanos, TimeUnit.NANOSECONDS);
              }
            }

            @Override
            public void signal() {
              condition.signal();
            }
          };
        }
      };

  /** Where one thread sleeps. Both methods are called with the lock held. */
  interface Condition {
    long FOR_EVER = Long.MAX_VALUE;

    /**
     * Releases the lock and sleeps until {@link #signal}, at most {@code nanos}; may return early,
     * so the caller checks and sleeps again.
     */
    void await(long nanos) throws InterruptedException;

    void signal();
  }

  /** The time of day, for the start times of processes. */
  default Instant now() {
    return Instant.now();
  }

  /** A point on a clock that only goes forward, in nanoseconds. */
  long nanoTime();

  Condition newCondition(ReentrantLock lock);
}
