package handlelab.sim;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;

/**
 * A whole simulated machine: its processes, their handle tables and the kernel objects, in this
 * JVM.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SimulatedKernel implements AutoCloseable {
  public static SimulatedKernel boot() {
    return new SimulatedKernel();
  }

  /**
   * Makes {@code createProcess} run {@code program}, on a thread of this JVM, where the command
   * names {@code imageName}.
   */
  public void install(String imageName, Program program) {
    throw new UnsupportedOperationException();
  }

  /**
   * Starts a process with an empty handle table; it exits by {@code terminateProcess}, or when the
   * kernel closes.
   */
  public Kernel32 startProcess(String imageName) {
    throw new UnsupportedOperationException();
  }

  /** Starts a process with an empty handle table whose code runs outside this kernel's JVM. */
  public HostedProcess startHostedProcess(String imageName) {
    throw new UnsupportedOperationException();
  }

  public HandleTables handleTables() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
