package handlelab.mail;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.backend.Backends;
import handlelab.command.Arguments;
import handlelab.command.Command;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;
import handlelab.command.UsageException;
import handlelab.lib.Mailslot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Creates a mailslot, or takes an inherited one, and prints the messages that it receives. One
 * thread.
 */
public final class MailReceiver extends MailCommand {
  private static final Usage USAGE =
      withCommonOptions(
              new Usage("receive", "SLOT", "--handle VALUE")
                  .text(
                      "Creates the mailslot SLOT (\\\\.\\mailslot\\SLOT, unless it starts with"
                          + " \\\\) and prints each message to standard output, followed by a"
                          + " newline. Events, such as the handle that it holds, go to standard"
                          + " error.")
                  .value("--count", "N", "end after N messages; else at the timeout, or at Ctrl-C")
                  .value(
                      "--timeout",
                      "MS",
                      "wait MS milliseconds for each message; default: for ever. Too few"
                          + " messages for --count make the exit code 1")
                  .value(
                      "--max-size", "N", "refuse messages of more than N bytes; default: any size")
                  .flag("--child", "create the slot inheritable and let a child JVM do the reading")
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
          .text("Exit codes: 0 done, 1 failed, 2 wrong usage, 130 Ctrl-C.");

  private Arguments arguments;
  private String slot;
  private Handle inherited;
  private int count;
  private int timeoutMillis;
  private int maxMessageBytes;
  private boolean child;
  private MessageFormat format;
  private byte end;

  private MailReceiver() {
    super(USAGE);
  }

  /** The program of its own; ends the JVM with the exit code that {@code --help} lists. */
  public static void main(String[] commandLine) {
    command().runAndExit(StandardStreams.ofThisProcess(), Backends.arguments(commandLine));
  }

  /** The command {@code receive}. */
  public static Command command() {
    return new MailReceiver();
  }

  @Override
  void prepare(Arguments given) {
    arguments = given;
    inherited = arguments.handle("--handle");
    count = arguments.number("--count", 1).orElse(0);
    timeoutMillis = arguments.number("--timeout", 0).orElse(Win32.MAILSLOT_WAIT_FOREVER);
    maxMessageBytes = arguments.number("--max-size", 0).orElse(0);
    child = arguments.has("--child");
    format = MessageFormat.of(arguments.value("--format"));
    end = (byte) (arguments.has("--null") ? 0 : '\n');
    if (inherited == null) {
      String word = arguments.onlyWord();
      if (word == null) {
        throw new UsageException("name the slot to create");
      }
      slot = slotName(word);
    } else {
      if (!arguments.words().isEmpty() || child || arguments.value("--max-size") != null) {
        throw new UsageException("--handle stands instead of SLOT, --child and --max-size");
      }
      slot = null;
    }
  }

  @Override
  public int run(Kernel32 kernel32, EventLog events, StandardStreams streams) {
    try (Mailslot mailslot =
        inherited == null ? create(kernel32, events) : adopt(kernel32, events)) {
      if (child) {
        return ChildRun.run(
            kernel32, MailReceiver.class, ChildRun.arguments(arguments, mailslot.handle()), events);
      }
      for (int received = 0; count == 0 || received < count; received++) {
        byte[] message = next(mailslot, received);
        if (message == null) {
          return ExitCode.OK;
        }
        print(message, streams);
        events.report("received", "text", new String(message, StandardCharsets.UTF_8));
      }
      return ExitCode.OK;
    }
  }

  private void print(byte[] message, StandardStreams streams) {
    byte[] text = format.format(message);
    byte[] line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = end;
    try {
      streams.out().write(line);
      streams.out().flush();
    } catch (IOException e) {
      throw new Failure(
          "cannot write to standard output ("
              + e.getMessage()
              + "): a message just received is lost");
    }
  }

  private Mailslot create(Kernel32 kernel32, EventLog events) {
    Mailslot mailslot = Mailslot.create(kernel32, slot, maxMessageBytes, timeoutMillis, child);
    events.log(
        "created",
        "handle",
        mailslot.handle().toString(),
        "made-by",
        "CreateMailslotW",
        "inheritable",
        mailslot.isInheritable() ? "yes" : "no",
        "slot",
        slot);
    return mailslot;
  }

  private Mailslot adopt(Kernel32 kernel32, EventLog events) {
    Mailslot mailslot;
    try {
      mailslot = Mailslot.adopt(kernel32, inherited);
    } catch (Win32Exception e) {
      throw new Failure(
          e,
          "this process holds no mailslot as "
              + inherited
              + "; the parent must make the handle inheritable and start the child with"
              + " inheritance");
    }
    if (arguments.value("--timeout") != null) {
      mailslot.setReadTimeoutMillis(timeoutMillis);
    }
    logInherited(kernel32, events, arguments, inherited);
    return mailslot;
  }

  /** The next message; null if the timeout passed and no number of messages was asked for. */
  private byte[] next(Mailslot mailslot, int received) {
    try {
      return mailslot.receive();
    } catch (Win32Exception e) {
      if (e.errorCode() != Win32Error.ERROR_SEM_TIMEOUT) {
        throw e;
      }
      if (count == 0) {
        return null;
      }
      throw new Failure(
          e,
          "no message for "
              + Integer.toUnsignedString(mailslot.info().readTimeoutMillis())
              + " ms, "
              + received
              + " of "
              + count
              + " came; start a sender, or give a longer --timeout");
    }
  }
}
