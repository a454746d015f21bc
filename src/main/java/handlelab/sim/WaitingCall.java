package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * A call that waits until something is there, or its time is over: a read, a wait for an object.
 *
 * <p>Either a thread waits in it ({@link #perform}), or a host tries it again and again ({@link
 * #attempt}); what it waits for, and what each end means, is the same. Guarded by the kernel's
 * lock.
 */
abstract class WaitingCall implements HostedCall {
  final ProcessObject process;
  private final String function;
  private final Runnable onChange;
  private Deadline deadline;
  private boolean isCancelled;
  private boolean isWaiting;

  /**
   * @param onChange what tells the host, or null where a thread waits; run with the kernel's lock
   *     held
   */
  WaitingCall(ProcessObject process, String function, Runnable onChange) {
    this.process = process;
    this.function = function;
    this.onChange = onChange;
  }

  /**
   * Takes the result where it is there.
   *
   * @throws Win32Exception where it never will be
   */
  abstract boolean complete();

  /** Where to wait. */
  abstract Waiters waiters();

  /** Unsigned milliseconds; -1 is for ever. */
  abstract int timeoutMillis();

  /** Its time is over: makes that the result, or throws. */
  abstract void timeOut();

  /** It begins to wait. */
  void began() {}

  /** It waits no more. */
  void ended() {}

  /** Makes the call on the calling thread, which waits. */
  final void perform() {
    process.checkRunning();
    if (complete()) {
      return;
    }
    deadline = Deadline.after(process.kernel.timing, timeoutMillis());
    began();
    try {
      do {
        long nanos = deadline.remainingNanos();
        if (nanos <= 0) {
          timeOut();
          return;
        }
        process.await(waiters(), nanos, function);
        checkNotCancelled();
      } while (!complete());
    } finally {
      ended();
    }
  }

  @Override
  public final boolean attempt() {
    process.kernel.lock.lock();
    boolean isToWait = false;
    try {
      process.checkRunning();
      checkNotCancelled();
      isToWait = !complete() && !isOverdue();
      return !isToWait;
    } finally {
      setWaiting(isToWait);
      process.kernel.lock.unlock();
    }
  }

  private void setWaiting(boolean isToWait) {
    if (isToWait && !isWaiting) {
      process.parked.add(this);
      waiters().park(this);
      began();
    } else if (!isToWait && isWaiting) {
      process.parked.remove(this);
      waiters().unpark(this);
      ended();
    }
    isWaiting = isToWait;
  }

  private boolean isOverdue() {
    if (deadline == null) {
      deadline = Deadline.after(process.kernel.timing, timeoutMillis());
    }
    boolean isOver = deadline.remainingNanos() <= 0;
    if (isOver) {
      timeOut();
    }
    return isOver;
  }

  private void checkNotCancelled() {
    if (isCancelled) {
      throw new Win32Exception(function, Win32Error.ERROR_OPERATION_ABORTED);
    }
  }

  /** What it waits for may have happened, or its process has ended. */
  final void changed() {
    onChange.run();
  }

  /** Called with the lock held. */
  final void markCancelled() {
    isCancelled = true;
  }

  @Override
  public final void cancel() {
    process.kernel.lock.lock();
    try {
      markCancelled();
    } finally {
      process.kernel.lock.unlock();
    }
  }

  @Override
  public final void abandon() {
    process.kernel.lock.lock();
    try {
      setWaiting(false);
    } finally {
      process.kernel.lock.unlock();
    }
  }

  @Override
  public final long remainingNanos() {
    return deadline.remainingNanos();
  }

  @Override
  public int value() {
    return 0;
  }

  @Override
  public byte[] message() {
    return null;
  }
}
