package handlelab.inspect;

import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Snapshots, objects and counts as text for people. */
public final class HandleText {
  /** So many rows for one name are worth a line at the top. */
  private static final int MANY = 10;

  private static final int MOST_REPEATED = 3;

  private HandleText() {}

  /**
   * Writes one line for each process, and the sums.
   *
   * @param snapshot the processes to write
   * @param ownProcessId the inspecting process, which is marked
   * @param showsCommandLines whether each process has its command line
   * @param out where the text goes; neither flushed nor closed
   * @throws IOException if {@code out} cannot be written to
   */
  public static void writeProcesses(
      TableSnapshot snapshot, int ownProcessId, boolean showsCommandLines, Writer out)
      throws IOException {
    boolean hasHosts =
        snapshot.tables().stream().anyMatch(table -> table.process().hostProcessId() != 0);
    List<String> titles = new ArrayList<>(List.of(">PROCESS", "IMAGE", ">PARENT"));
    if (hasHosts) {
      titles.add(">HOST");
    }
    titles.addAll(List.of("STARTED", ">HANDLES", ">INHERITABLE", ""));
    TextTable table = new TextTable(titles.toArray(String[]::new));
    for (ProcessTable each : snapshot.tables()) {
      ProcessDetails process = each.process();
      List<Object> cells = new ArrayList<>();
      cells.add(process.processId());
      cells.add(RowFormat.image(process));
      cells.add(numberOrNone(process.parentProcessId()));
      if (hasHosts) {
        cells.add(numberOrNone(process.hostProcessId()));
      }
      cells.add(RowFormat.time(process.startTime()));
      boolean isReadable = each.failure() == null;
      cells.add(isReadable ? each.rows().size() : RowFormat.NONE);
      cells.add(isReadable ? each.inheritableRows() : RowFormat.NONE);
      cells.add(remarks(each, ownProcessId, showsCommandLines));
      table.add(cells.toArray());
    }
    table.write("", out);
    out.write(
        RowFormat.count(snapshot.tables().size(), "process", "processes")
            + ", "
            + RowFormat.count(snapshot.rowCount(), "handle", "handles")
            + "\n");
  }

  private static String numberOrNone(long number) {
    return number == 0 ? RowFormat.NONE : Long.toString(number);
  }

  private static String remarks(ProcessTable table, int ownProcessId, boolean showsCommandLines) {
    List<String> remarks = new ArrayList<>();
    if (table.failure() != null) {
      remarks.add(table.failure().getMessage());
    }
    if (table.processId() == ownProcessId) {
      remarks.add("this command");
    }
    if (table.process().isSuspended()) {
      remarks.add("suspended");
    }
    if (showsCommandLines && table.process().commandLine() != null) {
      remarks.add(RowFormat.name(table.process().commandLine()));
    }
    return String.join(", ", remarks);
  }

  /**
   * Writes one line for each type, and the sum.
   *
   * @param snapshot the rows to count
   * @param out where the text goes; neither flushed nor closed
   * @throws IOException if {@code out} cannot be written to
   */
  public static void writeTypes(TableSnapshot snapshot, Writer out) throws IOException {
    TextTable table = new TextTable("TYPE", ">HANDLES", ">INHERITABLE", ">NAMED");
    for (TypeCount count : TypeCount.of(snapshot)) {
      table.add(count.type(), count.rows(), count.inheritable(), count.named());
    }
    table.write("", out);
    out.write(
        RowFormat.count(snapshot.rowCount(), "handle", "handles")
            + " in "
            + RowFormat.count(snapshot.tables().size(), "process", "processes")
            + "\n");
  }

  /**
   * Writes objects in their order, each with a line for every row that points to it.
   *
   * @param snapshot that the objects were found in
   * @param objects what to write
   * @param out where the text goes; neither flushed nor closed
   * @throws IOException if {@code out} cannot be written to
   */
  public static void writeObjects(TableSnapshot snapshot, List<SharedObject> objects, Writer out)
      throws IOException {
    Map<Integer, String> images = images(snapshot);
    for (SharedObject object : objects) {
      TextTable.writeParagraph("", "    ", title(object), out);
      TextTable rows = new TextTable(">PROCESS", "IMAGE", "HANDLE", "FLAGS", "ACCESS", "RIGHTS");
      for (HandleRow row : object.holders()) {
        rows.add(
            row.processId(),
            images.get(row.processId()),
            row.handle(),
            RowFormat.flags(row),
            RowFormat.mask(row.grantedAccess()),
            AccessNames.text(row.objectType(), row.grantedAccess()));
      }
      rows.write("  ", out);
    }
    out.write(RowFormat.count(objects.size(), "object", "objects") + "\n");
  }

  private static Map<Integer, String> images(TableSnapshot snapshot) {
    Map<Integer, String> images = new HashMap<>();
    for (ProcessTable table : snapshot.tables()) {
      images.put(table.processId(), RowFormat.image(table.process()));
    }
    return images;
  }

  private static String title(SharedObject object) {
    StringBuilder text = new StringBuilder();
    text.append(object.label() == null ? "object" : object.label());
    text.append("  ").append(object.type());
    if (object.name() != null) {
      text.append("  ").append(RowFormat.name(object.name()));
    }
    if (object.state() != null) {
      text.append(" (").append(object.state()).append(')');
    }
    text.append(", usage count ");
    text.append(object.usageCount() == 0 ? "unknown" : object.usageCount());
    if (object.label() == null) {
      text.append(", other holders unknown");
    } else if (object.unseenRows() > 0) {
      text.append(", ")
          .append(RowFormat.count(object.unseenRows(), "row", "rows"))
          .append(" in processes that cannot be looked into");
    }
    return text.toString();
  }

