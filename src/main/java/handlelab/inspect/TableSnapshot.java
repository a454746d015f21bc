package handlelab.inspect;

import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Handle tables as one look found them.
 *
 * <p>On the simulated kernel each table is exact, and of one moment; on the real one a table is
 * read while its process runs. Tables of several processes are read one after the other.
 *
 * @param origin the kernel that the tables are of
 * @param takenAt when the last table was read
 * @param wholeMachine whether every process was looked at, so that one that is not here did not run
 * @param filter which rows were kept
 * @param tables by ascending process id
 */
public record TableSnapshot(
    Origin origin,
    Instant takenAt,
    boolean wholeMachine,
    RowFilter filter,
    List<ProcessTable> tables) {
  /**
   * {@return the same snapshot with only the rows that a filter lets through}
   *
   * @param newFilter which rows to keep
   * @throws IllegalStateException if this snapshot is filtered already
   */
  public TableSnapshot filtered(RowFilter newFilter) {
    if (newFilter.isEmpty()) {
      return this;
    }
    if (!filter.isEmpty()) {
      throw new IllegalStateException("this look is filtered already");
    }
    List<ProcessTable> kept = tables.stream().map(table -> table.filtered(newFilter)).toList();
    return new TableSnapshot(origin, takenAt, wholeMachine, newFilter, kept);
  }

  /**
   * {@return the same snapshot with only the processes that run a program}
   *
   * @param image its file name, with or without .exe; null for all
   */
  public TableSnapshot ofImage(String image) {
    if (image == null) {
      return this;
    }
    List<ProcessTable> kept =
        tables.stream().filter(table -> isImage(table.process(), image)).toList();
    return new TableSnapshot(origin, takenAt, false, filter, kept);
  }

  /**
   * {@return whether a process runs the program of a file name}
   *
   * @param process what is known of the process
   * @param image the program's file name; case does not count, and {@code .exe} may be missing
   */
  public static boolean isImage(ProcessDetails process, String image) {
    return process.imageName() != null && stem(process.imageName()).equals(stem(image));
  }

  private static String stem(String image) {
    String name = image.toLowerCase(Locale.ROOT);
    return name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name;
  }

  /** {@return the number of rows of all tables} */
  public int rowCount() {
    int number = 0;
    for (ProcessTable table : tables) {
      number += table.rows().size();
    }
    return number;
  }

  /** {@return the rows of all tables, one table after the other} */
  public List<HandleRow> rows() {
    if (tables.size() == 1) {
      return tables.get(0).rows();
    }
    List<HandleRow> rows = new ArrayList<>(rowCount());
    for (ProcessTable table : tables) {
      rows.addAll(table.rows());
    }
    return rows;
  }

  /**
   * {@return the process's table; null if the snapshot has none}
   *
   * @param processId the process's id
   */
  public ProcessTable table(int processId) {
    for (ProcessTable table : tables) {
      if (table.processId() == processId) {
        return table;
      }
    }
    return null;
  }
}
