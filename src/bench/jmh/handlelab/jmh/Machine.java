package handlelab.jmh;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.sim.SimulatedKernel;

/** A simulated machine with one process that has a mailslot, both ends. One thread. */
final class Machine implements AutoCloseable {
  private static final String SLOT = "\\\\.\\mailslot\\bench";

  final SimulatedKernel kernel = SimulatedKernel.boot();
  final Kernel32 kernel32 = kernel.startProcess("bench.exe");
  final Handle slot = kernel32.createMailslot(SLOT, 0, 0, null);
  final Handle client =
      kernel32.createFile(
          SLOT, Win32.GENERIC_WRITE, Win32.FILE_SHARE_READ, null, Win32.OPEN_EXISTING, 0, null);

  /**
   * Adds rows that lie side by side.
   *
   * @return the value of the first; each further one is four more
   */
  long addRows(int count, boolean inheritable) {
    long first = addRow(inheritable);
    for (int i = 1; i < count; i++) {
      if (addRow(inheritable) != first + 4L * i) {
        throw new IllegalStateException("the rows do not lie side by side");
      }
    }
    return first;
  }

  private long addRow(boolean inheritable) {
    Handle self = kernel32.getCurrentProcess();
    return kernel32
        .duplicateHandle(self, slot, self, 0, inheritable, Win32.DUPLICATE_SAME_ACCESS)
        .value();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
