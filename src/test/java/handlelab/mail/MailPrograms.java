package handlelab.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Receiver and sender in JVMs of their own, on any kernel. */
@Timeout(180)
abstract class MailPrograms {
  static final String TEXT = "Grüße, 世界, 🙂";

  final String slot =
      "mail-programs-"
          + ProcessHandle.current().pid()
          + "-"
          + Integer.toHexString(ThreadLocalRandom.current().nextInt());
  private final List<ProgramRun> runs = new ArrayList<>();

  @AfterEach
  void endAll() {
    runs.forEach(ProgramRun::close);
  }

  /** The environment variables that choose the kernel. */
  abstract Map<String, String> variables();

  final ProgramRun run(Class<?> main, List<String> options, String... arguments) {
    ProgramRun run = ProgramRun.start(main, variables(), options, arguments);
    runs.add(run);
    return run;
  }

  final ProgramRun receive(String... arguments) {
    return run(MailReceiver.class, List.of(), arguments);
  }

  final ProgramRun send(String... arguments) {
    return run(MailSender.class, List.of(), arguments);
  }

  /** The key=value words of a line that a program told. */
  static Map<String, String> facts(String line) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (String word : line.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        facts.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return facts;
  }

  /** Checks that a program failed with one line, which starts and ends as told. */
  static void assertFailed(ProgramRun run, int exitCode, String start, String end)
      throws InterruptedException {
    assertEquals(exitCode, run.exitCode(), () -> run.err().toString());
    List<String> lines =
        run.err().stream()
            .filter(line -> !line.contains("process=") && !line.contains(": waiting "))
            .toList();
    assertEquals(1, lines.size(), lines.toString());
    assertTrue(lines.get(0).startsWith(start), lines.get(0));
    assertTrue(lines.get(0).endsWith(end), lines.get(0));
  }

  @Test
  void receiver_startedFirst_getsTheMessage() throws Exception {
    ProgramRun receiver = receive(slot, "--count", "2");
    Map<String, String> created = facts(receiver.awaitErr("created"));
    ProgramRun sender = send(slot, "two", "words");
    assertEquals(0, sender.exitCode(), () -> sender.err().toString());
    assertEquals(0, send("--quiet", slot, "").exitCode());
    assertEquals(0, receiver.exitCode());
    assertEquals("two words\n\n", receiver.out());
    assertEquals("", sender.out());
    assertEquals("CreateMailslotW", created.get("made-by"));
    assertEquals("no", created.get("inheritable"));
    Map<String, String> opened = facts(sender.awaitErr("opened"));
    assertEquals("CreateFileW", opened.get("made-by"));
    assertNotEquals(created.get("process"), opened.get("process"));
    assertEquals(0, Long.decode(opened.get("handle")) % 4);
  }

  @Test
  void sender_startedFirst_waitsForTheReceiver() throws Exception {
    ProgramRun sender = send(slot, "early");
    sender.awaitErr("waiting 10000 ms");
    ProgramRun receiver = receive("--count=1", slot);
    assertEquals(0, receiver.exitCode());
    assertEquals("early\n", receiver.out());
    assertEquals(0, sender.exitCode());
  }

  @Test
  void text_ofAnyScript_survivesThePlatformsCharset() throws Exception {
    List<String> ascii = List.of("-Dfile.encoding=US-ASCII", "-Dstdout.encoding=US-ASCII");
    ProgramRun receiver = run(MailReceiver.class, ascii, slot, "--count", "4");
    receiver.awaitErr("created");
    assertEquals(0, run(MailSender.class, ascii, slot, TEXT).exitCode());
    assertEquals(0, run(MailSender.class, ascii, "--child", slot, TEXT).exitCode());
    ProgramRun lines = run(MailSender.class, ascii, slot);
    lines.type(TEXT + "\r\n" + TEXT);
    lines.endInput();
    assertEquals(0, lines.exitCode(), () -> lines.err().toString());
    assertEquals(0, receiver.exitCode());
    assertEquals((TEXT + "\n").repeat(4), receiver.out());
  }

  @Test
  void children_withInheritedHandles_talk() throws Exception {
    ProgramRun receiver = receive("--child", "--count", "2", slot);
    ProgramRun sender = send("--child", slot, TEXT);
    ProgramRun lines = send("--child", slot);
    lines.type("a line\n");
    lines.endInput();
    for (ProgramRun run : List.of(sender, lines, receiver)) {
      assertEquals(0, run.exitCode(), () -> run.err().toString());
    }
    assertEquals(
        new TreeSet<>(List.of(TEXT, "a line")), new TreeSet<>(receiver.out().lines().toList()));
    assertInherited(receiver, "created");
    assertInherited(sender, "opened");
  }

  private static void assertInherited(ProgramRun run, String made) throws InterruptedException {
    Map<String, String> parent = facts(run.awaitErr(made));
    Map<String, String> child = facts(run.awaitErr("inherited"));
    Map<String, String> started = facts(run.awaitErr("started"));
    assertEquals("yes", parent.get("inheritable"));
    assertEquals(parent.get("handle"), child.get("handle"));
    assertEquals("process-" + parent.get("process"), child.get("made-by"));
    assertEquals(started.get("child"), child.get("process"));
    assertNotEquals(parent.get("process"), child.get("process"));
  }

  @Test
  void sender_withoutASlot_saysSo() throws Exception {
    String start = "send: CreateFileW failed: ERROR_FILE_NOT_FOUND (2): no process receives on ";
    String end = "; start a receiver, or wait for one";
    assertFailed(send("--no-wait", slot, "x"), 1, start, end);
    assertFailed(send("--quiet", "--timeout", "100", slot, "x"), 1, start, end);
  }

