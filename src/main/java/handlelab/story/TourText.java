package handlelab.story;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Draws a run as text, 80 columns wide, in ASCII, as it goes on. Colours only repeat what the marks
 * say. Used by one thread.
 */
public final class TourText extends TourView {
  private static final int WIDTH = 80;
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

  private final Consumer<String> out;
  private final boolean hasColour;
  private final Runnable pause;
  private ChapterView chapter;
  private int frames;
  private String lastKernel = "";

  /**
   * @param out takes lines without their ends
   * @param hasColour whether the terminal understands ANSI escapes
   * @param pause called after each frame; may wait, and may throw {@link StoppedException}
   */
  public TourText(Consumer<String> out, boolean hasColour, Runnable pause) {
    this.out = out;
    this.hasColour = hasColour;
    this.pause = pause;
  }

  @Override
  void begin(ChapterView next, String kernel, boolean exact) {
    chapter = next;
    frames = 0;
    if (!kernel.equals(lastKernel)) {
      out.accept("Kernel: " + kernel);
      out.accept("Rows:   value, object, type, access, flags (I inherit, P protect), usage count");
      out.accept("Marks:  + new   - gone   ~ changed   * its object's usage count changed");
      if (!exact) {
        out.accept("        elsewhere: rows that are not the tour's, and so not shown");
      }
      lastKernel = kernel;
    }
    out.accept("");
    String title = chapter.number() + ". " + chapter.title() + " ";
    out.accept(in(Colour.TITLE, title + "=".repeat(Math.max(0, WIDTH - title.length()))));
    wrap(chapter.summary(), "", out);
  }

  @Override
  void frame(Frame frame) {
    frames++;
    out.accept("");
    String number = chapter.number() + "." + frames + " ";
    out.accept(in(Colour.FAINT, number + "-".repeat(WIDTH - number.length())));
    if (!frame.text().isEmpty()) {
      wrap(frame.text(), "", out);
    }
    if (frame.picture() != null) {
      out.accept("");
      frame.picture().forEach(line -> out.accept("    " + line));
    } else {
      call(frame.call());
      frame.tables().forEach(this::table);
      objects(frame.objects());
    }
    claims(frame.claims());
    pause.run();
  }

  private void call(CallView call) {
    if (call == null) {
      return;
    }
    out.accept("");
    wrap(
        call.process() + ": " + call.text(),
        "      ",
        line -> out.accept("  " + in(Colour.CALL, line)));
    wrap(
        "= " + call.result(),
        "      ",
        line -> out.accept("  " + (call.failed() ? in(Colour.CHANGED, line) : line)));
  }

