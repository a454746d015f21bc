package handlelab.bench;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.sim.SimulatedKernel;

/**
 * A handle table of many rows, simulated in one JVM: what it costs to look one up, next to an
 * element of an array, both in random order; and how much heap it takes.
 */
final class TableRows {
  private final Kernel32 kernel32;
  private final int rows;
  private final long first;
  private final int[] array;
  private long random = 88172645463325252L;
  private int sum;

  private TableRows(Kernel32 kernel32, int rows, int arrayLength) {
    this.kernel32 = kernel32;
    this.rows = rows;
    this.array = new int[arrayLength];
    Handle self = kernel32.getCurrentProcess();
    Handle slot = kernel32.createMailslot("\\\\.\\mailslot\\bench", 0, 0, null);
    this.first = addRow(self, slot);
    for (int i = 1; i < rows; i++) {
      if (addRow(self, slot) != first + 4L * i) {
        throw new IllegalStateException("the rows do not lie side by side");
      }
    }
  }

  private long addRow(Handle self, Handle slot) {
    return kernel32
        .duplicateHandle(self, slot, self, 0, false, Win32.DUPLICATE_SAME_ACCESS)
        .value();
  }

  /**
   * @param arguments {@code look-up} or {@code heap}, and how many rows
   */
  public static void main(String[] arguments) throws Exception {
    boolean looksUp = arguments[0].equals("look-up");
    int rows = Integer.parseInt(arguments[1]);
    try (SimulatedKernel kernel = SimulatedKernel.boot()) {
      TableRows table = new TableRows(kernel.startProcess("bench.exe"), rows, looksUp ? rows : 0);
      if (looksUp) {
        Timing.measure("array", table::readArray);
        Timing.measure("look-up", table::lookUp);
        if (table.sum != 0) {
          throw new IllegalStateException("a flag was set");
        }
      } else {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        Timing.print("megabytes", (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0);
        table.lookUp(1);
      }
    }
  }

  private void lookUp(int times) {
    for (int i = 0; i < times; i++) {
      sum += kernel32.getHandleInformation(new Handle(first + 4L * nextIndex()));
    }
  }

  private void readArray(int times) {
    for (int i = 0; i < times; i++) {
      sum += array[nextIndex()];
    }
  }

  /** Marsaglia's xorshift, scaled: what both sides do before they look. */
  private int nextIndex() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return (int) ((random >>> 33) * rows >>> 31);
  }
}
