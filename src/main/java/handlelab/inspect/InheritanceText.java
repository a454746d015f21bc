package handlelab.inspect;

import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import handlelab.inspect.InheritanceReport.StandardHandle;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An inheritance report for people: first the counts, then what came from the parent and why, then
 * what the child has of its own and what stayed.
 */
public final class InheritanceText {
  /** Reasons in the order of their interest: what nobody may have wanted comes first. */
  private static final List<InheritanceReason> ORDER =
      List.of(
          InheritanceReason.UNKNOWN,
          InheritanceReason.SHARED,
          InheritanceReason.INHERIT_FLAG,
          InheritanceReason.DUPLICATED,
          InheritanceReason.HANDLE_LIST,
          InheritanceReason.STANDARD_HANDLE);

  private InheritanceText() {}

  /**
   * Writes a report. Each row that came from the parent has a line.
   *
   * @param report what to write
   * @param showsAll whether the child's own rows and those that stayed have a line each too; else
   *     they are counted by reason, but for inheritable ones that nobody can explain
   * @param out where the text goes; neither flushed nor closed
   * @throws java.io.IOException if {@code out} cannot be written to
   */
  public static void write(InheritanceReport report, boolean showsAll, Writer out)
      throws IOException {
    List<InheritedRow> came = report.fromParent().toList();
    List<ExplainedRow> own = new ArrayList<>();
    report.childRows().stream()
        .filter(row -> !row.isFromParent())
        .forEach(row -> own.add(row.explained()));
    TextTable.writeParagraph("", title(report), out);
    writeNotes(report, out);
    out.write(
        RowFormat.count(came.size(), "handle", "handles")
            + " came from the parent, "
            + own.size()
            + " did not, "
            + report.uninherited().size()
            + " of the parent stayed behind\n");
    writeCame(came, report.states(), out);
    if (!showsAll) {
      List<ExplainedRow> suspects = own.stream().filter(InheritanceText::isSuspect).toList();
      writeOthers("perhaps from the parent", suspects, report.states(), true, out);
      own.removeAll(suspects);
    }
    writeOthers("not from the parent, or not known", own, report.states(), showsAll, out);
    writeOthers(
        "of the parent, stayed behind", report.uninherited(), report.states(), showsAll, out);
  }

  /** Such as a write end that the parent has closed since: it keeps the parent's reads waiting. */
  private static boolean isSuspect(ExplainedRow row) {
    return row.reason() == InheritanceReason.UNKNOWN && row.row().inheritable();
  }

  private static void writeNotes(InheritanceReport report, Writer out) throws IOException {
    if (report.isOfAnotherParent()) {
      TextTable.writeParagraph(
          "",
          "note: "
              + shortName(report.parent())
              + " did not create "
              + shortName(report.child())
              + "; process "
              + report.child().parentProcessId()
              + " did",
          out);
    }
    for (StandardHandle standard : report.standardHandles()) {
      if (standard.warning().isPresent()) {
        TextTable.writeParagraph(
            "",
            "warning: standard handle "
                + standard.stream()
                + " has the value "
                + standard.handle()
                + ", which is no handle of the child: "
                + standard.warning().get(),
            out);
      }
    }
    if (!report.standardHandles().isEmpty()) {
      out.write(
          report.standardHandles().stream()
              .map(standard -> standard.stream() + " " + standard.handle())
              .collect(Collectors.joining(", ", "standard handles: ", "\n")));
    }
  }

  private static String shortName(ProcessDetails process) {
    return process.processId()
        + (process.imageName() == null ? "" : " " + RowFormat.name(process.imageName()));
  }

  private static String title(InheritanceReport report) {
    return "child "
        + shortName(report.child())
        + " of "
        + shortName(report.parent())
        + (report.isSuspended() ? ", before its first instruction: " : ", running: ")
        + report.terms().map(InheritanceTerms::toString).orElse("how it was created is not known");
  }

  /** Rows with the same reason stand together under it; files with names come first. */
  private static void writeCame(List<InheritedRow> rows, ObjectStates states, Writer out)
      throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    out.write("\nfrom the parent:\n");
    List<InheritedRow> sorted = new ArrayList<>(rows);
    sorted.sort(
        Comparator.comparingInt((InheritedRow row) -> ORDER.indexOf(row.reason()))
            .thenComparing(row -> !isNamedFile(row.row())));
    Map<String, List<InheritedRow>> groups = new LinkedHashMap<>();
    sorted.forEach(row -> groups.computeIfAbsent(row.why(), why -> new ArrayList<>()).add(row));
    for (List<InheritedRow> group : groups.values()) {
      TextTable.writeParagraph("  ", group.get(0).why(), out);
      TextTable table = new TextTable("HANDLE", "TYPE", "ACCESS", "OBJECT", "NAME", "ALSO HELD");
      for (InheritedRow row : group) {
        add(row.row(), holders(row), states, table);
      }
      table.write("    ", out);
    }
  }

  private static boolean isNamedFile(HandleRow row) {
    return row.objectType().equals("File") && row.objectName() != null;
  }

  private static void writeOthers(
      String title, List<ExplainedRow> rows, ObjectStates states, boolean showsAll, Writer out)
      throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    out.write("\n" + title + ":\n");
    if (!showsAll) {
      writeCounts(rows, out);
      return;
    }
    TextTable table = new TextTable("HANDLE", "TYPE", "ACCESS", "OBJECT", "NAME", "WHY");
    for (ExplainedRow row : rows) {
      add(row.row(), row.why(), states, table);
    }
    table.write("  ", out);
  }

  private static void writeCounts(List<ExplainedRow> rows, Writer out) throws IOException {
    Map<InheritanceReason, Long> numbers =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    ExplainedRow::reason,
                    () -> new EnumMap<>(InheritanceReason.class),
                    Collectors.counting()));
    TextTable table = new TextTable(">NUMBER", "WHY");
    numbers.forEach((reason, number) -> table.add(number, inFewWords(reason)));
    table.write("  ", out);
  }

  private static String inFewWords(InheritanceReason reason) {
    return switch (reason) {
      case START_UP -> "made by the system for the new process";
      case OWN -> "made by the child, or pushed in by another process";
      case FLAG_NOT_SET -> "inherit flag not set";
      case FLAG_SET_LATER -> "inherit flag set after the child was created";
      case NOT_IN_LIST -> "not in the handle list";
      case INHERITANCE_OFF -> "inheritance off";
      case OPENED_LATER -> "opened after the child was created";
      default -> "not known";
    };
  }

  /** Adds a line for a row, with what a report says of it in the last column. */
  private static void add(HandleRow row, String remark, ObjectStates states, TextTable table) {
    String label = ObjectLabels.addressesOnly().of(row);
    String state = states.of(row);
    table.add(
        row.handle(),
        row.objectType(),
        RowFormat.mask(row.grantedAccess()),
        label == null ? RowFormat.NONE : label,
        RowFormat.name(row.objectName()),
        state == null ? remark : remark + "; " + state);
  }

  /** Such as {@code 1000:0x100 1008:0x100 +3}. */
  private static String holders(InheritedRow row) {
    String listed =
        row.holders().stream()
            .map(holder -> holder.processId() + ":" + holder.handle())
            .collect(Collectors.joining(" "));
    String more = row.furtherHolders() == 0 ? "" : "+" + row.furtherHolders();
    String both = (listed + " " + more).strip();
    return both.isEmpty() ? RowFormat.NONE : both;
  }
}