  /**
   * Writes one process's table, with its title.
   *
   * @param table what to write
   * @param labels the labels of its rows
   * @param showsCommandLine whether the process's command line is written, if it is known
   * @param out where the text goes; neither flushed nor closed
   * @throws IOException if {@code out} cannot be written to
   */
  public static void writeTable(
      ProcessTable table, ObjectLabels labels, boolean showsCommandLine, Writer out)
      throws IOException {
    List<HandleRow> rows = table.rows();
    String title =
        "process "
            + RowFormat.process(table.process())
            + ": "
            + RowFormat.count(rows.size(), "handle", "handles")
            + (rows.isEmpty() ? "" : ", " + table.inheritableRows() + " inheritable");
    TextTable.writeParagraph("", "    ", title, out);
    if (showsCommandLine && table.process().commandLine() != null) {
      String commandLine = "command line: " + RowFormat.name(table.process().commandLine());
      TextTable.writeParagraph("", "    ", commandLine, out);
    }
    writeRepeated("", rows, labels, out);
    if (!rows.isEmpty()) {
      TextTable text =
          new TextTable("HANDLE", "TYPE", "FLAGS", ">USES", "OBJECT", "ACCESS", "NAME");
      text.write("", rows, columns(labels), out);
      writeRights(rows, out);
    }
  }

  /**
   * Writes the rows of several processes under one heading, each with its process, and the
   * processes whose table could not be read.
   *
   * @param look the rows to write
   * @param labels the labels of its rows
   * @param out where the text goes; neither flushed nor closed
   * @throws IOException if {@code out} cannot be written to
   */
  public static void writeAll(TableSnapshot look, ObjectLabels labels, Writer out)
      throws IOException {
    List<HandleRow> rows = look.rows();
    if (rows.isEmpty()) {
      out.write("0 handles\n");
    } else {
      Map<Integer, String> images = images(look);
      for (ProcessTable table : look.tables()) {
        String process = table.processId() + " " + images.get(table.processId()) + ": ";
        writeRepeated(process, table.rows(), labels, out);
      }
      TextTable text =
          new TextTable(
              ">PROCESS", "IMAGE", "HANDLE", "TYPE", "FLAGS", ">USES", "OBJECT", "ACCESS", "NAME");
      List<Function<HandleRow, String>> columns = new ArrayList<>();
      columns.add(row -> Integer.toString(row.processId()));
      columns.add(row -> images.get(row.processId()));
      columns.addAll(columns(labels));
      text.write("", rows, columns, out);
      writeRights(rows, out);
    }
    for (ProcessTable table : look.tables()) {
      if (table.failure() != null) {
        String process = "process " + RowFormat.process(table.process());
        String text = process + ": " + table.failure().getMessage();
        TextTable.writeParagraph("", "    ", text, out);
      }
    }
  }

  /** Names what many rows are for: a program that leaks opens the same again and again. */
  private static void writeRepeated(
      String process, List<HandleRow> rows, ObjectLabels labels, Writer out) throws IOException {
    List<Growth> repeated =
        Growth.of(rows, List.of()).stream()
            .filter(each -> each.name() != null && each.opened() >= MANY)
            .sorted(Comparator.comparingInt(each -> -each.opened()))
            .limit(MOST_REPEATED)
            .toList();
    for (Growth each : repeated) {
      long objects =
          rows.stream()
              .filter(row -> each.name().equals(row.objectName()))
              .filter(row -> each.type().equals(row.objectType()))
              .map(labels::of)
              .distinct()
              .count();
      String text =
          process
              + each.opened()
              + (process.isEmpty() ? " of them are for " : " handles are for ")
              + each.type()
              + " "
              + RowFormat.name(each.name())
              + (objects > 1
                  ? ": opened again and again, and not closed"
                  : ": duplicates of one handle, not closed");
      TextTable.writeParagraph("", text, out);
    }
  }

  private static List<Function<HandleRow, String>> columns(ObjectLabels labels) {
    return List.of(
        row -> row.handle().toString(),
        HandleRow::objectType,
        RowFormat::flags,
        row -> numberOrNone(row.usageCount()),
        row -> Objects.requireNonNullElse(labels.of(row), RowFormat.NONE),
        row -> RowFormat.mask(row.grantedAccess()),
        row -> RowFormat.nameAndState(row, labels.states()));
  }

  /** Writes the names of the access masks that occur, each once. */
  private static void writeRights(List<HandleRow> rows, Writer out) throws IOException {
    Map<String, Set<Integer>> accesses = new TreeMap<>();
    for (HandleRow row : rows) {
      accesses
          .computeIfAbsent(row.objectType(), type -> new TreeSet<>(Integer::compareUnsigned))
          .add(row.grantedAccess());
    }
    TextTable table = new TextTable("ACCESS", "TYPE", "RIGHTS");
    accesses.forEach(
        (type, masks) ->
            masks.forEach(
                mask -> table.add(RowFormat.mask(mask), type, AccessNames.text(type, mask))));
    out.write("\n");
    table.write("", out);
  }
}
