package handlelab.wire;

import java.nio.ByteBuffer;

/** A call that waits without a thread: it is tried until it is done. */
public interface PendingCall {
  /** What {@link #remainingNanos} returns where there is no time-out. */
  long FOR_EVER = Long.MAX_VALUE;

  /**
   * Whether the call is done; else it is tried again when something has changed, or {@link
   * #remainingNanos} have passed.
   *
   * @throws handlelab.api.Win32Exception as the function that is called
   */
  boolean attempt();

  /**
   * What a read that is done has read, null of another call. It is valid until any next call, but
   * one of more than {@link WireLimits#CHUNK_BYTES} bytes is the session's own.
   */
  ByteBuffer message();

  /** The result of a wait that is done. */
  int value();

  /** The time until the time-out. */
  long remainingNanos();

  /** Has the next attempt fail, unless the call is done by then. */
  void cancel();

  /** Nobody waits for the result any more. */
  void abandon();

  /** The message that a call has read, if any, has been sent, or never will be. */
  void release();
}
