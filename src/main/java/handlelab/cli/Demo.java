package handlelab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.command.ExitCode;
import handlelab.command.StandardStreams;
import handlelab.lib.ChildProcess;
import handlelab.lib.JavaCommand;
import handlelab.lib.Mailslot;
import handlelab.lib.MailslotClient;
import handlelab.mail.MailReceiver;
import handlelab.mail.MailSender;
import handlelab.story.stage.JvmStage;
import handlelab.story.stage.StageChild;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What {@code handlelab demo} shows: five short stories with processes of their own, on the kernel
 * that is there. One thread.
 *
 * <p>Mail programs report to a mailslot what they hold; the other processes make the calls that the
 * demo tells them. It prints what it learns, and checks it. The names of its slots are new in each
 * run, so that two demos do not meet; no process outlives it.
 */
final class Demo implements AutoCloseable {
  private static final String TEXT = "Grüße, 世界, 🙂";

  private static final int PATIENCE_MILLIS = 30_000;

  /** What the process exits with on which another one waits. */
  private static final int PARENT_EXIT_CODE = 42;

  /** A JVM of its own holds some hundred handles; this is well above. */
  private static final int VALUE_ABOVE_ANY_START = 0x2000;

  private final Kernel32 kernel32;
  private final Backend backend;
  private final StandardStreams streams;
  private final String prefix;
  private final EventReader reports;
  private final JvmStage stage;
  private final List<ChildProcess> processes = new ArrayList<>();
  private final Thread hook = new Thread(this::endAll);
  private int held;
  private int failed;

