package handlelab.story.stage;

import handlelab.api.Kernel32;

/** A process on a {@link Stage}. Its calls are made one after the other, on its main thread. */
public interface StageProcess {
  /**
   * Makes calls for the process; waits until it runs.
   *
   * @throws IllegalStateException if it does not within half a minute
   */
  Kernel32 kernel32();

  /**
   * Starts a thread in the process that makes the calls of the calling Java thread from now on.
   *
   * @return ends that thread; the calling Java thread runs it, and ends
   */
  Runnable newThread();
}
