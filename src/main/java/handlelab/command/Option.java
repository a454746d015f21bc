package handlelab.command;

import java.util.List;

/**
 * An option of a command.
 *
 * @param name with its dashes, such as {@code --count}
 * @param label what {@code --help} calls the value, or null if the option takes none
 * @param description one sentence without a full stop; null if no help mentions the option
 * @param choices the only values, without regard to case; empty if any value will do
 * @param repeatable whether the option may be given several times
 */
record Option(
    String name, String label, String description, List<String> choices, boolean repeatable) {

  boolean takesValue() {
    return label != null;
  }

  boolean isFile() {
    return takesValue() && (label.equals("FILE") || label.equals("DIR") || label.equals("PATH"));
  }

  /** The option as {@code --help} shows it, such as {@code --count N}. */
  String form() {
    return takesValue() ? name + " " + label : name;
  }

  boolean accepts(String value) {
    for (String choice : choices) {
      if (choice.equalsIgnoreCase(value)) {
        return true;
      }
    }
    return choices.isEmpty();
  }
}
