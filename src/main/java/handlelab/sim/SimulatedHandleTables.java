package handlelab.sim;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables as they are, exact, with addresses: each look is one moment of the whole kernel. */
final class SimulatedHandleTables implements HandleTables {
  private final SimulatedKernel kernel;

  SimulatedHandleTables(SimulatedKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public List<HandleRow> handles(int processId) {
    Snapshot snapshot;
    kernel.lock.lock();
    try {
      snapshot = new Snapshot(process(processId));
    } finally {
      kernel.lock.unlock();
    }
    // Making a row of each takes ten times as long, in which nothing else should have to wait.
    return snapshot.rows();
  }

  @Override
  public Map<Handle, String> states(int processId) {
    Map<Handle, String> states = new LinkedHashMap<>();
    kernel.lock.lock();
    try {
      process(processId)
          .table
          .forEach(
              (value, row) -> {
                String state = row.object().state();
                if (state != null) {
                  states.put(new Handle(value), state);
                }
              });
      return states;
    } finally {
      kernel.lock.unlock();
    }
  }

  private ProcessObject process(int processId) {
    if (processId == SimulatedKernel.SYSTEM_PROCESS_ID) {
      throw new Win32Exception("OpenProcess", Win32Error.ERROR_ACCESS_DENIED);
    }
    if (kernel.byId(processId) instanceof ProcessObject process && !process.isGone) {
      return process;
    }
    throw new Win32Exception("OpenProcess", Win32Error.ERROR_INVALID_PARAMETER);
  }

  /** What must be read in one moment. */
  private static final class Snapshot {
    private final int processId;
    private final long[] values;
    private final Row[] rows;
    private final int[] usageCounts;
    private int count;

    Snapshot(ProcessObject process) {
      processId = process.id;
      int size = process.table.size();
      values = new long[size];
      rows = new Row[size];
      usageCounts = new int[size];
      process.table.forEach(this::add);
    }

    private void add(long value, Row row) {
      values[count] = value;
      rows[count] = row;
      usageCounts[count] = row.object().usageCount;
      count++;
    }

    List<HandleRow> rows() {
      List<HandleRow> made = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        KernelObject object = rows[i].object();
        made.add(
            new HandleRow(
                processId,
                new Handle(values[i]),
                object.address,
                object.type.typeName,
                object.name(),
                rows[i].access(),
                rows[i].isInheritable(),
                rows[i].isProtected(),
                usageCounts[i]));
      }
      return made;
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
