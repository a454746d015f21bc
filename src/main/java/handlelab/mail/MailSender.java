package handlelab.mail;

import handlelab.backend.Backends;
import java.util.Set;

/**
 * Opens a mailslot, or takes an inherited client end, and sends messages. One thread, but for what
 * {@link Launch} adds.
 */
public final class MailSender {
  private static final String USAGE =
      """
      Usage: handlelab send [OPTION...] SLOT [WORD...]
             handlelab send [OPTION...] --handle VALUE [WORD...]

      Sends the words, joined by blanks, as one message to the mailslot SLOT (\\\\.\\mailslot\\SLOT,
      unless it starts with \\\\). Without words, each line of standard input is one message.

        --count N       send the words N times; default: once
        --timeout MS    wait MS milliseconds for a receiver to create the slot; default: 10000
        --no-wait       fail at once where there is no such slot
        --base64 TEXT   send these bytes instead of words
        --child         open the slot inheritable and let a child JVM do the writing
        --handle VALUE  open nothing, write through this handle, inherited from the parent
        --backend KIND  real or simulated; default: real on Windows, else simulated
        --report SLOT   also tell the mailslot SLOT what happens, as key=value lines
        --quiet         tell nothing on standard error but failures
        --stacktrace    with a failure, print where it happened
        --help          print this

      Words and lines are sent as UTF-8. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 Ctrl-C.
      """;

  private MailSender() {}

  /** The program of its own; the exit code is that of {@link #run}. */
  public static void main(String[] commandLine) {
    System.exit(run(Backends.arguments(commandLine)));
  }

  /** Runs to the end and returns the exit code; see {@code --help}. */
  public static int run(String... commandLine) {
    return new Launch("send", USAGE, Set.of("--base64"), Set.of("--no-wait")) {
      @Override
      Body parse(Arguments arguments) {
        return new Delivery(arguments);
      }
    }.run(commandLine);
  }
}
