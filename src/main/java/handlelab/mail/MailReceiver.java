package handlelab.mail;

import handlelab.backend.Backends;
import java.util.Set;

/**
 * Creates a mailslot, or takes an inherited one, and prints what comes in. One thread, but for what
 * {@link Launch} adds.
 */
public final class MailReceiver {
  private static final String USAGE =
      """
      Usage: handlelab receive [OPTION...] SLOT
             handlelab receive [OPTION...] --handle VALUE

      Creates the mailslot SLOT (\\\\.\\mailslot\\SLOT, unless it starts with \\\\) and prints each
      message to standard output, followed by a newline. What it holds goes to standard error.

        --count N       end after N messages; else at the timeout, or at Ctrl-C
        --timeout MS    wait MS milliseconds for each message; default: for ever.
                        Too few messages for --count make the exit code 1
        --max-size N    let nobody write a message of more than N bytes; default: any size
        --child         create the slot inheritable and let a child JVM do the reading
        --handle VALUE  create no slot, read through this handle, inherited from the parent
        --backend KIND  real or simulated; default: real on Windows, else simulated
        --report SLOT   also tell the mailslot SLOT what happens, as key=value lines
        --quiet         tell nothing on standard error but failures
        --stacktrace    with a failure, print where it happened
        --help          print this

      Exit codes: 0 done, 1 failed, 2 wrong usage, 130 Ctrl-C.
      """;

  private MailReceiver() {}

  /** The program of its own; the exit code is that of {@link #run}. */
  public static void main(String[] commandLine) {
    System.exit(run(Backends.arguments(commandLine)));
  }

  /** Runs to the end and returns the exit code; see {@code --help}. */
  public static int run(String... commandLine) {
    return new Launch("receive", USAGE, Set.of("--max-size"), Set.of()) {
      @Override
      Body parse(Arguments arguments) {
        return new Reception(arguments);
      }
    }.run(commandLine);
  }
}
