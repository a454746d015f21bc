package handlelab.inspect;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
    write(indent, lines, line -> line, out);
  }

  /**
   * Writes a line for each item.
   *
   * @param cells makes the cells of a line; it is called twice for each item and nothing is kept,
   *     because a process may have millions of rows
   */
  <T> void write(String indent, List<T> items, Function<T, List<?>> cells, Writer out)
      throws IOException {
    int[] widths = new int[isNumber.length];
    measure(titles, widths);
    for (T item : items) {
      measure(cells.apply(item), widths);
    }
    writeLine(indent, titles, widths, out);
    for (T item : items) {
      writeLine(indent, cells.apply(item), widths, out);
    }
  }

  private static void measure(List<?> line, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], line.get(i).toString().length());
    }
  }

  private void writeLine(String indent, List<?> line, int[] widths, Writer out) throws IOException {
    StringBuilder text = new StringBuilder(indent);
    int last = widths.length - 1;
    for (int i = 0; i < last; i++) {
      String cell = line.get(i).toString();
      String padding = " ".repeat(widths[i] - cell.length());
      text.append(isNumber[i] ? padding : cell).append(isNumber[i] ? cell : padding).append(GAP);
    }
    String cell = line.get(last).toString();
    if (isNumber[last]) {
      text.append(" ".repeat(widths[last] - cell.length()));
    }
    if (text.length() + cell.length() <= WIDTH || last == 0) {
      out.write(text.append(cell).toString().stripTrailing() + "\n");
    } else {
      out.write(text.toString().stripTrailing() + "\n");
      writeParagraph(indent + "    ", cell, out);
    }
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