  Demo(Backend backend, StandardStreams streams) {
    this.backend = backend;
    this.kernel32 = backend.kernel32();
    this.streams = streams;
    this.prefix =
        "handlelab-demo-"
            + kernel32.getCurrentProcessId()
            + "-"
            + Integer.toHexString(ThreadLocalRandom.current().nextInt())
            + "-";
    this.reports = new EventReader(kernel32, prefix + "reports");
    this.stage = new JvmStage(backend);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Shows everything and returns the exit code. */
  int run() {
    say("Kernel: %s. This is process %s.", backend.description(), me());
    receiverAndSender();
    childrenWithInheritedHandles();
    childWithoutTheInheritFlag();
    pseudoHandleAndItsDuplicate();
    handleDuplicatedIntoARunningChild();
    say("");
    int all = held + failed;
    String summary =
        failed == 0 ? all + " claims hold" : failed + " of " + all + " claims do not hold";
    say("%s, on %s.", summary, backend.description());
    return failed == 0 ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** Claims that two values are equal, and says whether they are. */
  private void claim(Object expected, Object actual, String claim) {
    if (Objects.equals(expected, actual)) {
      held++;
      say("   ok      %s", claim);
    } else {
      failed++;
      say("   FAILED  %s: expected %s, got %s", claim, expected, actual);
    }
  }

  private void receiverAndSender() {
    say("\n1. A receiver and a sender, two processes");
    String slot = prefix + "plain";
    ChildProcess receiver = start(MailReceiver.class, false, "--count", "1", slot);
    ChildProcess sender = start(MailSender.class, false, slot, "--base64", base64(TEXT));
    Map<String, String> created = reports.await(receiver.processId(), "created");
    say(
        "   process %s called CreateMailslotW: handle %s",
        receiver.processId(), created.get("handle"));
    Map<String, String> opened = reports.await(sender.processId(), "opened");
    say("   process %s called CreateFileW: handle %s", sender.processId(), opened.get("handle"));
    Map<String, String> received = reports.await(receiver.processId(), "received");
    claim(TEXT, received.get("text"), "the receiver got what the sender wrote");
    claim("no", created.get("inheritable"), "no child would inherit the receiver's handle");
    expectExit(ExitCode.OK, receiver, "the receiver");
    expectExit(ExitCode.OK, sender, "the sender");
  }

  private void childrenWithInheritedHandles() {
    say("\n2. The receiver's child reads, the sender's child writes, through inherited handles");
    String slot = prefix + "inherited";
    ChildProcess receiver = start(MailReceiver.class, false, "--child", "--count", "1", slot);
    ChildProcess sender = start(MailSender.class, false, "--child", slot, "--base64", base64(TEXT));
    int reader = showInheritance("receiver", receiver, "created");
    int writer = showInheritance("sender", sender, "opened");
    Map<String, String> sent = reports.await(writer, "sent");
    Map<String, String> received = reports.await(reader, "received");
    say("   child %s wrote, child %s read \"%s\"", writer, reader, received.get("text"));
    claim(TEXT, sent.get("text"), "the sender's child wrote the message");
    claim(TEXT, received.get("text"), "the receiver's child read it");
    expectExit(ExitCode.OK, receiver, "the receiver");
    expectExit(ExitCode.OK, sender, "the sender");
  }

  /** Shows how one side's child got its handle, and returns the child's process id. */
  private int showInheritance(String side, ChildProcess parent, String event) {
    Map<String, String> made = reports.await(parent.processId(), event);
    say(
        "   %s %s holds handle %s, made by %s, inheritable: %s",
        side, parent.processId(), made.get("handle"), made.get("made-by"), made.get("inheritable"));
    int child = Integer.parseInt(reports.await(parent.processId(), "started").get("child"));
    Map<String, String> inherited = reports.await(child, "inherited");
    say(
        "   its child %s holds handle %s, made by %s",
        child, inherited.get("handle"), inherited.get("made-by"));
    claim("yes", made.get("inheritable"), "the " + side + "'s handle is inheritable");
    claim(true, child != parent.processId(), "the " + side + "'s child is another process");
    claim(
        made.get("handle"),
        inherited.get("handle"),
        "the value in the child is the value in the " + side);
    return child;
  }

  private void childWithoutTheInheritFlag() {
    say("\n3. The same child without the inherit flag");
    try (Mailslot slot = highValue(prefix + "flagless")) {
      say("   process %s holds handle %s, not inheritable", me(), slot.handle());
      ChildProcess child =
          start(MailReceiver.class, true, "--count", "1", "--handle", slot.handle().toString());
      Map<String, String> failed = reports.await(child.processId(), "failed");
      int code = Integer.parseInt(failed.get("code"));
      say(
          "   child %s: %s",
          child.processId(), new Win32Exception(failed.get("function"), code).getMessage());
      claim(
          Win32Error.describe(Win32Error.ERROR_INVALID_HANDLE),
          Win32Error.describe(code),
          "the value means nothing in the child");
      expectExit(ExitCode.FAILURE, child, "the child");
    }
  }

  // A low value could by chance be one that the child's runtime opens for itself. So the slot gets
  // duplicates until one of them lies above all that a starting JVM uses, and keeps that one.
  private Mailslot highValue(String name) {
    List<Handle> handles = new ArrayList<>();
    handles.add(kernel32.createMailslot("\\\\.\\mailslot\\" + name, 0, 0, null));
    Handle self = kernel32.getCurrentProcess();
    while (handles.get(handles.size() - 1).value() < VALUE_ABOVE_ANY_START) {
      handles.add(
          kernel32.duplicateHandle(
              self, handles.get(0), self, 0, false, Win32.DUPLICATE_SAME_ACCESS));
    }
    Handle highest = handles.remove(handles.size() - 1);
    handles.forEach(kernel32::closeHandle);
    return Mailslot.adopt(kernel32, highest);
  }

  private void pseudoHandleAndItsDuplicate() {
    say("\n4. A pseudo handle on the command line, and a duplicate of it");
    StageChild parent = stage.prepareChild("parent.exe", List.of());
    ChildProcess parentProcess = start(words(parent), false);
    Kernel32 ofParent = parent.kernel32();
    Handle pseudo = ofParent.getCurrentProcess();
    Handle duplicate =
        ofParent.duplicateHandle(pseudo, pseudo, pseudo, 0, true, Win32.DUPLICATE_SAME_ACCESS);
    StageChild child =
        stage.prepareChild("child.exe", List.of(pseudo.toString(), duplicate.toString()));
    int parentId = parentProcess.processId();
    int childId = ChildProcess.builder(words(child)).inheritHandles().start(ofParent).processId();
    say(
        "   process %s gives its child %s the pseudo handle %s and a duplicate %s",
        parentId, childId, pseudo, duplicate);
    Kernel32 ofChild = child.kernel32();
    Handle first = Handle.parse(child.arguments().get(0));
    Handle second = Handle.parse(child.arguments().get(1));
    int firstMeans = ofChild.getProcessId(first);
    int secondMeans = ofChild.getProcessId(second);
    say("   in the child they mean process %s and process %s", firstMeans, secondMeans);
    claim(childId, firstMeans, "the pseudo handle means the child itself");
    claim(parentId, secondMeans, "the duplicate means the parent");
    claim(false, ofChild.compareObjectHandles(first, second), "they are different objects");
    claim(
        "WAIT_TIMEOUT",
        waitName(ofChild.waitForSingleObject(second, 0)),
        "the parent has not ended");
    parent.exit(PARENT_EXIT_CODE);
    String ended = waitName(ofChild.waitForSingleObject(second, PATIENCE_MILLIS));
    say("   the child's wait on the duplicate: %s", ended);
    claim("WAIT_OBJECT_0", ended, "the child's wait ends with the parent");
    claim(
        PARENT_EXIT_CODE,
        ofChild.getExitCodeProcess(second),
        "the child reads the parent's exit code");
    expectExit(PARENT_EXIT_CODE, parentProcess, "the parent");
  }

  private static String waitName(int result) {
    return switch (result) {
      case Win32.WAIT_OBJECT_0 -> "WAIT_OBJECT_0";
      case Win32.WAIT_TIMEOUT -> "WAIT_TIMEOUT";
      default -> "0x" + Integer.toHexString(result);
    };
  }

  private void handleDuplicatedIntoARunningChild() {
    say("\n5. A handle duplicated into a running child");
    try (Mailslot gift = Mailslot.create(kernel32, prefix + "gift", 0, 0, false)) {
      StageChild child = stage.prepareChild("child.exe", List.of());
      ChildProcess process = start(words(child), false);
      Kernel32 ofChild = child.kernel32();
      Handle given =
          kernel32.duplicateHandle(
              kernel32.getCurrentProcess(),
              gift.handle(),
              process.handle(),
              0,
              false,
              Win32.DUPLICATE_SAME_ACCESS);
      say("   process %s holds handle %s, not inheritable", me(), gift.handle());
      say("   DuplicateHandle put it into child %s as handle %s", process.processId(), given);
      try (MailslotClient toGift = MailslotClient.connect(kernel32, prefix + "gift")) {
        toGift.send(TEXT);
      }
      boolean hasRow =
          backend.handleTables().handles(process.processId()).stream()
              .anyMatch(row -> row.handle().equals(given));
      claim(true, hasRow, "the child got that value");
      try (Mailslot slot = Mailslot.adopt(ofChild, given)) {
        claim(TEXT, slot.receiveText(), "the child read a message through it");
      }
      claim(0, gift.info().messageCount(), "the message is gone from this process's slot");
      child.exit(ExitCode.OK);
      expectExit(ExitCode.OK, process, "the child");
    }
  }

  private ChildProcess start(Class<?> main, boolean inherit, String... arguments) {
    String kind = backend.kind().name().toLowerCase(Locale.ROOT);
    List<String> all =
        new ArrayList<>(List.of("--quiet", "--backend", kind, "--report", prefix + "reports"));
    all.addAll(List.of(arguments));
    return start(JavaCommand.of(main, all), inherit);
  }

  private static List<String> words(StageChild child) {
    return CommandLine.split(child.commandLine());
  }

  /** Starts a process; it inherits nothing unless {@code inherit} is set. */
  private ChildProcess start(List<String> command, boolean inherit) {
    ChildProcess.Builder builder = ChildProcess.builder(command);
    if (inherit) {
      builder.inheritHandles();
    }
    synchronized (processes) {
      ChildProcess process = builder.start(kernel32);
      processes.add(process);
      return process;
    }
  }

  private void expectExit(int expected, ChildProcess process, String who) {
    Integer code = process.waitFor(PATIENCE_MILLIS) ? process.exitCode().getAsInt() : null;
    claim(expected, code, who + " exits with " + expected);
  }

  private int me() {
    return kernel32.getCurrentProcessId();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private void say(String form, Object... values) {
    streams.print((form + "\n").formatted(values));
  }

  private void endAll() {
    synchronized (processes) {
      for (ChildProcess process : processes) {
        process.terminate(1);
        process.waitFor(PATIENCE_MILLIS);
      }
    }
  }

  /** Ends the processes that still run. */
  @Override
  public void close() {
    endAll();
    stage.close();
    reports.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      processes.forEach(ChildProcess::close);
    } catch (IllegalStateException e) {
      // The JVM goes down already, and the hook uses the handles.
    }
  }
}
