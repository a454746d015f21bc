package handlelab.story;

import handlelab.api.HandleRow;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of a process's handle table, the object that it points to, and the resource behind that,
 * as text. Stateless.
 */
final class Picture {
  private Picture() {}

  /**
   * @param seen the row, and its object's label if it has no address
   * @param slot the mailslot that the object leads to, or null
   */
  static List<String> of(Snapshot.Row seen, String slot) {
    HandleRow row = seen.row();
    boolean hasAddress = row.objectAddress() != 0;
    String value = Long.toString(row.handle().value());
    String address = seen.label();
    String resource = slot == null ? row.objectType() : "Mail slot";
    String object = slot == null ? "Its" : "Mail slot's";
    String lies =
        hasAddress ? "lies at " + seen.label() : "called " + seen.label() + ": no address is told";
    String handle = " ".repeat(Math.max(1, 6 - value.length())) + value + "  ";
    List<String> lines = new ArrayList<>();
    lines.add("   Process");
    lines.add("|--------------------|");
    lines.add("|    Handle table    |");
    lines.add("|--------------------|");
    lines.add("|| Handle | Address ||");
    lines.add("||--------|---------||          |-----------|");
    lines.add("||   ...  | 0x..... ||          |" + padded(resource, 10) + "|   the resource");
    lines.add("||--------|---------||          |-----------|");
    lines.add("||" + handle + "|" + padded(address, 8) + "|| ---.           ||");
    lines.add("||--------|---------||    |           \\/");
    lines.add("||   ...  | 0x..... ||    |     |---------------|");
    lines.add("|--------------------|    '---> |" + padded(object, 14) + "|");
    lines.add("                                | kernel object |");
    String pair = "     (" + value + ", " + address + ")";
    lines.add(pair + " ".repeat(Math.max(1, 32 - pair.length())) + "|---------------|");
    lines.add("                                  " + lies);
    return lines;
  }

  /** The text after one blank, filled up to {@code width} more characters. */
  private static String padded(String text, int width) {
    return " " + text + " ".repeat(Math.max(0, width - text.length()));
  }
}