  private void table(TableView table) {
    out.accept("");
    String state =
        table.stateBefore() == null || table.stateBefore().equals(table.stateAfter())
            ? table.stateAfter()
            : table.stateBefore() + ", then " + table.stateAfter();
    String others =
        table.others() == 0 ? "" : ", and " + table.others() + " rows that are not the tour's";
    out.accept("  " + table.process() + ", process " + table.processId() + ", " + state + others);
    if (!table.isChanged()) {
      out.accept(in(Colour.FAINT, "    before and after"));
    }
    if (table.stateBefore() == null || !table.isChanged()) {
      rows(table.after()).forEach(cell -> out.accept("    " + cell.coloured(this)));
      return;
    }
    List<Cell> left = rows(table.before());
    List<Cell> right = rows(table.after());
    out.accept(in(Colour.FAINT, "    " + pad("before", CELL + 1) + "after"));
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String first = i < left.size() ? left.get(i).padded(this) : " ".repeat(CELL);
      String second = i < right.size() ? right.get(i).coloured(this) : "";
      out.accept(("    " + first + " " + second).stripTrailing());
    }
  }

  private record Cell(String text, Colour colour) {
    String coloured(TourText owner) {
      return colour == null ? text : owner.in(colour, text);
    }

    String padded(TourText owner) {
      return coloured(owner) + " ".repeat(Math.max(0, CELL - text.length()));
    }
  }

  private static List<Cell> rows(List<RowView> rows) {
    List<Cell> cells = new ArrayList<>();
    for (RowView row : rows) {
      cells.add(cell(row));
    }
    if (cells.isEmpty()) {
      cells.add(new Cell("  (no rows)", Colour.FAINT));
    }
    return cells;
  }

  private static Cell cell(RowView row) {
    String text =
        switch (row.mark()) {
              case NEW -> "+ ";
              case GONE -> "- ";
              case CHANGED -> "~ ";
              case SAME -> "  ";
            }
            + pad("0x" + Long.toHexString(row.value()), 6)
            + pad(row.object(), 7)
            + pad(row.type(), 8)
            + pad(row.access().substring(2), 7)
            + (row.inherit() ? "I" : "-")
            + (row.protect() ? "P" : "-")
            + " "
            + row.usageCount()
            + (row.counted() ? "*" : "");
    Colour colour =
        switch (row.mark()) {
          case NEW -> Colour.NEW;
          case GONE -> Colour.GONE;
          case CHANGED -> Colour.CHANGED;
          case SAME -> row.counted() ? Colour.CHANGED : null;
        };
    return new Cell(text, colour);
  }

  private void objects(List<ObjectView> all) {
    // What had no row and is gone was replaced by what is there: nothing is to be told of it.
    List<ObjectView> objects =
        all.stream().filter(object -> object.thereAfter() || object.usageBefore() > 0).toList();
    if (objects.isEmpty()) {
      return;
    }
    out.accept("");
    for (ObjectView object : objects) {
      StringBuilder line = new StringBuilder("  ");
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
      wrap(line.toString().strip(), "          ", text -> out.accept("  " + text));
    }
  }

  private static String usage(ObjectView object) {
    String count =
        object.usageBefore() == object.usageAfter()
            ? Integer.toString(object.usageAfter())
            : object.usageBefore() + " -> " + object.usageAfter();
    String elsewhere =
        object.elsewhereAfter() > 0 ? " (" + object.elsewhereAfter() + " elsewhere)" : "";
    return "usage count " + count + elsewhere;
  }

  private void claims(List<Check> claims) {
    if (claims.isEmpty()) {
      return;
    }
    out.accept("");
    for (Check claim : claims) {
      Colour colour =
          switch (claim.verdict()) {
            case HOLDS -> Colour.NEW;
            case FAILED -> Colour.GONE;
            case DIFFERS -> Colour.CHANGED;
          };
      String word =
          switch (claim.verdict()) {
            case HOLDS -> "ok      ";
            case FAILED -> "FAILED  ";
            case DIFFERS -> "DIFFERS ";
          };
      List<String> lines = new ArrayList<>();
      String measured = claim.measured().isEmpty() ? "" : ": " + claim.measured();
      wrap(claim.text() + measured, "", WIDTH - 10, lines::add);
      if (claim.reason() != null) {
        wrap("known: " + claim.reason(), "", WIDTH - 10, lines::add);
      }
      for (int i = 0; i < lines.size(); i++) {
        out.accept("  " + (i == 0 ? in(colour, word) : "        ") + lines.get(i));
      }
    }
  }

  private String in(Colour colour, String text) {
    return hasColour ? "\033[" + colour.code + "m" + text + "\033[0m" : text;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }

  private static void wrap(String text, String indent, Consumer<String> out) {
    wrap(text, indent, WIDTH - 2, out);
  }

  /** Breaks at blanks; a word that is too long stays whole. */
  private static void wrap(String text, String indent, int width, Consumer<String> out) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > width && !line.toString().isBlank()) {
        out.accept(line.toString());
        line.setLength(0);
        line.append(indent);
      } else if (line.length() > 0) {
        line.append(' ');
      }
      line.append(word);
    }
    out.accept(line.toString());
  }
}
