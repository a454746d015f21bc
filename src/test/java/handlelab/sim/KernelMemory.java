package handlelab.sim;

/**
 * What a kernel keeps, for tests of those who use it.
 *
 * @param processesAndThreads those that run, and those that a row points to
 * @param bytes the memory that is taken
 */
public record KernelMemory(int processesAndThreads, long bytes) {
  /** What it keeps now. */
  public static KernelMemory of(SimulatedKernel kernel) {
    kernel.lock.lock();
    try {
      return new KernelMemory(kernel.knownObjects(), kernel.memory.taken());
    } finally {
      kernel.lock.unlock();
    }
  }
}
