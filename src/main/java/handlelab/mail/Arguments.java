package handlelab.mail;

import handlelab.api.Handle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A command line taken apart: {@code --name value}, {@code --name=value}, {@code --flag}, and
 * words. After {@code --} everything is a word. One thread at a time.
 */
public final class Arguments {
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> flags = new HashSet<>();
  private final List<String> words = new ArrayList<>();

  /**
   * Takes a command line apart.
   *
   * @param valueNames the options with a value
   * @param flagNames the options without one
   * @throws UsageException where an option is unknown, given twice, or lacks its value
   */
  public Arguments(String[] arguments, Set<String> valueNames, Set<String> flagNames) {
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("--")) {
        words.addAll(List.of(arguments).subList(i + 1, arguments.length));
        return;
      }
      if (!argument.startsWith("-") || argument.equals("-")) {
        words.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      boolean fresh;
      if (valueNames.contains(name)) {
        if (equals < 0 && i + 1 == arguments.length) {
          throw new UsageException(name + " needs a value");
        }
        String value = equals < 0 ? arguments[++i] : argument.substring(equals + 1);
        fresh = values.put(name, value) == null;
      } else if (flagNames.contains(argument)) {
        fresh = flags.add(argument);
      } else if (flagNames.contains(name)) {
        throw new UsageException(name + " takes no value");
      } else {
        throw new UsageException(
            "unknown option " + name + " (put -- before a word that starts with a dash)");
      }
      if (!fresh) {
        throw new UsageException(name + " is given twice");
      }
    }
  }

  /** What is no option, in order. */
  public List<String> words() {
    return words;
  }

  /** Whether an option without a value is given. */
  public boolean has(String flag) {
    return flags.contains(flag);
  }

  /** The value, or null where the option is not given. */
  public String value(String name) {
    return values.get(name);
  }

  /** The number, or nothing where the option is not given. */
  OptionalInt number(String name, int least) {
    String text = values.get(name);
    if (text == null) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return OptionalInt.of(number);
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of range is.
    }
    throw new UsageException(
        name + " takes a number from " + least + " to " + Integer.MAX_VALUE + ", not " + text);
  }

  /** The handle value, decimal or with 0x, or null where the option is not given. */
  Handle handle(String name) {
    String text = values.get(name);
    if (text == null) {
      return null;
    }
    try {
      return new Handle(
          text.startsWith("0x")
              ? Long.parseUnsignedLong(text.substring(2), 16)
              : Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new UsageException(name + " takes a handle value such as 0x104, not " + text);
    }
  }
}
