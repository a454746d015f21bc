package handlelab.sim;

import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.Comparator;
import java.util.List;

/** Tables as they are, exact, with addresses: each look is one moment of the whole kernel. */
final class SimulatedHandleTables implements HandleTables {
  private final SimulatedKernel kernel;

  SimulatedHandleTables(SimulatedKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public List<HandleRow> handles(int processId) {
    if (processId == SimulatedKernel.SYSTEM_PROCESS_ID) {
      throw new Win32Exception("OpenProcess", Win32Error.ERROR_ACCESS_DENIED);
    }
    kernel.lock.lock();
    try {
      if (kernel.byId(processId) instanceof ProcessObject process && !process.isGone) {
        return kernel.rows(process);
      }
      throw new Win32Exception("OpenProcess", Win32Error.ERROR_INVALID_PARAMETER);
    } finally {
      kernel.lock.unlock();
    }
  }

  @Override
  public List<ProcessDetails> processes() {
    kernel.lock.lock();
    try {
      return kernel.processes().stream()
          .map(ProcessObject::details)
          .sorted(Comparator.comparingInt(ProcessDetails::processId))
          .toList();
    } finally {
      kernel.lock.unlock();
    }
  }

  @Override
  public List<Integer> processIds() {
    kernel.lock.lock();
    try {
      return kernel.processes().stream().map(process -> process.id).sorted().toList();
    } finally {
      kernel.lock.unlock();
    }
  }
}
