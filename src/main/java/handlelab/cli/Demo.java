package handlelab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.command.ExitCode;
import handlelab.command.StandardStreams;
import handlelab.lib.ChildProcess;
import handlelab.lib.Mailslot;
import handlelab.lib.MailslotClient;
import handlelab.mail.MailReceiver;
import handlelab.mail.MailSender;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What {@code handlelab demo} shows: six short stories with processes of their own, on the kernel
 * that is there. One thread.
 *
 * <p>The processes report to a mailslot what they hold; the demo prints it and checks it. The names
 * of its slots are new in each run, so that two demos do not meet.
 */
final class Demo implements AutoCloseable {
  private static final String TEXT = "Grüße, 世界, 🙂";

  /** A JVM of its own holds some hundred handles; this is well above. */
  private static final int VALUE_ABOVE_ANY_START = 0x2000;

  private final Kernel32 kernel32;
  private final Backend backend;
  private final StandardStreams streams;
  private final Claims claims;
  private final String prefix;
  private final EventReader reports;
  private final DemoProcesses processes;

  Demo(Backend backend, StandardStreams streams) {
    this.backend = backend;
    this.kernel32 = backend.kernel32();
    this.streams = streams;
    this.claims = new Claims(this::say);
    this.prefix =
        "handlelab-demo-"
            + kernel32.getCurrentProcessId()
            + "-"
            + Integer.toHexString(ThreadLocalRandom.current().nextInt())
            + "-";
    this.reports = new EventReader(kernel32, prefix + "reports");
    this.processes = new DemoProcesses(kernel32);
  }

