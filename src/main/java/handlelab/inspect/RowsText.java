package handlelab.inspect;

import handlelab.api.HandleRow;
import java.io.IOException;
import java.io.Writer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rows as lines of text with aligned columns.
 *
 * <p>Made for tables with very many rows: widths come from the greatest numbers, text that many
 * rows share is made once, and nothing is formatted by a pattern.
 */
public final class RowsText {
  /** Paddings by their length: appending a part of one long text goes character by character. */
  private static final String[] SPACES = new String[72];

  static {
    for (int i = 0; i < SPACES.length; i++) {
      SPACES[i] = " ".repeat(i);
    }
  }

  private static final String CONTINUATION = " ".repeat(8);

  /** Such as {@code 0x00120089}. */
  private static final int MASK_WIDTH = 10;

  private static final int BUFFER_CHARS = 1 << 15;

  /** So many rows for one name are worth a line at the top. */
  private static final int MANY = 10;

  private static final int MOST_REPEATED = 3;

  private final boolean showsProcess;
  private final ObjectLabels labels;

  /** The masks that occur, by type. */
  private final Map<String, Set<Integer>> accesses = new TreeMap<>();

  private final StringBuilder line = new StringBuilder(BUFFER_CHARS);
  private int processWidth = "PROCESS".length();
  private int imageWidth = "IMAGE".length();
  private int handleWidth = "HANDLE".length();
  private int typeWidth = "TYPE".length();
  private int flagsWidth = "FLAGS".length();
  private int usesWidth = "USES".length();
  private int objectWidth = "OBJECT".length();
  private int lineStart;
  private HandleRow lastRow;

  private RowsText(boolean showsProcess, ObjectLabels labels) {
    this.showsProcess = showsProcess;
    this.labels = labels;
  }

  /**
   * Writes one process's table, with its title.
   *
   * @param table what to write
   * @param labels the labels of its rows
   * @param showsCommandLine whether the process's command line is written, if it is known
   * @param out where the text goes; neither flushed nor closed
   * @throws java.io.IOException if {@code out} cannot be written to
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
      new RowsText(false, labels).write(List.of(table), out);
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

  /**
   * Writes the rows of several processes under one heading, each with its process.
   *
   * @param look the rows to write
   * @param labels the labels of its rows
   * @param out where the text goes; neither flushed nor closed
   * @throws java.io.IOException if {@code out} cannot be written to
   */
  public static void writeAll(TableSnapshot look, ObjectLabels labels, Writer out)
      throws IOException {
    if (look.rowCount() > 0) {
      for (ProcessTable table : look.tables()) {
        String process = table.processId() + " " + RowFormat.image(table.process()) + ": ";
        writeRepeated(process, table.rows(), labels, out);
      }
      new RowsText(true, labels).write(look.tables(), out);
    } else {
      out.write("0 handles\n");
    }
  }

  private void write(List<ProcessTable> tables, Writer out) throws IOException {
    tables.forEach(this::measure);
    heading();
    for (ProcessTable table : tables) {
      String image = RowFormat.image(table.process());
      for (HandleRow row : table.rows()) {
        append(row, image);
        if (line.length() > BUFFER_CHARS - 1024) {
          out.append(line);
          line.setLength(0);
        }
      }
    }
    out.append(line);
    writeRights(out);
  }

  private void measure(ProcessTable table) {
    if (!table.rows().isEmpty()) {
      processWidth = Math.max(processWidth, Integer.toString(table.processId()).length());
      imageWidth = Math.max(imageWidth, RowFormat.image(table.process()).length());
    }
    for (HandleRow row : table.rows()) {
      handleWidth = Math.max(handleWidth, 2 + hexDigits(row.handle().value()));
      typeWidth = Math.max(typeWidth, row.objectType().length());
      flagsWidth = Math.max(flagsWidth, RowFormat.flags(row).length());
      usesWidth = Math.max(usesWidth, decimalDigits(row.usageCount()));
      objectWidth = Math.max(objectWidth, labelLength(row));
      noteAccess(row);
    }
  }

  private static int hexDigits(long value) {
    return Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
  }

  private static int decimalDigits(int number) {
    return number < 1000 ? 3 : Integer.toString(number).length();
  }

  private int labelLength(HandleRow row) {
    if (row.objectAddress() != 0) {
      return 2 + hexDigits(row.objectAddress());
    }
    String label = labels.of(row);
    return label == null ? 1 : label.length();
  }

  private void noteAccess(HandleRow row) {
    boolean isAsBefore =
        lastRow != null
            && lastRow.grantedAccess() == row.grantedAccess()
            && lastRow.objectType().equals(row.objectType());
    if (!isAsBefore) {
      accesses
          .computeIfAbsent(row.objectType(), type -> new TreeSet<>(Integer::compareUnsigned))
          .add(row.grantedAccess());
    }
    lastRow = row;
  }

  private void heading() {
    if (showsProcess) {
      cell("PROCESS", processWidth);
      cell("IMAGE", imageWidth);
    }
    cell("HANDLE", handleWidth);
    cell("TYPE", typeWidth);
    cell("FLAGS", flagsWidth);
    number("USES", usesWidth);
    cell("OBJECT", objectWidth);
    cell("ACCESS", MASK_WIDTH);
    line.append("NAME\n");
  }

  private void append(HandleRow row, String image) {
    lineStart = line.length();
    if (showsProcess) {
      number(Integer.toString(row.processId()), processWidth);
      cell(image, imageWidth);
    }
    int start = line.length();
    line.append("0x").append(Long.toHexString(row.handle().value()));
    pad(start + handleWidth);
    cell(row.objectType(), typeWidth);
    cell(RowFormat.flags(row), flagsWidth);
    number(row.usageCount() == 0 ? RowFormat.NONE : Integer.toString(row.usageCount()), usesWidth);
    String label = labels.of(row);
    cell(label == null ? RowFormat.NONE : label, objectWidth);
    line.append(RowFormat.mask(row.grantedAccess()));
    String name = RowFormat.name(row.objectName());
    String state = labels.states().of(row);
    word("  ", name);
    word(name.isEmpty() ? "  " : " ", state == null ? "" : "(" + state + ")");
    line.append('\n');
  }

  /** What does not fit is below, with nothing cut. */
  private void word(String gap, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (line.length() - lineStart + gap.length() + text.length() <= TextTable.WIDTH) {
      line.append(gap).append(text);
    } else {
      lineStart = line.length() + 1;
      line.append('\n').append(CONTINUATION).append(text);
    }
  }

  /** The names of the masks that occur, each once. */
  private void writeRights(Writer out) throws IOException {
    TextTable table = new TextTable("ACCESS", "TYPE", "RIGHTS");
    accesses.forEach(
        (type, masks) ->
            masks.forEach(
                mask -> table.add(RowFormat.mask(mask), type, AccessNames.text(type, mask))));
    out.write("\n");
    table.write("", out);
  }

  private void cell(String text, int width) {
    int start = line.length();
    line.append(text);
    pad(start + width);
  }

  private void number(String text, int width) {
    line.append(spaces(width - text.length())).append(text).append("  ");
  }

  private void pad(int column) {
    line.append(spaces(Math.max(0, column - line.length()) + 2));
  }

  private static String spaces(int number) {
    return number < SPACES.length ? SPACES[number] : " ".repeat(number);
  }
}
