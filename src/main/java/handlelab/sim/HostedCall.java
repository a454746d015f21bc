package handlelab.sim;

import handlelab.api.Win32Exception;

/**
 * A call that may wait, made by a host that keeps no thread for it: the host tries it, and tries
 * again each time it is told that something has changed, until it is done.
 *
 * <p>It is done when {@link #attempt} returns true or throws. One that is given up must be told so
 * by {@link #abandon}. Any thread may call; one at a time.
 */
public interface HostedCall {
  /** What {@link #remainingNanos} returns where there is no time-out. */
  long FOR_EVER = WaitQueue.FOR_EVER;

  /**
   * Whether the call is done; where it is not, it is to be tried again after the host was told of a
   * change, and once {@link #remainingNanos} have passed.
   *
   * @throws Win32Exception as the function that is called, and ERROR_OPERATION_ABORTED after {@link
   *     #cancel}
   * @throws handlelab.api.ProcessEndedException where the process ended meanwhile
   */
  boolean attempt();

  /** The result of a wait that is done; of a read, nothing. */
  int value();

  /** The message of a read that is done. */
  byte[] message();

  /** The time until the time-out, which begins with the first attempt. */
  long remainingNanos();

  /** Has the next attempt fail, unless the call is done by then: nothing is lost. */
  void cancel();

  /** Nobody waits for the result any more. */
  void abandon();
}
