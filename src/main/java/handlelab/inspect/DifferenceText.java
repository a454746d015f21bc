package handlelab.inspect;

import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import handlelab.inspect.TableDifference.RowChange;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A difference as text: a line for each row, with {@code +} for opened, {@code -} for closed and
 * {@code ~} for changed.
 */
public final class DifferenceText {
  private DifferenceText() {}

  private static final int MOST_NAMES = 20;

  /**
   * Writes what grew, then the difference and, in the last line, the sums.
   *
   * @param difference what to write
   * @param out where the text goes; neither flushed nor closed
   * @throws java.io.IOException if {@code out} cannot be written to
   */
  public static void write(TableDifference difference, Writer out) throws IOException {
    writeGrowth(Growth.of(difference), out);
    writeLines("", difference, out);
    List<Integer> notCompared = difference.notCompared();
    if (!notCompared.isEmpty()) {
      String ids = notCompared.stream().map(String::valueOf).collect(Collectors.joining(", "));
      out.write("not compared: " + (notCompared.size() == 1 ? "process " : "processes ") + ids);
      out.write("\n");
    }
    out.write(
        difference.opened().size()
            + " opened, "
            + difference.closed().size()
            + " closed, "
            + difference.changed().size()
            + " changed\n");
  }

  private static void writeGrowth(List<Growth> growth, Writer out) throws IOException {
    if (!isWorthSumming(growth)) {
      return;
    }
    TextTable table = new TextTable(">GROWTH", ">OPENED", ">CLOSED", "TYPE", "NAME");
    for (Growth each : growth.subList(0, Math.min(MOST_NAMES, growth.size()))) {
      table.add(
          signed(each.net()),
          each.opened(),
          each.closed(),
          each.type(),
          each.name() == null ? "" : RowFormat.name(each.name()));
    }
    table.write("", out);
    if (growth.size() > MOST_NAMES) {
      out.write("and " + (growth.size() - MOST_NAMES) + " more\n");
    }
    out.write("\n");
  }

  /** Single rows speak for themselves. */
  private static boolean isWorthSumming(List<Growth> growth) {
    return growth.stream().anyMatch(each -> Math.abs(each.net()) > 1);
  }

  private static String signed(int number) {
    return number > 0 ? "+" + number : Integer.toString(number);
  }

  /**
   * Writes in one line what has grown most since a watcher began, such as {@code since 10:02:03:
   * +12 File (+12 \\Device\\Mailslot\\a), +3 Event}; nothing if nothing has.
   *
   * @param prefix before the line, such as {@code "since 10:02:03: "}
   * @param growth as {@link Growth#of} returns it
   * @param out where the text goes; neither flushed nor closed
   * @throws java.io.IOException if {@code out} cannot be written to
   */
  public static void writeSum(String prefix, List<Growth> growth, Writer out) throws IOException {
    if (!isWorthSumming(growth)) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (Growth each : growth) {
      boolean isType = each.name() == null;
      if (each.net() > 0 && text.length() < TextTable.WIDTH) {
        String what = isType ? each.type() : RowFormat.name(each.name());
        text.append(text.length() == 0 ? "" : isType ? ", " : ", of these ");
        text.append(signed(each.net())).append(' ').append(what);
      }
    }
    if (text.length() > 0) {
      TextTable.writeParagraph("", "    ", prefix + text, out);
    }
  }

  /**
   * Writes the lines without the sums, for a watcher that goes on.
   *
   * @param prefix before each line, such as the time
   * @param difference what to write
   * @param out where the text goes; neither flushed nor closed
   * @throws java.io.IOException if {@code out} cannot be written to
   */
  public static void writeLines(String prefix, TableDifference difference, Writer out)
      throws IOException {
    List<String> lines = new ArrayList<>();
    Map<Integer, ProcessDetails> processes = difference.processes();
    difference
        .startedProcesses()
        .forEach(id -> lines.add("+ process " + RowFormat.process(processes.get(id))));
    int room = TextTable.WIDTH - prefix.length() - "+ ".length();
    difference.closed().forEach(row -> lines.add("- " + row(row, processes, room)));
    difference.opened().forEach(row -> lines.add("+ " + row(row, processes, room)));
    difference.changed().forEach(change -> lines.add("~ " + changed(change, processes)));
    difference
        .endedProcesses()
        .forEach(id -> lines.add("- process " + RowFormat.process(processes.get(id))));
    for (String line : lines) {
      TextTable.writeParagraph("", "    ", prefix + line, out);
    }
  }

  /** The access has names if there is room for them. */
  private static String row(HandleRow row, Map<Integer, ProcessDetails> processes, int room) {
    String flags = RowFormat.flags(row);
    String begin =
        identity(row, processes)
            + (flags.equals(RowFormat.NONE) ? "" : "  " + flags)
            + "  "
            + RowFormat.mask(row.grantedAccess());
    String rights = " " + AccessNames.text(row.objectType(), row.grantedAccess());
    boolean fits = begin.length() + rights.length() + name(row).length() <= room;
    return begin + (fits ? rights : "") + name(row);
  }

  private static String changed(RowChange change, Map<Integer, ProcessDetails> processes) {
    HandleRow before = change.before();
    HandleRow after = change.after();
    String text = identity(after, processes);
    if (change.isFlagChange()) {
      text += "  flags " + RowFormat.flags(before) + " -> " + RowFormat.flags(after);
    }
    if (change.isUsageCountChange()) {
      text += "  usage count " + before.usageCount() + " -> " + after.usageCount();
    }
    return text + name(after);
  }

  private static String identity(HandleRow row, Map<Integer, ProcessDetails> processes) {
    String image = processes.get(row.processId()).imageName();
    return row.processId()
        + (image == null ? "" : " " + RowFormat.name(image))
        + "  "
        + row.handle()
        + "  "
        + row.objectType();
  }

  private static String name(HandleRow row) {
    return row.objectName() == null ? "" : "  " + RowFormat.name(row.objectName());
  }
}
