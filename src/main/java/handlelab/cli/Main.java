package handlelab.cli;

import handlelab.backend.Backends;
import handlelab.command.Command;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.command.ReportWriter;
import handlelab.command.StandardStreams;
import handlelab.command.Suggestion;
import java.util.Arrays;
import java.util.Map;

/** The program {@code handlelab}: runs the command that its first word names. */
public final class Main {
  private static final String NAME_COLUMNS = "            ";

  private Main() {}

  /** The program; ends the JVM with the command's exit code. */
  public static void main(String[] arguments) {
    StandardStreams streams = StandardStreams.ofThisProcess();
    String[] words = Backends.arguments(arguments);
    Command command = command(words);
    if (command != null) {
      command.runAndExit(streams, commandLine(words));
    }
    System.exit(runWithoutCommand(words, streams));
  }

  /** Runs to the end and returns the exit code. */
  static int run(String[] words, StandardStreams streams) {
    Command command = command(words);
    return command == null
        ? runWithoutCommand(words, streams)
        : command.run(streams, commandLine(words));
  }

  /** The command that the first word names, or that {@code help} shall describe; null if none. */
  private static Command command(String[] words) {
    if (words.length == 0) {
      return null;
    }
    return CommandList.command(isHelpOfCommand(words) ? words[1] : words[0]);
  }

  private static String[] commandLine(String[] words) {
    return isHelpOfCommand(words)
        ? new String[] {"--help"}
        : Arrays.copyOfRange(words, 1, words.length);
  }

  private static boolean isHelpOfCommand(String[] words) {
    return words.length > 1 && words[0].equals("help");
  }

  private static int runWithoutCommand(String[] words, StandardStreams streams) {
    if (words.length == 0) {
      streams.err().print(help());
      return ExitCode.USAGE;
    }
    String word = words[isHelpOfCommand(words) ? 1 : 0];
    return switch (word) {
      case "help", "--help", "-h" -> print(help(), streams);
      case "--version", "-V" -> print("handlelab " + version() + "\n", streams);
      default -> {
        String suggestion = Suggestion.of(word, CommandList.summaries().keySet());
        streams
            .err()
            .println("handlelab: no command " + word + suggestion + " (try: handlelab --help)");
        yield ExitCode.USAGE;
      }
    };
  }

  static String help() {
    StringBuilder text = new StringBuilder("Usage: handlelab COMMAND [OPTION...] [WORD...]\n\n");
    for (Map.Entry<String, String> command : CommandList.summaries().entrySet()) {
      String name = command.getKey();
      text.append("  ").append(name).append(NAME_COLUMNS, name.length(), NAME_COLUMNS.length());
      text.append(command.getValue()).append('\n');
    }
    return text.append(
            """

              handlelab COMMAND --help   says more about one of them
              handlelab --version        says which version this is

            Exit codes: 0 done, 1 failed, 2 wrong usage, 3 an unexpected difference,
            130 Ctrl-C. With --stacktrace after the command, a failure also prints where
            it happened.
            """)
        .toString();
  }

  private static int print(String text, StandardStreams streams) {
    try {
      streams.print(text);
      return ExitCode.OK;
    } catch (ReportWriter.ReaderGoneException e) {
      return ExitCode.OK;
    } catch (Failure e) {
      streams.err().println("handlelab: " + e.getMessage());
      return ExitCode.FAILURE;
    }
  }

  /** The version in the jar's manifest. */
  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "of unknown version, not run from its jar" : version;
  }
}
