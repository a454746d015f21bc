package handlelab.sim;

/**
 * Threads that wait for one thing to happen. Both methods are called with the kernel's lock held.
 */
interface WaitQueue {
  long FOR_EVER = Long.MAX_VALUE;

  /**
   * Gives the lock back while it waits, at most {@code nanos}; may return early, so the caller
   * checks and waits again.
   */
  void await(long nanos) throws InterruptedException;

  void wakeAll();
}
