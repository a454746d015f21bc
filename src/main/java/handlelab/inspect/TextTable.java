package handlelab.inspect;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * A small table of text with aligned columns; the last column is as wide as it likes. What has very
 * many rows is written by {@link RowsText}. Used by one thread.
 */
final class TextTable {
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
    int[] widths = new int[isNumber.length];
    for (String[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    for (String[] line : lines) {
      StringBuilder text = new StringBuilder(indent);
      for (int i = 0; i < line.length; i++) {
        String padding = " ".repeat(widths[i] - line[i].length());
        text.append(isNumber[i] ? padding + line[i] : line[i] + padding).append(GAP);
      }
      out.write(text.toString().stripTrailing());
      out.write('\n');
    }
  }
}
