package handlelab.mail;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.backend.Backends;
import handlelab.lib.MailslotClient;
import handlelab.lib.MailslotNames;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens a mailslot, or takes an inherited client end, and sends messages. One thread, but for what
 * {@link Launch} adds.
 */
public final class MailSender {
  private static final int DEFAULT_WAIT_MILLIS = 10_000;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

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

  private final Arguments arguments;
  private final String slot;
  private final Handle inherited;
  private final byte[] message;
  private final int count;
  private final int waitMillis;
  private final boolean child;

  private MailSender(Arguments arguments) {
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

  /** The program of its own; the exit code is that of {@link #run}. */
  public static void main(String[] commandLine) {
    System.exit(run(Backends.arguments(commandLine)));
  }

  /** Runs to the end and returns the exit code; see {@code --help}. */
  public static int run(String... commandLine) {
    return new Launch("send", USAGE, Set.of("--base64"), Set.of("--no-wait"))
        .run(commandLine, arguments -> new MailSender(arguments)::send);
  }

  private int send(Kernel32 kernel32, Facts facts, Standard standard) {
    try (MailslotClient client =
        inherited == null ? open(kernel32, facts, standard) : adopt(kernel32, facts)) {
      if (child) {
        // Base64, because a command line may pass through a charset that lacks a character.
        String[] more =
            message == null
                ? new String[0]
                : new String[] {"--base64", Base64.getEncoder().encodeToString(message)};
        List<String> childArguments = ChildRun.arguments(arguments, client.handle(), more);
        return ChildRun.run(kernel32, MailSender.class, childArguments, facts);
      }
      if (message == null) {
        sendLines(client, facts, standard);
      } else {
        for (int sent = 0; sent < count; sent++) {
          send(client, message, facts);
        }
      }
      return ExitCode.OK;
    }
  }

  private void sendLines(MailslotClient client, Facts facts, Standard standard) {
    for (byte[] line = standard.readLine(); line != null; line = standard.readLine()) {
      send(client, line, facts);
    }
  }

  private void send(MailslotClient client, byte[] bytes, Facts facts) {
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
    facts.report("sent", "text", new String(bytes, StandardCharsets.UTF_8));
  }

  private MailslotClient open(Kernel32 kernel32, Facts facts, Standard standard) {
    MailslotClient client = openWhenThere(kernel32, standard);
    facts.tell(
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
  private MailslotClient openWhenThere(Kernel32 kernel32, Standard standard) {
    long start = System.nanoTime();
    long pauseNanos = FIRST_PAUSE_NANOS;
    boolean told = false;
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
              e, "nobody receives on " + slot + "; start a receiver, or wait with --timeout");
        }
        if (!told && !arguments.has("--quiet")) {
          standard
              .err()
              .println("send: waiting " + waitMillis + " ms for somebody to create " + slot);
          told = true;
        }
        LockSupport.parkNanos(Math.min(pauseNanos, leftNanos));
        pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
      }
    }
  }

  private MailslotClient adopt(Kernel32 kernel32, Facts facts) {
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
    Inherited.tell(kernel32, facts, arguments, inherited);
    return client;
  }
}
