package handlelab.inspect;

import java.io.IOException;
import java.io.Writer;

/** Texts about many rows at once: processes with their counts, types with theirs. */
public final class OverviewText {
  private OverviewText() {}

  /**
   * Writes one line for each process, and the sums.
   *
   * @param ownProcessId the process that looked, which is marked
   */
  public static void writeProcesses(TableSnapshot look, int ownProcessId, Writer out)
      throws IOException {
    TextTable table = new TextTable(">PROCESS", ">HANDLES", ">INHERITABLE", "");
    for (ProcessTable process : look.tables()) {
      String mark = process.processId() == ownProcessId ? "this command" : "";
      if (process.failure() != null) {
        table.add(
            process.processId(), RowFormat.NONE, RowFormat.NONE, process.failure().getMessage());
      } else {
        table.add(process.processId(), process.rows().size(), process.inheritableRows(), mark);
      }
    }
    table.write("", out);
    out.write(
        RowFormat.count(look.tables().size(), "process", "processes")
            + ", "
            + RowFormat.count(look.rowCount(), "handle", "handles")
            + "\n");
  }

  /** Writes one line for each type, and the sum. */
  public static void writeTypes(TableSnapshot look, Writer out) throws IOException {
    TextTable table = new TextTable("TYPE", ">HANDLES", ">INHERITABLE", ">NAMED");
    for (TypeCount count : TypeCount.of(look)) {
      table.add(count.type(), count.rows(), count.inheritable(), count.named());
    }
    table.write("", out);
    out.write(
        RowFormat.count(look.rowCount(), "handle", "handles")
            + " in "
            + RowFormat.count(look.tables().size(), "process", "processes")
            + "\n");
  }

  /** Writes one line for each process that could not be looked into. */
  public static void writeFailures(TableSnapshot look, Writer out) throws IOException {
    for (ProcessTable process : look.tables()) {
      if (process.failure() != null) {
        out.write("process " + process.processId() + ": " + process.failure().getMessage() + "\n");
      }
    }
  }
}
