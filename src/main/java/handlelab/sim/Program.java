package handlelab.sim;

import handlelab.api.Kernel32;
import java.util.List;

/**
 * What a process runs in a {@link SimulatedKernel} of this JVM; the process exits with the value
 * that it returns.
 */
@FunctionalInterface
public interface Program {
  int run(Kernel32 kernel32, List<String> arguments) throws Exception;
}
