package handlelab.cli;

import handlelab.backend.Backends;
import handlelab.mail.ExitCode;
import handlelab.mail.MailReceiver;
import handlelab.mail.MailSender;
import java.io.PrintStream;
import java.util.Arrays;

/**
 * The command {@code handlelab}: hands over to the subcommand that its first word names.
 *
 * <p>A subcommand's classes are loaded when it runs, not before; so adding one costs the others
 * nothing.
 */
public final class Main {
  static final String USAGE =
      """
      Usage: handlelab COMMAND [OPTION...] [WORD...]

        handles    show handle tables: who holds what
        snapshot   keep a look into handle tables in a file
        diff       show what was opened and closed between two snapshots
        inherited  show what a child has of its parent's handles, and why
        compare    play scenarios on the real and on the simulated kernel, and explain differences
        demo       show mailslots, inheritance, pseudo handles and DuplicateHandle, and check each claim
        tour       teach handles in short chapters, with the tables before and after each call
        receive    create a mailslot and print what comes in
        send       send words, or the lines of standard input, to a mailslot

        handlelab COMMAND --help   says more about one of them
        handlelab --version        says which version this is

      Exit codes: 0 done, 1 failed, 2 wrong usage, 3 an unexpected difference, 130 Ctrl-C.
      With --stacktrace after the command, a failure also prints where it happened.
      """;

  private Main() {}

  /** The command; ends the JVM with the subcommand's exit code. */
  public static void main(String[] arguments) {
    System.exit(run(Backends.arguments(arguments), System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length == 0) {
      err.print(USAGE);
      return ExitCode.USAGE;
    }
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    return switch (arguments[0]) {
      case "handles", "snapshot", "diff" -> QuickCommands.run(arguments[0], rest);
      case "receive" -> MailReceiver.run(rest);
      case "send" -> MailSender.run(rest);
      case "help", "--help", "-h" -> tell(out, USAGE.stripTrailing(), ExitCode.OK);
      case "--version", "-V" -> tell(out, "handlelab " + version(), ExitCode.OK);
      default -> runPicocli(arguments[0], rest, err);
    };
  }

  private static int runPicocli(String name, String[] rest, PrintStream err) {
    PicocliCommand command = Commands.named(name);
    return command == null
        ? tell(err, "handlelab: no command " + name + " (try: handlelab --help)", ExitCode.USAGE)
        : PicocliCommand.run(command, rest);
  }

  private static int tell(PrintStream stream, String text, int exitCode) {
    stream.println(text);
    return exitCode;
  }

  /** The version that the jar's manifest tells. */
  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "of unknown version, not run from its jar" : version;
  }
}
