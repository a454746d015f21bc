package handlelab.api;

import java.util.List;
import java.util.Set;

/** A view into the handle tables of running processes. */
public interface HandleTables {
  /**
   * The rows of one process's handle table, by ascending handle value.
   *
   * @throws Win32Exception {@code ERROR_INVALID_PARAMETER} if no such process runs, {@code
   *     ERROR_ACCESS_DENIED} if the caller may not open it
   */
  List<HandleRow> handles(int processId);

  /**
   * Those rows of {@link #handles(int)} whose values are asked for; a kernel that must ask the
   * system for each row overrides this, so that a look at few rows is cheap.
   *
   * @throws Win32Exception as {@link #handles(int)}
   */
  default List<HandleRow> handles(int processId, Set<Long> values) {
    return handles(processId).stream()
        .filter(row -> values.contains(row.handle().value()))
        .toList();
  }

  /**
   * The same tables, for looks into many processes one right after the other: a kernel that gets
   * the rows of the whole system at once answers all of them from one answer. What is opened or
   * closed meanwhile may be missing, as it may within one table. To be used at once, by one thread,
   * and dropped.
   */
  default HandleTables forManyLooks() {
    return this;
  }

  /** The ids of the running processes that the caller can see, ascending. */
  List<Integer> processIds();

  /** What is known of each process of {@link #processIds}, by ascending id. */
  default List<ProcessDetails> processes() {
    return processIds().stream().map(ProcessDetails::ofId).toList();
  }
}
