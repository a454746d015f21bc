package handlelab.inspect;

import handlelab.api.ProcessDetails;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Texts about many rows at once: processes with their counts, types with theirs. */
public final class OverviewText {
  private OverviewText() {}

  /**
   * Writes one line for each process, and the sums.
   *
   * @param snapshot the processes to write
   * @param ownProcessId the inspecting process, which is marked
   * @param showsCommandLines whether each process has its command line
   * @param out where the text goes; neither flushed nor closed
   * @throws java.io.IOException if {@code out} cannot be written to
   */
  public static void writeProcesses(
      TableSnapshot snapshot, int ownProcessId, boolean showsCommandLines, Writer out)
      throws IOException {
    boolean hasHosts =
        snapshot.tables().stream().anyMatch(table -> table.process().hostProcessId() != 0);
    List<String> titles =
        new ArrayList<>(List.of(">PROCESS", "IMAGE", ">PARENT", "STARTED", ">HANDLES"));
    titles.add(">INHERITABLE");
    titles.add("");
    if (hasHosts) {
      titles.add(3, ">HOST");
    }
    TextTable table = new TextTable(titles.toArray(String[]::new));
    for (ProcessTable each : snapshot.tables()) {
      ProcessDetails process = each.process();
      List<Object> cells = new ArrayList<>();
      cells.add(process.processId());
      cells.add(RowFormat.image(process));
      cells.add(idOrNone(process.parentProcessId()));
      if (hasHosts) {
        cells.add(idOrNone(process.hostProcessId()));
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

  private static String idOrNone(long id) {
    return id == 0 ? RowFormat.NONE : Long.toString(id);
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
   * @throws java.io.IOException if {@code out} cannot be written to
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
   * Writes one line for each process whose table could not be read.
   *
   * @param snapshot the processes to write
   * @param out where the text goes; neither flushed nor closed
   * @throws java.io.IOException if {@code out} cannot be written to
   */
  public static void writeFailures(TableSnapshot snapshot, Writer out) throws IOException {
    for (ProcessTable process : snapshot.tables()) {
      if (process.failure() != null) {
        TextTable.writeParagraph(
            "",
            "    ",
            "process "
                + RowFormat.process(process.process())
                + ": "
                + process.failure().getMessage(),
            out);
      }
    }
  }
}
