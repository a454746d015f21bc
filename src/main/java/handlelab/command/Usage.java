package handlelab.command;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command takes and does: the text of its {@code --help}, and the options that its parser
 * and the shell's completion know. The parts are printed in the order in which they are added.
 */
public final class Usage {
  private static final int COLUMNS = 80;

  /** A longer option has its description on the next line. */
  private static final int MAX_OPTION_COLUMNS = 22;

  /** A paragraph, a heading, or an option. */
  private record Part(String text, boolean isHeading, Option option) {}

  private final String name;
  private final List<String> synopses;
  private final List<Part> parts = new ArrayList<>();
  private final List<Option> options = new ArrayList<>();
  private String schema;

  /**
   * Starts the usage of a command.
   *
   * @param name the command's name
   * @param synopses what may follow the name and the options, one for each way to call the command
   */
  public Usage(String name, String... synopses) {
    this.name = name;
    this.synopses = List.of(synopses);
  }

  /** Adds a paragraph. */
  public Usage text(String paragraph) {
    parts.add(new Part(paragraph, false, null));
    return this;
  }

  /** Adds a heading over the options that follow. */
  public Usage heading(String heading) {
    parts.add(new Part(heading, true, null));
    return this;
  }

  /** Adds an option without a value. */
  public Usage flag(String name, String description) {
    return option(new Option(name, null, description, List.of(), false));
  }

  /** Adds an option with a value. */
  public Usage value(String name, String label, String description) {
    return option(new Option(name, label, description, List.of(), false));
  }

  /** Adds an option with a value that may be given several times. */
  public Usage values(String name, String label, String description) {
    return option(new Option(name, label, description, List.of(), true));
  }

  /** Adds an option whose value is one of a few words. */
  public Usage choice(String name, String label, String description, String... choices) {
    return option(new Option(name, label, description, List.of(choices), false));
  }

  /** Adds {@code --backend}, for a command that opens a kernel. */
  public Usage backend() {
    return choice(
        BackendChoice.OPTION,
        "KIND",
        "real or simulated; default: real on Windows, else simulated",
        "real",
        "simulated");
  }

  /** Adds {@code --stacktrace} and {@code --help}, which every command has. */
  public Usage common() {
    return flag("--stacktrace", "if the command fails, also print where")
        .flag("--help", "print this");
  }

  /**
   * Adds {@code --schema}, for a command that writes JSON.
   *
   * @param resource the schema's name, from the root of the class path
   * @param what the form or forms that it describes
   */
  public Usage schema(String resource, String what) {
    schema = resource;
    return flag("--schema", "print the JSON Schema of " + what + ", and end");
  }

  /** Adds an option with a value that only this program itself gives; no help mentions it. */
  public Usage internal(String name) {
    options.add(new Option(name, "VALUE", null, List.of(), false));
    return this;
  }

  private Usage option(Option option) {
    options.add(option);
    parts.add(new Part(null, false, option));
    return this;
  }

  /** The command's name. */
  public String name() {
    return name;
  }

  /** The resource that {@code --schema} prints. */
  String schema() {
    return schema;
  }

  /** The options, in the order of {@code --help}. */
  List<Option> options() {
    return options;
  }

  /** What {@code --help} prints. */
  public String help() {
    StringBuilder text = new StringBuilder();
    for (String synopsis : synopses) {
      text.append(text.isEmpty() ? "Usage: handlelab " : "       handlelab ");
      text.append(name).append(" [OPTION...]").append(synopsis.isEmpty() ? "" : " ");
      text.append(synopsis).append('\n');
    }
    int column = descriptionColumn();
    Part before = null;
    for (Part part : parts) {
      boolean isListed = part.option != null && before != null && before.text == null;
      boolean isUnderHeading = before != null && before.isHeading;
      if (!isListed && !isUnderHeading) {
        text.append('\n');
      }
      if (part.option != null) {
        appendOption(text, part.option, column);
      } else {
        wrap(text, part.text, 0, 0);
      }
      before = part;
    }
    return text.toString();
  }

  private int descriptionColumn() {
    int widest = 0;
    for (Option option : options) {
      int length = option.form().length();
      if (option.description() != null && length <= MAX_OPTION_COLUMNS) {
        widest = Math.max(widest, length);
      }
    }
    return widest + 4;
  }

  private static void appendOption(StringBuilder text, Option option, int column) {
    String form = "  " + option.form();
    text.append(form);
    int used = form.length();
    if (used + 2 > column) {
      text.append('\n');
      used = 0;
    }
    wrap(text, option.description(), used, column);
  }

  /**
   * Appends words in lines that begin at {@code indent}; the first line has {@code used} columns.
   */
  private static void wrap(StringBuilder text, String words, int used, int indent) {
    int column = used;
    for (String word : words.split(" ", -1)) {
      boolean isFirst = column <= indent;
      if (!isFirst && column + 1 + word.length() > COLUMNS) {
        text.append('\n');
        column = 0;
        isFirst = true;
      }
      if (isFirst) {
        text.append(" ".repeat(indent - column));
        column = indent;
      } else {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    text.append('\n');
  }
}
