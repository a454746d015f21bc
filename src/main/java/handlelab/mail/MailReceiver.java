package handlelab.mail;

import handlelab.backend.Backends;
import handlelab.command.Arguments;
import handlelab.command.Command;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;

/** Creates a mailslot, or takes an inherited one, and prints the messages that it receives. */
public final class MailReceiver {
  private MailReceiver() {}

  /** The program of its own; ends the JVM with the exit code that {@code --help} lists. */
  public static void main(String[] commandLine) {
    new Receive().runAndExit(StandardStreams.ofThisProcess(), Backends.arguments(commandLine));
  }

  /** The command {@code receive}. */
  public static Command command() {
    return new Receive();
  }

  private static final class Receive extends MailCommand {
    Receive() {
      super(
          withCommonOptions(
                  new Usage("receive", "SLOT", "--handle VALUE")
                      .text(
                          "Creates the mailslot SLOT (\\\\.\\mailslot\\SLOT, unless it starts with"
                              + " \\\\) and prints each message to standard output, followed by a"
                              + " newline. Events, such as the handle that it holds, go to standard"
                              + " error.")
                      .value(
                          "--count", "N", "end after N messages; else at the timeout, or at Ctrl-C")
                      .value(
                          "--timeout",
                          "MS",
                          "wait MS milliseconds for each message; default: for ever. Too few"
                              + " messages for --count make the exit code 1")
                      .value(
                          "--max-size",
                          "N",
                          "refuse messages of more than N bytes; default: any size")
                      .flag(
                          "--child",
                          "create the slot inheritable and let a child JVM do the reading")
                      .value(
                          "--handle",
                          "VALUE",
                          "create no slot, read through this handle, inherited from the parent")
                      .choice(
                          "--format",
                          "FORMAT",
                          "how a message is printed: text (default), hex, base64, or utf-16 for"
                              + " UTF-16 with the low byte first",
                          MessageFormat.words())
                      .flag("--null", "end each message with a zero byte, not a newline"))
              .text(
                  "As text, the bytes of a message are printed unchanged, whether they are UTF-8"
                      + " or not; only a Windows console shows what is not UTF-8 as U+FFFD.")
              .text("Exit codes: 0 done, 1 failed, 2 wrong usage, 130 Ctrl-C."));
    }

    @Override
    Run prepare(Arguments arguments) {
      return new Receiver(arguments);
    }
  }
}