  /** Shows everything and returns the exit code. */
  int run() {
    say("Kernel: " + backend.description() + ". This is process " + me() + ".");
    receiverAndSender();
    childrenWithInheritedHandles();
    childWithoutTheInheritFlag();
    pseudoHandleAndItsDuplicate();
    handleDuplicatedIntoARunningChild();
    say("");
    say(claims.summary() + ", on " + backend.description() + ".");
    return claims.allHold() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private void receiverAndSender() {
    say("\n1. A receiver and a sender, two processes");
    String slot = prefix + "plain";
    ChildProcess receiver = start(MailReceiver.class, false, "--count", "1", slot);
    ChildProcess sender = start(MailSender.class, false, slot, "--base64", base64(TEXT));
    Map<String, String> created = reports.await(receiver.processId(), "created");
    say(
        "   process %s called CreateMailslotW: handle %s"
            .formatted(receiver.processId(), created.get("handle")));
    Map<String, String> opened = reports.await(sender.processId(), "opened");
    say(
        "   process %s called CreateFileW: handle %s"
            .formatted(sender.processId(), opened.get("handle")));
    Map<String, String> received = reports.await(receiver.processId(), "received");
    claims.equal(TEXT, received.get("text"), "the receiver got what the sender wrote");
    claims.equal("no", created.get("inheritable"), "no child would inherit the receiver's handle");
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
    say("   child %s wrote, child %s read \"%s\"".formatted(writer, reader, received.get("text")));
    claims.equal(TEXT, sent.get("text"), "the sender's child wrote the message");
    claims.equal(TEXT, received.get("text"), "the receiver's child read it");
    expectExit(ExitCode.OK, receiver, "the receiver");
    expectExit(ExitCode.OK, sender, "the sender");
  }

  /** Shows how one side's child got its handle, and returns the child's process id. */
  private int showInheritance(String side, ChildProcess parent, String event) {
    Map<String, String> made = reports.await(parent.processId(), event);
    say(
        "   %s %s holds handle %s, made by %s, inheritable: %s"
            .formatted(
                side,
                parent.processId(),
                made.get("handle"),
                made.get("made-by"),
                made.get("inheritable")));
    int child = Integer.parseInt(reports.await(parent.processId(), "started").get("child"));
    Map<String, String> inherited = reports.await(child, "inherited");
    say(
        "   its child %s holds handle %s, made by %s"
            .formatted(child, inherited.get("handle"), inherited.get("made-by")));
    claims.equal("yes", made.get("inheritable"), "the " + side + "'s handle is inheritable");
    claims.different(parent.processId(), child, "the " + side + "'s child is another process");
    claims.equal(
        made.get("handle"),
        inherited.get("handle"),
        "the value in the child is the value in the " + side);
    return child;
  }

  private void childWithoutTheInheritFlag() {
    say("\n3. The same child without the inherit flag");
    try (Mailslot slot = highValue(prefix + "flagless")) {
      say("   process %s holds handle %s, not inheritable".formatted(me(), slot.handle()));
      ChildProcess child =
          start(MailReceiver.class, true, "--count", "1", "--handle", slot.handle().toString());
      Map<String, String> failed = reports.await(child.processId(), "failed");
      int code = Integer.parseInt(failed.get("code"));
      say(
          "   child %s: %s"
              .formatted(
                  child.processId(),
                  new Win32Exception(failed.get("function"), code).getMessage()));
      claims.equal(
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
    String orders = prefix + "orders";
    ChildProcess parent = startRole("parent", orders);
    Map<String, String> started = reports.await(parent.processId(), "started");
    int child = Integer.parseInt(started.get("child"));
    say(
        "   process %s gives its child %s the pseudo handle %s and a duplicate %s"
            .formatted(parent.processId(), child, started.get("pseudo"), started.get("duplicate")));
    Map<String, String> looked = reports.await(child, "looked");
    say(
        "   in the child they mean process %s and process %s"
            .formatted(looked.get("pseudo-means"), looked.get("duplicate-means")));
    claims.equal(
        String.valueOf(child),
        looked.get("pseudo-means"),
        "the pseudo handle means the child itself");
    claims.equal(
        String.valueOf(parent.processId()),
        looked.get("duplicate-means"),
        "the duplicate means the parent");
    claims.equal("false", looked.get("same-object"), "they are different objects");
    claims.equal("WAIT_TIMEOUT", looked.get("wait"), "the parent has not ended");
    try (MailslotClient client = MailslotClient.connect(kernel32, orders)) {
      client.send("end");
    }
    Map<String, String> waited = reports.await(child, "waited");
    say("   the child's wait on the duplicate: %s".formatted(waited.get("wait")));
    claims.equal("WAIT_OBJECT_0", waited.get("wait"), "the child's wait ends with the parent");
    claims.equal(
        String.valueOf(DemoChild.PARENT_EXIT_CODE),
        waited.get("exit-code"),
        "the child reads the parent's exit code");
    expectExit(DemoChild.PARENT_EXIT_CODE, parent, "the parent");
  }

  private void handleDuplicatedIntoARunningChild() {
    say("\n5. A handle duplicated into a running child");
    String orders = prefix + "value";
    try (Mailslot gift = Mailslot.create(kernel32, prefix + "gift", 0, 0, false)) {
      ChildProcess child = startRole("adopter", orders);
      reports.await(child.processId(), "running");
      Handle given =
          kernel32.duplicateHandle(
              kernel32.getCurrentProcess(),
              gift.handle(),
              child.handle(),
              0,
              false,
              Win32.DUPLICATE_SAME_ACCESS);
      say("   process %s holds handle %s, not inheritable".formatted(me(), gift.handle()));
      say(
          "   DuplicateHandle put it into child %s as handle %s"
              .formatted(child.processId(), given));
      try (MailslotClient toGift = MailslotClient.connect(kernel32, prefix + "gift");
          MailslotClient toChild = MailslotClient.connect(kernel32, orders)) {
        toGift.send(TEXT);
        toChild.send(given.toString());
      }
      Map<String, String> received = reports.await(child.processId(), "received");
      claims.equal(given.toString(), received.get("handle"), "the child got that value");
      claims.equal(TEXT, received.get("text"), "the child read a message through it");
      claims.equal(0, gift.info().messageCount(), "the message is gone from this process's slot");
      expectExit(ExitCode.OK, child, "the child");
    }
  }

  private ChildProcess start(Class<?> main, boolean inherit, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of("--quiet", "--backend", kind(), "--report", prefix + "reports"));
    all.addAll(List.of(arguments));
    return processes.start(inherit, main, all);
  }

  private ChildProcess startRole(String role, String orders) {
    return processes.start(
        false, DemoChild.class, List.of(kind(), prefix + "reports", role, orders));
  }

  private void expectExit(int expected, ChildProcess process, String who) {
    claims.equal(expected, DemoProcesses.exitCode(process), who + " exits with " + expected);
  }

  private String kind() {
    return backend.kind().name().toLowerCase(Locale.ROOT);
  }

  private int me() {
    return kernel32.getCurrentProcessId();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private void say(String line) {
    streams.print(line + "\n");
  }

  @Override
  public void close() {
    processes.close();
    reports.close();
  }
}
