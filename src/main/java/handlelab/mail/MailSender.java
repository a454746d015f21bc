package handlelab.mail;

import handlelab.backend.Backends;
import handlelab.command.Arguments;
import handlelab.command.Command;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;

/** Opens a mailslot, or takes an inherited client end, and sends messages. */
public final class MailSender {
  private MailSender() {}

  /** The program of its own; ends the JVM with the exit code that {@code --help} lists. */
  public static void main(String[] commandLine) {
    new Send().runAndExit(StandardStreams.ofThisProcess(), Backends.arguments(commandLine));
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
                      .value("--file", "FILE", "send the content of FILE as one message")
                      .flag(
                          "--retry",
                          "if the receiver ends, wait for the next one, as --timeout says, and send"
                              + " the message to it")
                      .flag(
                          "--child", "open the slot inheritable and let a child JVM do the writing")
                      .value(
                          "--handle",
                          "VALUE",
                          "open nothing, write through this handle, inherited from the parent"))
              .text(
                  "Words are sent as UTF-8. Lines and files are sent byte for byte, whether they"
                      + " are UTF-8 or not; the LF or CR LF at a line's end is not sent, a CR"
                      + " elsewhere is. A message has at most 16 MiB on the simulated kernel that"
                      + " JVMs share: its connections read a message whole. What a receiver had not"
                      + " read when it ended is lost.")
              .text("Exit codes: 0 done, 1 failed, 2 wrong usage, 130 Ctrl-C."));
    }

    @Override
    Run prepare(Arguments arguments) {
      return new Sender(arguments);
    }
  }
}
