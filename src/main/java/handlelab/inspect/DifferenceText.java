package handlelab.inspect;

import handlelab.api.HandleRow;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * A difference as text: a line for each row, with {@code +} for opened, {@code -} for closed and
 * {@code ~} for changed.
 */
public final class DifferenceText {
  private DifferenceText() {}

  /** Writes the difference and, in the last line, the sums. */
  public static void write(TableDifference difference, Writer out) throws IOException {
    writeLines("", difference, out);
    if (!difference.notCompared().isEmpty()) {
      out.write("not compared: " + processes(difference.notCompared()) + "\n");
    }
    out.write(
        difference.opened().size()
            + " opened, "
            + difference.closed().size()
            + " closed, "
            + difference.changed().size()
            + " changed\n");
  }

  /**
   * Writes the lines without the sums, for a watcher that goes on.
   *
   * @param prefix before each line, such as the time
   */
  public static void writeLines(String prefix, TableDifference difference, Writer out)
      throws IOException {
    List<String> lines = new ArrayList<>();
    difference.startedProcesses().forEach(id -> lines.add("+ process " + id));
    difference.closed().forEach(row -> lines.add("- " + row(row)));
    difference.opened().forEach(row -> lines.add("+ " + row(row)));
    difference.changed().forEach(change -> lines.add("~ " + changed(change)));
    difference.endedProcesses().forEach(id -> lines.add("- process " + id));
    for (String line : lines) {
      out.write(prefix);
      out.write(line);
      out.write('\n');
    }
  }

  private static String row(HandleRow row) {
    String flags = RowFormat.flags(row);
    return identity(row)
        + (flags.equals(RowFormat.NONE) ? "" : "  " + flags)
        + "  "
        + RowFormat.mask(row.grantedAccess())
        + " "
        + AccessNames.text(row.objectType(), row.grantedAccess())
        + name(row);
  }

  private static String changed(RowChange change) {
    HandleRow before = change.before();
    HandleRow after = change.after();
    String text = identity(after);
    if (change.isFlagChange()) {
      text += "  flags " + RowFormat.flags(before) + " -> " + RowFormat.flags(after);
    }
    if (change.isUsageCountChange()) {
      text += "  usage count " + before.usageCount() + " -> " + after.usageCount();
    }
    return text + name(after);
  }

  private static String identity(HandleRow row) {
    return row.processId() + "  " + row.handle() + "  " + row.objectType();
  }

  private static String name(HandleRow row) {
    return row.objectName() == null ? "" : "  " + RowFormat.name(row.objectName());
  }

  private static String processes(List<Integer> ids) {
    StringBuilder text = new StringBuilder(ids.size() == 1 ? "process " : "processes ");
    for (int i = 0; i < ids.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(ids.get(i));
    }
    return text.toString();
  }
}
