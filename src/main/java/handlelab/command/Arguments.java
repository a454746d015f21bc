package handlelab.command;

import handlelab.api.Handle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A parsed command line: {@code --name value}, {@code --name=value}, {@code --flag}, and words.
 * After {@code --} everything is a word. One thread at a time.
 */
public final class Arguments {
  private final List<Option> options;

  /** Name of each option that is given to its values; none for a flag. */
  private final Map<String, List<String>> given = new HashMap<>();

  private final List<String> words = new ArrayList<>();

  /** How many words stand before {@code --}; -1 if there is none. */
  private int wordsBeforeDashes = -1;

  /**
   * Parses a command line.
   *
   * @throws UsageException if an option is unknown, is given twice, lacks its value or takes no
   *     such value
   */
  public Arguments(Usage usage, String... commandLine) {
    this.options = usage.options();
    for (int i = 0; i < commandLine.length; i++) {
      String argument = commandLine[i];
      if (argument.equals("--")) {
        wordsBeforeDashes = words.size();
        words.addAll(List.of(commandLine).subList(i + 1, commandLine.length));
        return;
      }
      if (!argument.startsWith("-") || argument.equals("-")) {
        words.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      Option option = known(name);
      String value = equals < 0 ? null : argument.substring(equals + 1);
      if (option.takesValue() && value == null) {
        String next = i + 1 < commandLine.length ? commandLine[i + 1] : null;
        if (next == null || find(next) != null) {
          throw new UsageException(name + " needs a value, " + option.label());
        }
        value = next;
        i++;
      }
      add(option, value);
    }
  }

  private void add(Option option, String value) {
    String name = option.name();
    if (!option.takesValue() && value != null) {
      throw new UsageException(name + " takes no value");
    }
    if (given.containsKey(name) && !option.repeatable()) {
      throw new UsageException(name + " is given twice");
    }
    if (value != null && !option.accepts(value)) {
      throw new UsageException(name + " is " + listed(option.choices()) + ", not " + value);
    }
    List<String> values = given.get(name);
    if (values == null) {
      values = new ArrayList<>();
      given.put(name, values);
    }
    if (value != null) {
      values.add(value);
    }
  }

  private Option find(String name) {
    for (Option option : options) {
      if (option.name().equals(name)) {
        return option;
      }
    }
    return null;
  }

  private Option known(String name) {
    Option option = find(name);
    if (option == null) {
      List<String> names = new ArrayList<>();
      for (Option other : options) {
        names.add(other.name());
      }
      String suggestion = Suggestion.of(name, names);
      throw new UsageException(
          "unknown option "
              + name
              + (suggestion.isEmpty()
                  ? " (put -- before a word that starts with a dash)"
                  : suggestion));
    }
    return option;
  }

  private static String listed(List<String> choices) {
    int last = choices.size() - 1;
    return String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
  }

  /** The words that are no options, in order. */
  public List<String> words() {
    return words;
  }

  /**
   * The only word, or null if there is none.
   *
   * @throws UsageException if there are several words
   */
  public String onlyWord() {
    refuseWords(1);
    return words.isEmpty() ? null : words.get(0);
  }

  /**
   * Checks that there are at most {@code most} words.
   *
   * @throws UsageException if there are more
   */
  public void refuseWords(int most) {
    if (words.size() > most) {
      throw new UsageException(
          "too many words: " + String.join(" ", words.subList(most == 1 ? 0 : most, words.size())));
    }
  }

  /**
   * The COMMAND with its arguments after {@code --}, or null if there is no {@code --}.
   *
   * @throws UsageException if nothing follows, or a word stands before
   */
  public List<String> command() {
    if (wordsBeforeDashes < 0) {
      return null;
    }
    if (wordsBeforeDashes == words.size()) {
      throw new UsageException("no COMMAND after --");
    }
    if (wordsBeforeDashes > 0) {
      throw new UsageException("only options may stand before --");
    }
    return words;
  }

  /** Whether the option is given. */
  public boolean has(String name) {
    return given.containsKey(name);
  }

  /** The value, or null if the option is not given. */
  public String value(String name) {
    List<String> values = given.get(name);
    return values == null ? null : values.get(0);
  }

  /** The values of an option that may be given several times. */
  public List<String> values(String name) {
    return given.getOrDefault(name, List.of());
  }

  /**
   * The number, or nothing if the option is not given.
   *
   * @throws UsageException if the value is no number, or less than {@code least}
   */
  public OptionalInt number(String name, int least) {
    String text = value(name);
    if (text == null) {
      return OptionalInt.empty();
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return OptionalInt.of(number);
      }
    } catch (NumberFormatException e) {
      // Reported below, as a number out of range is.
    }
    throw new UsageException(
        name + " takes a number from " + least + " to " + Integer.MAX_VALUE + ", not " + text);
  }

  /**
   * The handle value, decimal or with 0x, or null if the option is not given.
   *
   * @throws UsageException if the value is no handle value
   */
  public Handle handle(String name) {
    String text = value(name);
    try {
      return text == null ? null : Handle.parse(text);
    } catch (NumberFormatException e) {
      throw new UsageException(name + " takes a handle value such as 0x104, not " + text);
    }
  }
}
