package handlelab.sim;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
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
        public WaitQueue newQueue(ReentrantLock lock) {
          Condition condition = lock.newCondition();
          return new WaitQueue() {
            @Override
            @SuppressWarnings("WaitNotInLoop") // the caller loops, as the interface says
            public void await(long nanos) throws InterruptedException {
              if (nanos == WaitQueue.FOR_EVER) {
                condition.await();
              } else {
                var unused = condition.await(nanos, TimeUnit.NANOSECONDS);
              }
            }

            @Override
            public void wakeAll() {
              condition.signalAll();
            }
          };
        }
      };

  /** A point on a clock that only goes forward, in nanoseconds. */
  long nanoTime();

  /** A queue of threads that wait with {@code lock}. */
  WaitQueue newQueue(ReentrantLock lock);
}
