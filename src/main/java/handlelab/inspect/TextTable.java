package handlelab.inspect;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * A small table of text with aligned columns. A line that would be wider than {@link #WIDTH} has
 * its last cell below, indented and broken at blanks; nothing is cut. What has very many rows is
 * written by {@link RowsText}. Used by one thread.
 */
final class TextTable {
  /** Columns that a line of text has at most, unless one word is longer. */
  static final int WIDTH = 100;

  private static final String GAP = "  ";

  private final boolean[] isNumber;
  private final List<String[]> lines = new ArrayList<>();

  /**
   * @param titles one for each column; a title that starts with a {@code >} makes a column of
   *     numbers, which stand to the right
   */
  TextTable(String... titles) {
    isNumber = new boolean[titles.length];
    String[] names = new String[titles.length];
    for (int i = 0; i < titles.length; i++) {
      isNumber[i] = titles[i].startsWith(">");
      names[i] = isNumber[i] ? titles[i].substring(1) : titles[i];
    }
    lines.add(names);
  }

  void add(Object... cells) {
    String[] line = new String[isNumber.length];
    for (int i = 0; i < line.length; i++) {
      line[i] = i < cells.length ? String.valueOf(cells[i]) : "";
    }
    lines.add(line);
  }

  void write(String indent, Writer out) throws IOException {
    int last = isNumber.length - 1;
    int[] widths = new int[last + 1];
    for (String[] line : lines) {
      for (int i = 0; i <= last; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    for (String[] line : lines) {
      StringBuilder text = new StringBuilder(indent);
      for (int i = 0; i < last; i++) {
        String padding = " ".repeat(widths[i] - line[i].length());
        text.append(isNumber[i] ? padding + line[i] : line[i] + padding).append(GAP);
      }
      if (isNumber[last]) {
        text.append(" ".repeat(widths[last] - line[last].length()));
      }
      if (text.length() + line[last].length() <= WIDTH || last == 0) {
        out.write(text.append(line[last]).toString().stripTrailing() + "\n");
      } else {
        out.write(text.toString().stripTrailing() + "\n");
        writeParagraph(indent + "    ", line[last], out);
      }
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
