package handlelab.mail;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
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
import handlelab.lib.MailslotClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Opens a mailslot, or takes an inherited client end, and sends messages. One thread. */
public final class MailSender extends MailCommand {
  private static final Usage USAGE =
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
                  .flag("--child", "open the slot inheritable and let a child JVM do the writing")
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
          .text("Exit codes: 0 done, 1 failed, 2 wrong usage, 130 Ctrl-C.");

  private static final int DEFAULT_WAIT_MILLIS = 10_000;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private Arguments arguments;
  private String slot;
  private Handle inherited;

  /** Null if the lines of standard input are the messages. */
  private byte[] message;

  private int count;
  private int waitMillis;
  private boolean child;
  private boolean isRetrying;

  private Kernel32 kernel32;
  private EventLog events;
  private StandardStreams streams;
  private MailslotClient client;

  private MailSender() {
    super(USAGE);
  }

  /** The program of its own; ends the JVM with the exit code that {@code --help} lists. */
  public static void main(String[] commandLine) {
    command().runAndExit(StandardStreams.ofThisProcess(), Backends.arguments(commandLine));
  }

  /** The command {@code send}. */
  public static Command command() {
    return new MailSender();
  }

  @Override
  void prepare(Arguments given) {
    arguments = given;
    inherited = arguments.handle("--handle");
    child = arguments.has("--child");
    isRetrying = arguments.has("--retry");
    List<String> words = arguments.words();
    boolean waits = arguments.has("--timeout") || arguments.has("--no-wait");
    if (inherited == null) {
      if (words.isEmpty()) {
        throw new UsageException("name the slot to send to");
      }
      slot = slotName(words.get(0));
      words = words.subList(1, words.size());
    } else {
      if (child || waits) {
        throw new UsageException("--handle stands instead of SLOT, --child and waiting");
      }
      slot = null;
    }
    if (arguments.has("--timeout") && arguments.has("--no-wait")) {
      throw new UsageException("--timeout and --no-wait exclude each other");
    }
    if (isRetrying && (child || inherited != null)) {
      throw new UsageException(
          "--retry opens the slot again; without SLOT or in a child it cannot");
    }
    message = message(words, arguments);
    count = arguments.number("--count", 1).orElse(1);
    waitMillis =
        arguments.has("--no-wait")
            ? 0
            : arguments.number("--timeout", 0).orElse(DEFAULT_WAIT_MILLIS);
    if (message == null && arguments.has("--count")) {
      throw new UsageException("--count repeats words, and there are none");
    }
  }

  private static byte[] message(List<String> words, Arguments arguments) {
    String base64 = arguments.value("--base64");
    String file = arguments.value("--file");
    if ((words.isEmpty() ? 0 : 1) + (base64 == null ? 0 : 1) + (file == null ? 0 : 1) > 1) {
      throw new UsageException("words, --base64 and --file exclude each other");
    }
    if (file != null) {
      return read(file);
    }
    if (base64 == null) {
      return words.isEmpty() ? null : String.join(" ", words).getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--base64 takes bytes in base64, not " + base64);
    }
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (InvalidPathException e) {
      throw new UsageException("not a file name: " + file);
    } catch (NoSuchFileException e) {
      throw new Failure("cannot read " + file + " (no such file)");
    } catch (IOException e) {
      throw new Failure("cannot read " + file + " (" + e.getMessage() + ")");
    }
  }

  @Override
  public int run(Kernel32 kernel32, EventLog events, StandardStreams streams) {
    this.kernel32 = kernel32;
    this.events = events;
    this.streams = streams;
    client = inherited == null ? open() : adopt();
    try {
      if (child) {
        return ChildRun.run(kernel32, MailSender.class, childArguments(), events);
      }
      if (message == null) {
        sendLines();
      } else {
        sendRepeatedly();
      }
      return ExitCode.OK;
    } finally {
      client.close();
    }
  }

  private List<String> childArguments() {
    List<String> more = new ArrayList<>();
    if (arguments.has("--file")) {
      more.add("--file");
      more.add(Path.of(arguments.value("--file")).toAbsolutePath().toString());
    } else if (message != null) {
      // Base64, because a command line may pass through a charset that lacks a character.
      more.add("--base64");
      more.add(Base64.getEncoder().encodeToString(message));
    }
    return ChildRun.arguments(arguments, client.handle(), more.toArray(new String[0]));
  }

  private void sendLines() {
    int number = 1;
    for (byte[] line = streams.readLine(); line != null; line = streams.readLine()) {
      try {
        send(line);
      } catch (Win32Exception e) {
        throw new Failure(
            e,
            "line "
                + number
                + " of standard input is not sent, and neither is what follows; sent: "
                + (number - 1));
      }
      number++;
    }
  }

  private void sendRepeatedly() {
    for (int sent = 0; sent < count; sent++) {
      try {
        send(message);
      } catch (Win32Exception e) {
        if (count == 1) {
          throw e;
        }
        throw new Failure(e, "sent: " + sent + " of " + count);
      }
    }
  }

  private void send(byte[] bytes) {
    for (boolean isSent = false; !isSent; ) {
      try {
        client.send(bytes);
        isSent = true;
      } catch (Win32Exception e) {
        if (!isRetrying || e.errorCode() != Win32Error.ERROR_HANDLE_EOF) {
          throw e;
        }
        client.close();
        client = open();
      }
    }
    events.report("sent", "text", new String(bytes, StandardCharsets.UTF_8));
  }

  private MailslotClient open() {
    MailslotClient opened = openWhenThere();
    events.log(
        "opened",
        "handle",
        opened.handle().toString(),
        "made-by",
        "CreateFileW",
        "inheritable",
        opened.isInheritable() ? "yes" : "no",
        "slot",
        slot);
    return opened;
  }

  // Windows has no way to wait for a slot to appear, so this looks again and again.
  private MailslotClient openWhenThere() {
    long start = System.nanoTime();
    long pauseNanos = FIRST_PAUSE_NANOS;
    boolean isReported = false;
    while (true) {
      try {
        return MailslotClient.connect(kernel32, slot, child);
      } catch (Win32Exception e) {
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(waitMillis) - (System.nanoTime() - start);
        if (e.errorCode() != Win32Error.ERROR_FILE_NOT_FOUND || leftNanos <= 0) {
          throw e;
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

  private MailslotClient adopt() {
    MailslotClient adopted;
    try {
      adopted = MailslotClient.adopt(kernel32, inherited);
    } catch (Win32Exception e) {
      throw new Failure(
          e,
          "this process holds no handle "
              + inherited
              + "; the parent must make it inheritable and start the child with inheritance");
    }
    logInherited(kernel32, events, arguments, inherited);
    return adopted;
  }
}
