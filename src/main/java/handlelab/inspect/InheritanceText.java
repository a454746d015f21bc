package handlelab.inspect;

import handlelab.api.HandleRow;
import java.io.IOException;
import java.io.Writer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An inheritance report for people: what came, what is the child's own, what stayed, and why. */
public final class InheritanceText {
  private InheritanceText() {}

  /**
   * Writes a report, with a line for each row of the child.
   *
   * @param isBrief whether of the rows that stayed behind only their numbers are told, reason by
   *     reason; else each has a line too
   */
  public static void write(InheritanceReport report, boolean isBrief, Writer out)
      throws IOException {
    out.write(
        "child "
            + report.childProcessId()
            + " of "
            + report.parentProcessId()
            + (report.isSuspended() ? ", before its first instruction: " : ", running: ")
            + report
                .terms()
                .map(InheritanceTerms::toString)
                .orElse("how it was created is not known")
            + "\n");
    List<InheritedRow> came = report.fromParent().toList();
    List<InheritedRow> own =
        report.childRows().stream().filter(row -> !row.isFromParent()).toList();
    title(came.size(), "from the parent", out);
    writeCame(came, out);
    title(own.size(), "not from the parent, or nobody can tell", out);
    writeRows(own.stream().map(row -> new Line(row.row(), row.why())).toList(), out);
    title(report.uninherited().size(), "of the parent that stayed behind", out);
    if (isBrief) {
      writeNumbers(report.uninherited(), out);
    } else {
      writeRows(
          report.uninherited().stream().map(row -> new Line(row.row(), row.why())).toList(), out);
    }
  }

  private static void writeNumbers(List<UninheritedRow> rows, Writer out) throws IOException {
    Map<InheritanceReason, Long> numbers =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    UninheritedRow::reason,
                    () -> new EnumMap<>(InheritanceReason.class),
                    Collectors.counting()));
    TextTable table = new TextTable(">NUMBER", "WHY");
    numbers.forEach((reason, number) -> table.add(number, inFewWords(reason)));
    if (!numbers.isEmpty()) {
      table.write("  ", out);
    }
  }

  private static String inFewWords(InheritanceReason reason) {
    return switch (reason) {
      case FLAG_NOT_SET -> "inherit flag not set";
      case FLAG_SET_LATER -> "inherit flag set when the child was there already";
      case NOT_IN_LIST -> "not in the handle list";
      case INHERITANCE_OFF -> "inheritance off";
      case OPENED_LATER -> "opened when the child was there already";
      default -> "nobody can tell";
    };
  }

  private static void title(int count, String what, Writer out) throws IOException {
    out.write(
        "\n" + Words.count(count, "handle", "handles") + " " + what + (count == 0 ? "\n" : ":\n"));
  }

  private static void writeCame(List<InheritedRow> rows, Writer out) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    TextTable table =
        new TextTable("HANDLE", "TYPE", "ACCESS", "OBJECT", "NAME", "ALSO HELD", "WHY");
    for (InheritedRow row : rows) {
      table.add(
          row.row().handle(),
          row.row().objectType(),
          Words.mask(row.row().grantedAccess()),
          object(row.row()),
          Words.name(row.row().objectName()),
          holders(row),
          row.why());
    }
    table.write("  ", out);
  }

  private record Line(HandleRow row, String why) {}

  private static void writeRows(List<Line> lines, Writer out) throws IOException {
    if (lines.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("HANDLE", "TYPE", "ACCESS", "OBJECT", "NAME", "WHY");
    for (Line line : lines) {
      table.add(
          line.row.handle(),
          line.row.objectType(),
          Words.mask(line.row.grantedAccess()),
          object(line.row),
          Words.name(line.row.objectName()),
          line.why);
    }
    table.write("  ", out);
  }

  private static String object(HandleRow row) {
    return row.objectAddress() == 0 ? Words.NONE : "0x" + Long.toHexString(row.objectAddress());
  }

  /** Such as {@code 1000:0x100 1008:0x100 +3}. */
  private static String holders(InheritedRow row) {
    String listed =
        row.holders().stream().map(InheritanceHolder::toString).collect(Collectors.joining(" "));
    String more = row.furtherHolders() == 0 ? "" : "+" + row.furtherHolders();
    String both = (listed + " " + more).strip();
    return both.isEmpty() ? Words.NONE : both;
  }
}
