package handlelab.api;

import java.util.List;

/** A view into the handle tables of running processes. */
public interface HandleTables {
  /**
   * The rows of one process's handle table, by ascending handle value.
   *
   * @throws Win32Exception {@code ERROR_INVALID_PARAMETER} where no such process runs, {@code
   *     ERROR_ACCESS_DENIED} where the caller may not look into it
   */
  List<HandleRow> handles(int processId);

  /** The ids of the running processes that the caller can see, ascending. */
  List<Integer> processIds();
}
