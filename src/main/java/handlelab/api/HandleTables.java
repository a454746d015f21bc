package handlelab.api;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A view into the handle tables of running processes. */
public interface HandleTables {
  /**
   * The rows of one process's handle table, by ascending handle value.
   *
   * @param processId the id of a running process
   * @return all its rows
   * @throws Win32Exception {@code ERROR_INVALID_PARAMETER} if no such process runs, {@code
   *     ERROR_ACCESS_DENIED} if the caller may not open it
   */
  List<HandleRow> handles(int processId);

  /**
   * Those rows of {@link #handles(int)} whose values are asked for; a kernel that must ask the
   * system for each row overrides this, so that a look at few rows is cheap.
   *
   * @param processId the id of a running process
   * @param values handle values; those that name no row are ignored
   * @return the rows, by ascending handle value
   * @throws Win32Exception as {@link #handles(int)}
   */
  default List<HandleRow> handles(int processId, Set<Long> values) {
    return handles(processId).stream()
        .filter(row -> values.contains(row.handle().value()))
        .toList();
  }

  /**
   * What state the objects of a process's rows are in, in the words of {@link ObjectState}: which
   * end of a pipe it is and whether the other one is open, whether an event is set, which thread
   * owns a mutex, which process a handle leads to. This look is a moment after that of {@link
   * #handles(int)}.
   *
   * @param processId the id of a running process
   * @return a text for each row of which something is known
   * @throws Win32Exception as {@link #handles(int)}
   */
  default Map<Handle, String> states(int processId) {
    return Map.of();
  }

  /**
   * Those rows, but files may be without their names. The question for a file's name can be seen by
   * the program that has it open: it waits while a thread waits within the file, and it may signal
   * the file.
   *
   * @param processId the id of a running process
   * @param values as for {@link #handles(int, Set)}
   * @return the rows, by ascending handle value
   * @throws Win32Exception as {@link #handles(int)}
   */
  default List<HandleRow> handlesWithoutFileNames(int processId, Set<Long> values) {
    return handles(processId, values);
  }

  /**
   * The same tables, for looks into many processes one right after the other: a kernel that gets
   * the rows of the whole system at once answers all of them from one answer. What is opened or
   * closed meanwhile may be missing, as it may within one table. To be used at once, by one thread,
   * and dropped.
   *
   * @return a view for one thread and a short time
   */
  default HandleTables forManyLooks() {
    return this;
  }

  /**
   * The ids of the running processes that the caller can see, ascending.
   *
   * @return ids as {@link Kernel32#getCurrentProcessId} returns them
   */
  List<Integer> processIds();

  /**
   * What is known of each process of {@link #processIds}, by ascending id.
   *
   * @return one entry for each process; what is not known is null or 0
   */
  default List<ProcessDetails> processes() {
    return processIds().stream().map(ProcessDetails::ofId).toList();
  }
}
