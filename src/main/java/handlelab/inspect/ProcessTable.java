package handlelab.inspect;

import handlelab.api.HandleRow;
import handlelab.api.Win32Exception;
import java.util.List;
import java.util.Objects;

/**
 * One process's handle table at one moment, or why it could not be looked into.
 *
 * @param rows by ascending handle value; empty where {@code failure} is there
 * @param failure null where the look succeeded
 */
public record ProcessTable(int processId, List<HandleRow> rows, Win32Exception failure) {
  public ProcessTable {
    Objects.requireNonNull(rows);
  }

  static ProcessTable of(int processId, List<HandleRow> rows) {
    return new ProcessTable(processId, rows, null);
  }

  static ProcessTable closed(int processId, Win32Exception failure) {
    return new ProcessTable(processId, List.of(), failure);
  }

  int inheritableRows() {
    int number = 0;
    for (HandleRow row : rows) {
      number += row.inheritable() ? 1 : 0;
    }
    return number;
  }

  ProcessTable filtered(RowFilter filter) {
    return failure != null ? this : of(processId, rows.stream().filter(filter).toList());
  }
}
