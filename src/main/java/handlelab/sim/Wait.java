package handlelab.sim;

import handlelab.api.ProcessEndedException;
import handlelab.api.Win32;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One wait of one thread: the only place in which a call of this kernel blocks. Guarded by the
 * kernel's lock.
 *
 * <p>A wait is satisfied by the thread that signals an object, under the lock: so the waits for an
 * object are served in the order in which they came, and what one of them takes, no other one sees.
 */
final class Wait {
  private static final int UNSATISFIED = -1;

  private final SimulatedKernel kernel;
  private final List<? extends Waitable> objects;

  /** Whose wait it is; null unless an object needs to know. */
  private final ThreadObject thread;

  private final boolean isForAll;

  /** Where the thread sleeps; null before it does. */
  private Timing.Condition condition;

  private int result = UNSATISFIED;

  /** A wait for any of the objects. */
  Wait(SimulatedKernel kernel, List<? extends Waitable> objects) {
    this(kernel, objects, null, false);
  }

  /**
   * @param thread whose wait it is; null if none of the objects is a mutex
   * @param isForAll whether it takes all objects at the same time, or the first that it can
   */
  Wait(
      SimulatedKernel kernel,
      List<? extends Waitable> objects,
      ThreadObject thread,
      boolean isForAll) {
    this.kernel = kernel;
    this.objects = objects;
    this.thread = thread;
    this.isForAll = isForAll;
  }

  /**
   * Waits on the calling thread until one of the objects, or all of them, are signalled.
   *
   * @param process whose end ends the wait, or null
   * @param timeoutMillis unsigned; -1 has no end
   * @return the lowest index of a signalled object, 0 for all of them; plus {@link
   *     Win32#WAIT_ABANDONED} for an abandoned mutex; or {@link Win32#WAIT_TIMEOUT}
   * @throws ProcessEndedException if the process ended meanwhile
   * @throws InterruptedException if the thread was interrupted before an object was signalled
   */
  int perform(ProcessObject process, int timeoutMillis) throws InterruptedException {
    objects.forEach(Waitable::refresh);
    satisfyIfSignalled();
    if (result != UNSATISFIED) {
      return result;
    }
    if (timeoutMillis == 0) {
      return Win32.WAIT_TIMEOUT;
    }
    long millis = Integer.toUnsignedLong(timeoutMillis);
    long end = kernel.timing.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    begin(process);
    try {
      while (result == UNSATISFIED) {
        long left =
            timeoutMillis == -1 ? Timing.Condition.FOR_EVER : end - kernel.timing.nanoTime();
        if (left <= 0) {
          return Win32.WAIT_TIMEOUT;
        }
        sleep(left);
        if (process != null) {
          process.checkRunning();
        }
      }
      return result;
    } finally {
      leave();
      if (process != null) {
        process.waits.remove(this);
      }
    }
  }

  private void begin(ProcessObject process) {
    condition = kernel.timing.newCondition(kernel.lock);
    for (Waitable object : objects) {
      object.add(this);
      object.blocking();
    }
    if (process != null) {
      process.waits.add(this);
    }
  }

  /** An interrupt that came when the wait was satisfied already stays for the thread's next one. */
  private void sleep(long nanos) throws InterruptedException {
    try {
      condition.await(nanos);
    } catch (InterruptedException e) {
      if (result == UNSATISFIED) {
        throw e;
      }
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the signal if it is there, and wakes the thread. */
  void satisfyIfSignalled() {
    if (result != UNSATISFIED) {
      return;
    }
    if (!isForAll) {
      for (int index = 0; index < objects.size(); index++) {
        if (objects.get(index).isSignalledFor(thread)) {
          boolean isAbandoned = objects.get(index).take(thread);
          satisfied(isAbandoned ? Win32.WAIT_ABANDONED + index : index);
          return;
        }
      }
    } else if (objects.stream().allMatch(object -> object.isSignalledFor(thread))) {
      boolean isAbandoned = false;
      for (Waitable object : objects) {
        isAbandoned |= object.take(thread);
      }
      satisfied(isAbandoned ? Win32.WAIT_ABANDONED : Win32.WAIT_OBJECT_0);
    }
  }

  private void satisfied(int with) {
    result = with;
    wake();
  }

  /** Wakes the thread, which finds that its process has ended. */
  void abort() {
    wake();
  }

  private void wake() {
    if (condition != null) {
      leave();
      condition.signal();
    }
  }

  private void leave() {
    objects.forEach(object -> object.remove(this));
  }
}
