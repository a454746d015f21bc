package handlelab.inspect;

import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32Exception;
import java.util.List;

/**
 * One process and its handle table at one moment, or why the table could not be read.
 *
 * @param process what is known of the process
 * @param rows by ascending handle value; empty if {@code failure} is there
 * @param failure null if the table was read
 */
public record ProcessTable(ProcessDetails process, List<HandleRow> rows, Win32Exception failure) {
  static ProcessTable of(ProcessDetails process, List<HandleRow> rows) {
    return new ProcessTable(process, rows, null);
  }

  static ProcessTable unreadable(ProcessDetails process, Win32Exception failure) {
    return new ProcessTable(process, List.of(), failure);
  }

  /** What is known of a process; the low two bits of its id are ignored. */
  static ProcessDetails details(int processId, List<ProcessDetails> running) {
    return running.stream()
        .filter(process -> process.processId() == (processId & ~3))
        .findFirst()
        .orElse(ProcessDetails.ofId(processId));
  }

  /** {@return the process's id} */
  public int processId() {
    return process.processId();
  }

  int inheritableRows() {
    int number = 0;
    for (HandleRow row : rows) {
      number += row.inheritable() ? 1 : 0;
    }
    return number;
  }

  ProcessTable filtered(RowFilter filter) {
    return failure != null ? this : of(process, rows.stream().filter(filter).toList());
  }

  /** Tells if both are surely of different processes that had the same id one after the other. */
  boolean isOfAnotherProcess(ProcessTable other) {
    return process.startTime() != null
        && other.process.startTime() != null
        && !process.startTime().equals(other.process.startTime());
  }
}
