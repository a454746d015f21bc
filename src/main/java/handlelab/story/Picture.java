package handlelab.story;

import handlelab.api.HandleRow;
import java.util.List;

/**
 * One row of a process's handle table, the object that it points to, and the resource behind that,
 * as text. Stateless.
 */
final class Picture {
  private Picture() {}

  /**
   * @param label the object's: its address, or a letter if it has none
   * @param slot the mailslot that the object leads to, or null
   */
  static List<String> of(HandleRow row, String label, String slot) {
    boolean hasAddress = row.objectAddress() != 0;
    String value = Long.toString(row.handle().value());
    String resource = slot == null ? row.objectType() : "Mail slot";
    String object = slot == null ? "Its" : "Mail slot's";
    String lies = hasAddress ? "lies at " + label : "called " + label + ": no address is told";
    String pair = "     (" + value + ", " + label + ")";
    return """
       Process
    |--------------------|
    |    Handle table    |
    |--------------------|
    || Handle | Address ||
    ||--------|---------||          |-----------|
    ||   ...  | 0x..... ||          | %-10s|   the resource
    ||--------|---------||          |-----------|
    ||%6s  | %-8s|| ---.           ||
    ||--------|---------||    |           \\/
    ||   ...  | 0x..... ||    |     |---------------|
    |--------------------|    '---> | %-14s|
                                    | kernel object |
    %-31s |---------------|
                                      %s
    """
        .formatted(resource, value, label, object, pair, lies)
        .lines()
        .toList();
  }
}
