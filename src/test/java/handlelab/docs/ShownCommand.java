package handlelab.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line as a document shows it.
 *
 * @param words the command and its arguments, without quotes
 * @param exitCode what it must end with
 * @param output what it must print, as shown
 */
record ShownCommand(String line, List<String> words, int exitCode, List<String> output) {
  private static final Pattern COMMENT = Pattern.compile("\\s+#\\s+(.*)$");
  private static final Pattern EXIT = Pattern.compile("exit (\\d+)\\b.*");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s\"']+)");

  /** What these commands do is tested by running them: they are the build and its gate. */
  private static final Set<String> BUILD_COMMANDS = Set.of("mvn", "git", "cd");

  /** Whether a block holds commands: one of another language does not, nor does a drawing. */
  static boolean isIn(Document.Block block) {
    return switch (block.language()) {
      case "sh", "console" -> true;
      case "" -> !block.lines().isEmpty() && isCommand(block.lines().get(0));
      default -> false;
    };
  }

  private static boolean isCommand(String line) {
    ShownCommand command = parse(line);
    return !command.words().isEmpty() && (command.isHandlelab() || command.isTool());
  }

  /** The commands of a block. */
  static List<ShownCommand> of(Document.Block block) {
    boolean prompted = block.language().equals("console");
    List<ShownCommand> commands = new ArrayList<>();
    for (String line : block.lines()) {
      if (prompted && !line.startsWith("$ ")) {
        if (commands.isEmpty()) {
          throw new AssertionError("output before the first command: " + line);
        }
        commands.get(commands.size() - 1).output().add(line);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        commands.add(parse(prompted ? line.substring(2) : line));
      }
    }
    return commands;
  }

  static ShownCommand parse(String line) {
    Matcher comment = COMMENT.matcher(line);
    int exitCode = 0;
    String command = line;
    if (comment.find()) {
      command = line.substring(0, comment.start());
      Matcher exit = EXIT.matcher(comment.group(1));
      exitCode = exit.matches() ? Integer.parseInt(exit.group(1)) : 0;
    }
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      for (int group = 1; group <= 3; group++) {
        if (word.group(group) != null) {
          words.add(word.group(group));
        }
      }
    }
    return new ShownCommand(command.strip(), words, exitCode, new ArrayList<>());
  }

  boolean isHandlelab() {
    return List.of("./handlelab", "handlelab", "handlelab.cmd").contains(words.get(0));
  }

  /** Something of the build, or a file of this project that can be run. */
  boolean isTool() {
    return BUILD_COMMANDS.contains(words.get(0)) || words.get(0).matches("(tools|\\.ci)/\\S+");
  }

  /** The file that a tool is, or null where it is no file of this project. */
  Path toolIn(Path root) {
    return BUILD_COMMANDS.contains(words.get(0)) ? null : root.resolve(words.get(0));
  }

  List<String> arguments() {
    return words.subList(1, words.size());
  }

  /** The first shown line that is not in the output where it should be, or null. */
  String missingFrom(List<String> printed) {
    int at = 0;
    for (String shown : output) {
      if (shown.isBlank() || shown.strip().equals("...")) {
        continue;
      }
      Pattern pattern = pattern(shown);
      while (at < printed.size() && !pattern.matcher(printed.get(at).strip()).matches()) {
        at++;
      }
      if (at == printed.size()) {
        return shown;
      }
      at++;
    }
    return null;
  }

  /** Numbers differ from run to run, and blanks with their width; the rest does not. */
  private static Pattern pattern(String shown) {
    StringBuilder pattern = new StringBuilder();
    Matcher part = Pattern.compile("\\.\\.\\.|0x[0-9a-f]+|\\d+|\\s+|.").matcher(shown.strip());
    while (part.find()) {
      String text = part.group();
      if (text.equals("...")) {
        pattern.append(".*");
      } else if (text.startsWith("0x")) {
        pattern.append("0x[0-9a-f]+");
      } else if (Character.isDigit(text.charAt(0))) {
        pattern.append("\\d+");
      } else if (text.isBlank()) {
        pattern.append("\\s+");
      } else {
        pattern.append(Pattern.quote(text));
      }
    }
    return Pattern.compile(pattern.toString());
  }
}
