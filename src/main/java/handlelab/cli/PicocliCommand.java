package handlelab.cli;

import handlelab.mail.ExitCode;
import handlelab.mail.UsageException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * What the subcommands that picocli parses share: their common options, and failures told in one
 * line with the right exit code. One thread.
 */
abstract class PicocliCommand {
  @Option(
      names = "--backend",
      paramLabel = "KIND",
      description = "real or simulated; default: real on Windows, else simulated")
  private String backend;

  @Option(names = "--stacktrace", description = "with a failure, print where it happened")
  private boolean stackTrace;

  @Option(names = "--help", usageHelp = true, description = "print this")
  private boolean help;

  /** What {@code --backend} says, or null. */
  final String backend() {
    return backend;
  }

  /** Runs to the end and returns the exit code. */
  abstract int execute() throws Exception;

  /** Parses the arguments, runs the command, and returns the exit code. */
  static int run(PicocliCommand command, String[] arguments) {
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    String name = "handlelab " + line.getCommandName();
    try {
      line.parseArgs(arguments);
      if (command.help) {
        line.usage(System.out);
        return ExitCode.OK;
      }
      return command.execute();
    } catch (CommandLine.ParameterException | UsageException e) {
      System.err.println(name + ": " + e.getMessage() + " (try: " + name + " --help)");
      return ExitCode.USAGE;
    } catch (Exception e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      System.err.println(name + ": " + message.replaceAll("\\R+", " "));
      if (command.stackTrace) {
        e.printStackTrace();
      }
      return ExitCode.FAILURE;
    }
  }
}
