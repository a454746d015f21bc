package handlelab.inspect;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A table of text with aligned columns. A line that would be wider than {@link #WIDTH} has its last
 * cell below, indented and broken at blanks; nothing is cut. Used by one thread.
 */
final class TextTable {
  /** Columns that a line of text has at most, unless one word is longer. */
  static final int WIDTH = 100;

  private static final String GAP = "  ";

  private final boolean[] isNumber;
  private final List<String> titles = new ArrayList<>();
  private final List<List<?>> lines = new ArrayList<>();

  /**
   * @param titles one for each column; a title that starts with a {@code >} makes a column of
   *     numbers, which stand to the right
   */
  TextTable(String... titles) {
    isNumber = new boolean[titles.length];
    for (int i = 0; i < titles.length; i++) {
      isNumber[i] = titles[i].startsWith(">");
      this.titles.add(isNumber[i] ? titles[i].substring(1) : titles[i]);
    }
  }

  /** Adds a line; each cell is written as its text. */
  void add(Object... cells) {
    lines.add(List.of(cells));
  }

  /** Writes the lines that were added. */
  void write(String indent, Writer out) throws IOException {
    List<Function<List<?>, String>> columns = new ArrayList<>();
    for (int i = 0; i < isNumber.length; i++) {
      int column = i;
      columns.add(line -> line.get(column).toString());
    }
    write(indent, lines, columns, out);
  }

  /**
   * Writes a line for each item.
   *
   * @param columns make the cells of a line; all but the last are called twice for each item and
   *     nothing is kept, because a process may have millions of rows
   */
  <T> void write(String indent, List<T> items, List<Function<T, String>> columns, Writer out)
      throws IOException {
    int last = isNumber.length - 1;
    int measured = isNumber[last] ? last + 1 : last;
    int[] widths = new int[isNumber.length];
    for (int i = 0; i < measured; i++) {
      Function<T, String> column = columns.get(i);
      widths[i] = titles.get(i).length();
      for (T item : items) {
        widths[i] = Math.max(widths[i], column.apply(item).length());
      }
    }
    StringBuilder line = new StringBuilder();
    writeLine(indent, i -> titles.get(i), widths, line, out);
    for (T item : items) {
      writeLine(indent, i -> columns.get(i).apply(item), widths, line, out);
    }
  }

  private void writeLine(
      String indent, IntFunction<String> cells, int[] widths, StringBuilder line, Writer out)
      throws IOException {
    line.setLength(0);
    line.append(indent);
    int last = widths.length - 1;
    for (int i = 0; i < last; i++) {
      append(cells.apply(i), i, widths[i], line);
      line.append(GAP);
    }
    String cell = cells.apply(last);
    if (line.length() + cell.length() <= WIDTH || last == 0) {
      append(cell, last, widths[last], line);
      writeStripped(line, out);
    } else {
      writeStripped(line, out);
      writeParagraph(indent + "    ", cell, out);
    }
  }

  private void append(String cell, int column, int width, StringBuilder line) {
    int end = line.length() + width;
    if (isNumber[column]) {
      pad(end - cell.length(), line);
    }
    line.append(cell);
    pad(end, line);
  }

  private static void pad(int end, StringBuilder line) {
    while (line.length() < end) {
      line.append(' ');
    }
  }

  private static void writeStripped(StringBuilder line, Writer out) throws IOException {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    line.setLength(end);
    out.append(line.append('\n'));
  }

  /** Writes a text in lines of at most {@link #WIDTH} columns, broken at blanks. */
  static void writeParagraph(String indent, String text, Writer out) throws IOException {
    writeParagraph(indent, indent, text, out);
  }

  /** The same with another indent of the first line. */
  static void writeParagraph(String first, String indent, String text, Writer out)
      throws IOException {
    String start = first;
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && start.length() + line.length() + 1 + word.length() > WIDTH) {
        out.write(start + line.toString().stripTrailing() + "\n");
        line.setLength(0);
        start = indent;
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    out.write(start + line + "\n");
  }
}
