package handlelab.mail;

import handlelab.backend.Backends;
import handlelab.command.Arguments;
import handlelab.command.Command;
import handlelab.command.Usage;

/** Opens a mailslot, or takes an inherited client end, and sends messages. */
public final class MailSender {
  private MailSender() {}

  /** The program of its own; ends the JVM with the exit code that {@code --help} lists. */
  public static void main(String[] commandLine) {
    System.exit(new Send().runAsProgram(Backends.arguments(commandLine)));
  }

  /** The command {@code send}. */
  public static Command command() {
    return new Send();
  }

  private static final class Send extends MailCommand {
    Send() {
      super(
          withCommonOptions(
                  new Usage("send", "SLOT [WORD...]", "--handle VALUE [WORD...]")
                      .text(
                          "Sends the words, joined by blanks, as one message to the mailslot SLOT"
                              + " (\\\\.\\mailslot\\SLOT, unless it starts with \\\\). Without"
                              + " words, each line of standard input is one message.")
                      .value("--count", "N", "send the words N times; default: once")
                      .value(
                          "--timeout",
                          "MS",
                          "wait MS milliseconds for a receiver to create the slot; default: 10000")
                      .flag("--no-wait", "fail at once if there is no such slot")
                      .value("--base64", "TEXT", "send these bytes instead of words")
                      .flag(
                          "--child", "open the slot inheritable and let a child JVM do the writing")
                      .value(
                          "--handle",
                          "VALUE",
                          "open nothing, write through this handle, inherited from the parent"))
              .text(
                  "Words and lines are sent as UTF-8. Exit codes: 0 done, 1 failed, 2 wrong usage,"
                      + " 130 Ctrl-C."));
    }

    @Override
    Run prepare(Arguments arguments) {
      return new Sender(arguments);
    }
  }
}
