package handlelab.cli;

import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.mail.Arguments;
import handlelab.mail.ExitCode;
import handlelab.mail.Standard;
import handlelab.mail.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A subcommand that must start soon, so it does without picocli, which costs more than the rest of
 * the start. One thread.
 */
abstract class QuickCommand {
  private final String name;
  private final String usage;
  private final Set<String> valueNames = new HashSet<>();
  private final Set<String> flagNames = new HashSet<>();

  /**
   * @param name the subcommand's name, which starts each line for the user
   * @param usage what {@code --help} prints
   * @param valueNames the options with a value
   * @param flagNames the options without one, beside {@code --help} and {@code --stacktrace}
   */
  QuickCommand(String name, String usage, List<String> valueNames, List<String> flagNames) {
    this.name = name;
    this.usage = usage;
    this.valueNames.addAll(valueNames);
    this.flagNames.addAll(flagNames);
    this.flagNames.add("--help");
    this.flagNames.add("--stacktrace");
  }

  /**
   * Takes the options and words, before anything is opened.
   *
   * @throws UsageException where they contradict each other or say nothing that can be done
   */
  abstract void parse(Arguments arguments);

  /** Runs what was parsed to its end and returns the exit code. */
  abstract int execute(Standard standard) throws IOException;

  /** Takes a command line apart, without running it. */
  final Arguments take(String... commandLine) {
    Arguments arguments = new Arguments(commandLine, valueNames, flagNames);
    if (!arguments.has("--help")) {
      parse(arguments);
    }
    return arguments;
  }

  /** Runs a command line, tells a failure in one line, and returns the exit code. */
  final int run(String... commandLine) {
    Standard standard = Standard.ofThisProcess(Backends.defaultKind() == BackendKind.REAL);
    try {
      if (take(commandLine).has("--help")) {
        standard.print(usage.stripTrailing().getBytes(StandardCharsets.UTF_8));
        return ExitCode.OK;
      }
      return execute(standard);
    } catch (UsageException e) {
      tell(standard, e, commandLine, " (try: handlelab " + name + " --help)");
      return ExitCode.USAGE;
    } catch (RuntimeException | IOException e) {
      tell(standard, e, commandLine, "");
      return ExitCode.FAILURE;
    }
  }

  private void tell(Standard standard, Exception e, String[] commandLine, String more) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    standard.err().println("handlelab " + name + ": " + message.replaceAll("\\R+", " ") + more);
    if (List.of(commandLine).contains("--stacktrace")) {
      e.printStackTrace(standard.err());
    }
  }

  /** The only word of a command line, or null where there is none. */
  static String atMostOne(List<String> words) {
    if (words.size() > 1) {
      throw new UsageException("too many words: " + String.join(" ", words));
    }
    return words.isEmpty() ? null : words.get(0);
  }
}
