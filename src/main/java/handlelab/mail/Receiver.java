package handlelab.mail;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.command.Arguments;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.command.StandardStreams;
import handlelab.command.UsageException;
import handlelab.lib.Mailslot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One run of {@link MailReceiver}, as its command line asks for it. One thread. */
final class Receiver implements MailCommand.Run {

  private final Arguments arguments;
  private final String slot;
  private final Handle inherited;
  private final int count;
  private final int timeoutMillis;
  private final int maxMessageBytes;
  private final boolean child;
  private final MessageFormat format;
  private final byte end;

  Receiver(Arguments arguments) {
    this.arguments = arguments;
    this.inherited = arguments.handle("--handle");
    this.count = arguments.number("--count", 1).orElse(0);
    this.timeoutMillis = arguments.number("--timeout", 0).orElse(Win32.MAILSLOT_WAIT_FOREVER);
    this.maxMessageBytes = arguments.number("--max-size", 0).orElse(0);
    this.child = arguments.has("--child");
    this.format = MessageFormat.of(arguments.value("--format"));
    this.end = (byte) (arguments.has("--null") ? 0 : '\n');
    if (inherited == null) {
      String word = arguments.onlyWord();
      if (word == null) {
        throw new UsageException("name the slot to create");
      }
      this.slot = MailCommand.slotName(word);
    } else {
      if (!arguments.words().isEmpty() || child || arguments.value("--max-size") != null) {
        throw new UsageException("--handle stands instead of SLOT, --child and --max-size");
      }
      this.slot = null;
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
    MailCommand.logInherited(kernel32, events, arguments, inherited);
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
