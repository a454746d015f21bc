package handlelab.sim;

/**
 * What a kernel keeps, for tests of those who use it.
 *
 * @param processesAndThreads those that run, and those that a row points to
 * @param names of pipes, events, mutexes and semaphores
 * @param bytes the memory that is taken
 */
public record KernelMemory(int processesAndThreads, int names, long bytes) {
  public static final KernelMemory NOTHING = new KernelMemory(0, 0, 0);

  /** What it keeps now. */
  public static KernelMemory of(SimulatedKernel kernel) {
    kernel.lock.lock();
    try {
      int names = kernel.named.size() + kernel.pipes.size();
      return new KernelMemory(kernel.knownObjects(), names, kernel.memory.taken());
    } finally {
      kernel.lock.unlock();
    }
  }
}
