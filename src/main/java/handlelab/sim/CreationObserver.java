package handlelab.sim;

import handlelab.api.Handle;

/**
 * Is told each step of {@code CreateMailslotW}, on the calling thread, with no lock held: it may
 * look, and may wait.
 */
@FunctionalInterface
public interface CreationObserver {
  /**
   * Called after the step, before the next.
   *
   * @param step the step that is done
   * @param processId the process that makes the slot
   * @param objectAddress the kernel object's address, 0 before {@link CreationStep#OBJECT}
   * @param handle the handle, null before {@link CreationStep#ROW}
   */
  void reached(CreationStep step, int processId, long objectAddress, Handle handle);
}
