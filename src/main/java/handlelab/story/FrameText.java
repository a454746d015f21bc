package handlelab.story;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The parts of a frame as lines of text in ASCII. Colours only repeat what the marks say. Used by
 * one thread.
 */
final class FrameText {
  private static final int CELL = 37;

  private enum Colour {
    TITLE("1;36"),
    CALL("1"),
    NEW("32"),
    GONE("31"),
    CHANGED("33"),
    FAINT("2");

    final String code;

    Colour(String code) {
      this.code = code;
    }
  }

  private record Cell(String text, Colour colour) {}

  private final Consumer<String> out;
  private final boolean hasColour;
  private final int width;

  /**
   * @param out takes lines without their ends
   * @param width how many columns there are
   */
  FrameText(Consumer<String> out, boolean hasColour, int width) {
    this.out = out;
    this.hasColour = hasColour;
    this.width = width;
  }

  /** What the marks and columns mean. */
  static List<String> legend(ChapterRun chapter) {
    List<String> lines = new ArrayList<>();
    lines.add("Kernel: " + chapter.kernel());
    lines.add("Rows:   value, object, type, access, flags (I inherit, P protect), usage count");
    lines.add("Marks:  + new   - gone   ~ changed   * its object's usage count changed");
    if (!chapter.exact()) {
      lines.add("        elsewhere: rows that are not the tour's, and so not shown");
    }
    return lines;
  }

  void title(ChapterRun chapter) {
    String title = chapter.number() + ". " + chapter.title() + " ";
    String rule = "=".repeat(Math.max(0, width - title.length()));
    wrap(title + rule, "", width, line -> out.accept(in(Colour.TITLE, line)));
  }

  void number(ChapterRun chapter, int frame) {
    String number = chapter.number() + "." + frame + " ";
    out.accept(in(Colour.FAINT, number + "-".repeat(width - number.length())));
  }

  /** The frame's text, and the code that belongs to it. */
  void words(Frame frame) {
    if (!frame.text().isEmpty()) {
      wrap(frame.text());
    }
    if (!frame.code().isEmpty()) {
      out.accept("");
      frame.code().forEach(line -> out.accept("    " + fitting(line)));
    }
  }

  /** A line of code, without its comment if there is no room for it. */
  private String fitting(String line) {
    int comment = line.indexOf("//");
    return comment < 0 || line.length() + 4 <= width ? line : line.substring(0, comment).strip();
  }

  void picture(Frame frame) {
    out.accept("");
    frame.picture().forEach(line -> out.accept("    " + line));
  }

  void call(Frame.Call call) {
    if (call != null) {
      out.accept("");
      wrap(
          call.process() + ": " + call.text(),
          width < 60 ? "  " : "      ",
          width - 2,
          line -> out.accept("  " + in(Colour.CALL, line)));
    }
  }

  void result(Frame.Call call) {
    if (call != null) {
      wrap(
          "= " + call.result(),
          width < 60 ? "  " : "      ",
          width - 2,
          line -> out.accept("  " + (call.failed() ? in(Colour.CHANGED, line) : line)));
    }
  }

