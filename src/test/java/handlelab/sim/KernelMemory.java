package handlelab.sim;

/**
 * What a kernel keeps, for tests of those who use it.
 *
 * @param processesAndThreads those that run, and those that a row points to
 * @param bytes of its pool that are taken
 */
public record KernelMemory(int processesAndThreads, long bytes) {
  /** What it keeps now. */
  public static KernelMemory of(SimulatedKernel kernel) {
    kernel.lock.lock();
    try {
      return new KernelMemory(kernel.knownObjects(), kernel.pool.taken());
    } finally {
      kernel.lock.unlock();
    }
  }
}
