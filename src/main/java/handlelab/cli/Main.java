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
    System.exit(run(Backends.arguments(arguments), StandardStreams.ofThisProcess()));
  }

  static int run(String[] arguments, StandardStreams streams) {
    if (arguments.length == 0) {
      streams.err().print(help());
      return ExitCode.USAGE;
    }
    return switch (arguments[0]) {
      case "help" ->
          arguments.length == 1
              ? print(help(), streams)
              : runCommand(arguments[1], new String[] {"--help"}, streams);
      case "--help", "-h" -> print(help(), streams);
      case "--version", "-V" -> print("handlelab " + version() + "\n", streams);
      default ->
          runCommand(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length), streams);
    };
  }

  private static int runCommand(String name, String[] commandLine, StandardStreams streams) {
    Command command = CommandList.command(name);
    if (command == null) {
      String suggestion = Suggestion.of(name, CommandList.summaries().keySet());
      streams
          .err()
          .println("handlelab: no command " + name + suggestion + " (try: handlelab --help)");
      return ExitCode.USAGE;
    }
    return command.run(streams, commandLine);
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
