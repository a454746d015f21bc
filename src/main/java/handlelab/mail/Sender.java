package handlelab.mail;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.command.Arguments;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.command.StandardStreams;
import handlelab.command.UsageException;
import handlelab.lib.MailslotClient;
import handlelab.lib.MailslotNames;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One run of {@link MailSender}, as its command line asks for it. One thread. */
final class Sender implements MailCommand.Run {
  private static final int DEFAULT_WAIT_MILLIS = 10_000;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Arguments arguments;
  private final String slot;
  private final Handle inherited;
  private final byte[] message;
  private final int count;
  private final int waitMillis;
  private final boolean child;

  Sender(Arguments arguments) {
    this.arguments = arguments;
    this.inherited = arguments.handle("--handle");
    this.child = arguments.has("--child");
    List<String> words = arguments.words();
    boolean waits = arguments.value("--timeout") != null || arguments.has("--no-wait");
    if (inherited == null) {
      if (words.isEmpty()) {
        throw new UsageException("name the slot to send to");
      }
      this.slot = MailslotNames.fullName(words.get(0));
      words = words.subList(1, words.size());
    } else {
      if (child || waits) {
        throw new UsageException("--handle stands instead of SLOT, --child and waiting");
      }
      this.slot = null;
    }
    if (arguments.value("--timeout") != null && arguments.has("--no-wait")) {
      throw new UsageException("--timeout and --no-wait exclude each other");
    }
    this.message = message(words, arguments.value("--base64"));
    this.count = arguments.number("--count", 1).orElse(1);
    this.waitMillis =
        arguments.has("--no-wait")
            ? 0
            : arguments.number("--timeout", 0).orElse(DEFAULT_WAIT_MILLIS);
    if (message == null && arguments.value("--count") != null) {
      throw new UsageException("--count repeats words, and there are none");
    }
  }

  private static byte[] message(List<String> words, String base64) {
    if (base64 == null) {
      return words.isEmpty() ? null : String.join(" ", words).getBytes(StandardCharsets.UTF_8);
    }
    if (!words.isEmpty()) {
      throw new UsageException("--base64 stands instead of words");
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--base64 takes bytes in base64, not " + base64);
    }
  }

  @Override
  public int run(Kernel32 kernel32, EventLog events, StandardStreams streams) {
    try (MailslotClient client =
        inherited == null ? open(kernel32, events, streams) : adopt(kernel32, events)) {
      if (child) {
        // Base64, because a command line may pass through a charset that lacks a character.
        String[] more =
            message == null
                ? new String[0]
                : new String[] {"--base64", Base64.getEncoder().encodeToString(message)};
        List<String> childArguments = ChildRun.arguments(arguments, client.handle(), more);
        return ChildRun.run(kernel32, MailSender.class, childArguments, events);
      }
      if (message == null) {
        sendLines(client, events, streams);
      } else {
        for (int sent = 0; sent < count; sent++) {
          send(client, message, events);
        }
      }
      return ExitCode.OK;
    }
  }

  private void sendLines(MailslotClient client, EventLog events, StandardStreams streams) {
    for (byte[] line = streams.readLine(); line != null; line = streams.readLine()) {
      send(client, line, events);
    }
  }

  private void send(MailslotClient client, byte[] bytes, EventLog events) {
    try {
      client.send(bytes);
    } catch (Win32Exception e) {
      String where = slot == null ? "the slot" : slot;
      throw new Failure(
          e,
          switch (e.errorCode()) {
            case Win32Error.ERROR_INVALID_PARAMETER ->
                where + " takes no message of " + bytes.length + " bytes; send a shorter one";
            case Win32Error.ERROR_HANDLE_EOF ->
                "the receiver on " + where + " has gone; start it again, then send again";
            case Win32Error.ERROR_INVALID_HANDLE, Win32Error.ERROR_ACCESS_DENIED ->
                "this process holds no client end of a mailslot as " + client.handle();
            default -> "cannot write to " + where;
          });
    }
    events.report("sent", "text", new String(bytes, StandardCharsets.UTF_8));
  }

  private MailslotClient open(Kernel32 kernel32, EventLog events, StandardStreams streams) {
    MailslotClient client = openWhenThere(kernel32, streams);
    events.log(
        "opened",
        "handle",
        client.handle().toString(),
        "made-by",
        "CreateFileW",
        "inheritable",
        client.isInheritable() ? "yes" : "no",
        "slot",
        slot);
    return client;
  }

  // Windows has no way to wait for a slot to appear, so this looks again and again.
  private MailslotClient openWhenThere(Kernel32 kernel32, StandardStreams streams) {
    long start = System.nanoTime();
    long pauseNanos = FIRST_PAUSE_NANOS;
    boolean isReported = false;
    while (true) {
      try {
        return MailslotClient.connect(kernel32, slot, child);
      } catch (Win32Exception e) {
        if (e.errorCode() != Win32Error.ERROR_FILE_NOT_FOUND) {
          throw new Failure(e, "cannot open " + slot);
        }
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(waitMillis) - (System.nanoTime() - start);
        if (leftNanos <= 0) {
          throw new Failure(
              e, "no process receives on " + slot + "; start a receiver, or wait with --timeout");
        }
        if (!isReported && !arguments.has("--quiet")) {
          streams
              .err()
              .println("send: waiting " + waitMillis + " ms for a receiver to create " + slot);
          isReported = true;
        }
        LockSupport.parkNanos(Math.min(pauseNanos, leftNanos));
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
      }
    }
  }

  private MailslotClient adopt(Kernel32 kernel32, EventLog events) {
    MailslotClient client;
    try {
      client = MailslotClient.adopt(kernel32, inherited);
    } catch (Win32Exception e) {
      throw new Failure(
          e,
          "this process holds no handle "
              + inherited
              + "; the parent must make it inheritable and start the child with inheritance");
    }
    MailCommand.logInherited(kernel32, events, arguments, inherited);
    return client;
  }
}