  /** A table before and after the call, side by side. */
  void bothSides(Frame.Table table) {
    out.accept("");
    heading(table);
    if (!table.isChanged()) {
      out.accept(in(Colour.FAINT, "    before and after"));
    }
    if (table.stateBefore() == null || !table.isChanged()) {
      rows(table.after()).forEach(cell -> out.accept("    " + in(cell.colour(), cell.text())));
      return;
    }
    List<Cell> left = rows(table.before());
    List<Cell> right = rows(table.after());
    out.accept(in(Colour.FAINT, "    " + pad("before", CELL + 1) + "after"));
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      Cell first = i < left.size() ? left.get(i) : new Cell("", null);
      Cell second = i < right.size() ? right.get(i) : new Cell("", null);
      String gap = " ".repeat(Math.max(0, CELL - first.text().length()) + 1);
      String line = in(first.colour(), first.text()) + gap + in(second.colour(), second.text());
      out.accept(("    " + line).stripTrailing());
    }
  }

  /** A table before the call. */
  void before(Frame.Table table) {
    out.accept("");
    wrap("  " + table.process() + ", " + table.stateBefore() + ":");
    for (Frame.Row row : table.before()) {
      out.accept("  " + cell(row, ' ', Integer.toString(row.usageCount())));
    }
    if (table.before().isEmpty()) {
      out.accept(in(Colour.FAINT, "    (no rows)"));
    }
  }

  /** A table after the call in one column, with what is gone; an unchanged one in one line. */
  void changes(Frame.Table table) {
    if (!table.isChanged() && table.stateAfter().equals(table.stateBefore())) {
      int rows = table.after().size();
      String count = rows == 1 ? "1 row" : rows + " rows";
      out.accept(in(Colour.FAINT, "  " + table.process() + ": " + count + ", unchanged"));
      return;
    }
    heading(table);
    List<Frame.Row> rows = new ArrayList<>(table.after());
    table.before().stream().filter(row -> row.mark() == Frame.Mark.GONE).forEach(rows::add);
    rows.sort(Comparator.comparingLong(Frame.Row::value));
    for (Frame.Row row : rows) {
      Frame.Row old = rowBefore(table, row);
      String count =
          old == null || !row.counted()
              ? Integer.toString(row.usageCount())
              : old.usageCount() + "->" + row.usageCount();
      out.accept("  " + in(colour(row), cell(row, mark(row), count)));
      if (row.mark() == Frame.Mark.CHANGED && old != null) {
        out.accept(in(Colour.FAINT, "  " + cell(old, ' ', "was")));
      }
    }
    if (rows.isEmpty()) {
      out.accept(in(Colour.FAINT, "    (no rows)"));
    }
  }

  private static Frame.Row rowBefore(Frame.Table table, Frame.Row row) {
    return table.before().stream()
        .filter(other -> other.value() == row.value())
        .findFirst()
        .orElse(null);
  }

  private void heading(Frame.Table table) {
    String state =
        table.stateBefore() == null || table.stateBefore().equals(table.stateAfter())
            ? table.stateAfter()
            : table.stateBefore() + ", then " + table.stateAfter();
    String others =
        table.others() == 0 ? "" : ", and " + table.others() + " rows that are not the tour's";
    wrap(
        table.process() + ", process " + table.processId() + ", " + state + others,
        "  ",
        width - 2,
        line -> out.accept("  " + line));
  }

  private static List<Cell> rows(List<Frame.Row> rows) {
    List<Cell> cells = new ArrayList<>();
    for (Frame.Row row : rows) {
      String count = row.usageCount() + (row.counted() ? "*" : "");
      cells.add(new Cell(cell(row, mark(row), count), colour(row)));
    }
    if (cells.isEmpty()) {
      cells.add(new Cell("  (no rows)", Colour.FAINT));
    }
    return cells;
  }

  private static char mark(Frame.Row row) {
    return switch (row.mark()) {
      case NEW -> '+';
      case GONE -> '-';
      case CHANGED -> '~';
      case SAME -> ' ';
    };
  }

  private static Colour colour(Frame.Row row) {
    return switch (row.mark()) {
      case NEW -> Colour.NEW;
      case GONE -> Colour.GONE;
      case CHANGED -> Colour.CHANGED;
      case SAME -> row.counted() ? Colour.CHANGED : null;
    };
  }

  private static String cell(Frame.Row row, char mark, String count) {
    return mark
        + " "
        + pad("0x" + Long.toHexString(row.value()), 6)
        + pad(row.object(), 7)
        + pad(row.type(), 8)
        + pad(row.access().substring(2), 7)
        + flags(row)
        + " "
        + count;
  }

  private static String flags(Frame.Row row) {
    return (row.inherit() ? "I" : "-") + (row.protect() ? "P" : "-");
  }

  void objects(List<Frame.KernelObject> all) {
    // What had no row and is gone was replaced by what is there: nothing is to be told of it.
    List<Frame.KernelObject> objects =
        all.stream().filter(object -> object.thereAfter() || object.usageBefore() > 0).toList();
    if (objects.isEmpty()) {
      return;
    }
    out.accept("");
    objects.forEach(this::object);
  }

  void object(Frame.KernelObject object) {
    StringBuilder line = new StringBuilder();
    line.append(pad(object.label(), 8)).append(object.what());
    if (object.resource() != null) {
      line.append(object.label().isEmpty() ? ", but the mailslot " : " of ");
      line.append(object.resource());
    }
    if (!object.label().isEmpty()) {
      line.append(", ").append(usage(object));
    }
    if (object.messages() > 0) {
      line.append(", ").append(object.messages()).append(" unread");
    }
    wrap(line.toString().strip(), "        ", width - 2, text -> out.accept("  " + text));
  }

  private static String usage(Frame.KernelObject object) {
    String count =
        object.usageBefore() == object.usageAfter()
            ? Integer.toString(object.usageAfter())
            : object.usageBefore() + " -> " + object.usageAfter();
    String elsewhere =
        object.elsewhereAfter() > 0 ? " (" + object.elsewhereAfter() + " elsewhere)" : "";
    return "usage count " + count + elsewhere;
  }

  void claims(List<Frame.Check> claims) {
    if (claims.isEmpty()) {
      return;
    }
    out.accept("");
    for (Frame.Check claim : claims) {
      Colour colour =
          switch (claim.verdict()) {
            case HOLDS -> Colour.NEW;
            case FAILED -> Colour.GONE;
            case DIFFERS -> Colour.CHANGED;
          };
      boolean holds = claim.verdict() == Frame.Verdict.HOLDS;
      String word = pad(holds ? "ok" : claim.verdict().name(), 8);
      List<String> lines = new ArrayList<>();
      String measured = claim.measured().isEmpty() ? "" : ": " + claim.measured();
      wrap(claim.text() + measured, "", width - 10, lines::add);
      if (claim.reason() != null) {
        wrap("known: " + claim.reason(), "", width - 10, lines::add);
      }
      for (int i = 0; i < lines.size(); i++) {
        out.accept("  " + (i == 0 ? in(colour, word) : "        ") + lines.get(i));
      }
    }
  }

  private String in(Colour colour, String text) {
    return hasColour && colour != null ? "\033[" + colour.code + "m" + text + "\033[0m" : text;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  void wrap(String text) {
    wrap(text, "", width - 2, out);
  }

  /** Breaks at blanks; a word that is too long is broken after a comma, a | or a backslash. */
  private static void wrap(String text, String indent, int width, Consumer<String> out) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String rest = word;
      if (line.length() + 1 + rest.length() > width && !line.toString().isBlank()) {
        out.accept(line.toString());
        line.setLength(0);
        line.append(indent);
      } else if (line.length() > 0) {
        line.append(' ');
      }
      while (line.length() + rest.length() > width) {
        int cut = cut(rest, width - line.length());
        if (cut <= 0) {
          break;
        }
        out.accept(line + rest.substring(0, cut));
        line.setLength(0);
        line.append(indent);
        rest = rest.substring(cut);
      }
      line.append(rest);
    }
    out.accept(line.toString());
  }

  /** The last place to break a long word, at most {@code room} characters from its start, or 0. */
  private static int cut(String word, int room) {
    for (int i = Math.min(room, word.length() - 1); i > 0; i--) {
      if ("=\\(".indexOf(word.charAt(i - 1)) >= 0) {
        return i;
      }
    }
    return 0;
  }
}