  @Test
  void receiver_ofATakenName_saysSo() throws Exception {
    receive(slot).awaitErr("created");
    assertFailed(
        receive(slot.toUpperCase(java.util.Locale.ROOT)),
        1,
        "receive: CreateMailslotW failed: ERROR_ALREADY_EXISTS (183): ",
        "choose another name, or end that process");
  }

  @Test
  void name_ofNoMailslot_isRefused() throws Exception {
    assertFailed(
        receive("\\\\.\\pipe\\x"),
        1,
        "receive: CreateMailslotW failed: ERROR_INVALID_NAME (123): ",
        "give a short word such as inbox");
  }

  @Test
  void timeout_withTooFewMessages_isAFailure() throws Exception {
    assertFailed(
        receive("--timeout", "50", "--count", "1", slot),
        1,
        "receive: ReadFile failed: ERROR_SEM_TIMEOUT (121): no message for 50 ms, 0 of 1 came",
        "start a sender, or give a longer --timeout");
    assertEquals(0, receive("--timeout", "50", slot).exitCode());
  }

  @Test
  void handle_notInherited_isRefused() throws Exception {
    assertFailed(
        receive("--handle", "0x77770"),
        1,
        "receive: GetMailslotInfo failed: ERROR_INVALID_HANDLE (6): ",
        "start the child with inheritance");
    assertFailed(
        send("--handle", "0x77770", "x"),
        1,
        "send: GetHandleInformation failed: ERROR_INVALID_HANDLE (6): ",
        "start the child with inheritance");
  }

  @Test
  void receive_format_printsEachMessageInThatForm() throws Exception {
    for (Map.Entry<String, String> form :
        Map.of("text", "h\0i\0", "hex", "68006900", "base64", "aABpAA==", "utf-16", "hi")
            .entrySet()) {
      ProgramRun receiver = receive("--count", "1", "--null", "--format", form.getKey(), slot);
      assertEquals(0, send(slot, "--base64", "aABpAA==").exitCode());
      assertEquals(0, receiver.exitCode());
      assertEquals(form.getValue() + "\0", receiver.out());
    }
  }

  @Test
  void receive_bytesThatAreNotUtf8_arePrintedUnchanged(@TempDir Path folder) throws Exception {
    byte[] bytes = {(byte) 0xFF, '\r', '\n', 0, (byte) 0xC3};
    Path file = Files.write(folder.resolve("a message"), bytes);
    ProgramRun receiver = receive("--count", "2", "--format", "hex", slot);
    assertEquals(0, send(slot, "--file", file.toString()).exitCode());
    ProgramRun child = send("--child", slot, "--file", file.toString());
    assertEquals(0, child.exitCode(), () -> child.err().toString());
    assertEquals(0, receiver.exitCode());
    assertEquals("ff0d0a00c3\n".repeat(2), receiver.out());
  }

  @Test
  void send_fileThatIsNotThere_isAFailure() throws Exception {
    assertFailed(send(slot, "--file", "no such file"), 1, "send: cannot read no such file (", ")");
    assertFailed(
        send(slot, "--file", "x", "word"),
        2,
        "send: words, --base64 and --file exclude each other",
        "send --help)");
  }

  @Test
  void mistypedSlot_isRefusedWithTheRightSpelling() throws Exception {
    String right = " is not the name of a mailslot; write x or \\\\.\\mailslot\\x";
    for (String wrong : List.of("\\.\\mailslot\\x", "mailslot/x", "C:\\x")) {
      assertFailed(receive(wrong), 2, "receive: " + wrong + right, "receive --help)");
      assertFailed(send("--no-wait", wrong, "m"), 2, "send: " + wrong + right, "send --help)");
    }
    assertFailed(
        receive("--report", "mailslot\\x", slot), 2, "receive: mailslot\\x is", "receive --help)");
    ProgramRun receiver = receive("--count", "1", "//./mailslot/" + slot);
    assertEquals(0, send(slot, "meant").exitCode());
    assertEquals(0, receiver.exitCode());
  }

  @Test
  void mistakes_areUsageErrors() throws Exception {
    assertFailed(receive(), 2, "receive: name the slot to create", "receive --help)");
    assertFailed(send(), 2, "send: name the slot to send to", "send --help)");
    assertFailed(send("--base64", "%%%", slot), 2, "send: --base64 takes bytes", "send --help)");
    assertFailed(
        send("--backend", "wine", slot, "x"),
        2,
        "send: --backend is real or simulated, not wine",
        "send --help)");
  }

  @Test
  void standardOutput_closed_endsTheReceiver() throws Exception {
    ProgramRun receiver = ProgramRun.startUnread(MailReceiver.class, variables(), slot);
    runs.add(receiver);
    receiver.awaitErr("created");
    receiver.closeOutput();
    assertEquals(0, send(slot, "x").exitCode());
    assertFailed(receiver, 1, "receive: cannot write to standard output (", "received is lost");
  }

  @Test
  void child_killed_isReported() throws Exception {
    ProgramRun receiver = receive("--child", slot);
    receiver.awaitErr("inherited");
    List<ProcessHandle> children = receiver.javaDescendants();
    assertEquals(1, children.size());
    children.get(0).destroyForcibly();
    assertFailed(receiver, 1, "receive: the child process ", "; start again");
  }
}
