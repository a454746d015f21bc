package handlelab.sim;

import handlelab.api.Kernel32;
import java.util.List;

/**
 * What a process runs in a {@link SimulatedKernel} of this JVM; the process exits with the value
 * that it returns.
 */
@FunctionalInterface
public interface Program {
  /**
   * Runs on a thread of its own, the process's main thread.
   *
   * @param kernel32 the process's own functions
   * @param arguments the command line's arguments as Windows splits them, without the program's
   *     name
   * @return the process's exit code
   * @throws Exception to end the process with exit code 1; the thread's uncaught exception handler
   *     is told
   */
  int run(Kernel32 kernel32, List<String> arguments) throws Exception;
}
