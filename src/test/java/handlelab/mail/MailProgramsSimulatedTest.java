package handlelab.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.cli.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Receiver and sender on the simulated kernel that JVMs share, and what only POSIX can ask. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the end of the server cannot be seen there")
final class MailProgramsSimulatedTest extends MailPrograms {
  @RegisterExtension static final OwnServer SERVER = new OwnServer();

  @Override
  Map<String, String> variables() {
    return SERVER.variables();
  }

  @Test
  void message_thatIsTooLong_isRefused() throws Exception {
    ProgramRun receiver = receive("--max-size", "4", "--count", "1", slot);
    receiver.awaitErr("created");
    assertFailed(
        send(slot, "12345"),
        1,
        "send: WriteFile failed: ERROR_INVALID_PARAMETER (87): ",
        " takes no message of 5 bytes; send a shorter one");
    assertEquals(0, send(slot, "1234").exitCode());
    assertEquals(0, receiver.exitCode());
    assertEquals("1234\n", receiver.out());
  }

  @Test
  void receiver_gone_isNoticedAtTheNextMessage() throws Exception {
    ProgramRun receiver = receive("--count", "1", slot);
    ProgramRun sender = send(slot);
    sender.type("first\n");
    assertEquals(0, receiver.exitCode());
    sender.type("second\n");
    assertFailed(
        sender,
        1,
        "send: WriteFile failed: ERROR_HANDLE_EOF (38): the receiver has gone; ",
        ": line 2 of standard input is not sent, and neither is what follows; sent: 1");
  }

  /** Wine has no limits, and takes messages for a receiver that has gone. */
  @Test
  void send_refusedLine_isToldByItsNumber() throws Exception {
    ProgramRun receiver = receive("--max-size", "3", slot);
    receiver.awaitErr("created");
    ProgramRun sender = send(slot);
    sender.type("one\ntwo\nthree\nsix\n");
    sender.endInput();
    assertFailed(
        sender,
        1,
        "send: WriteFile failed: ERROR_INVALID_PARAMETER (87): the slot takes no message of 5"
            + " bytes",
        "line 3 of standard input is not sent, and neither is what follows; sent: 2");
    assertFailed(
        send("--count", "2", slot, "three"), 1, "send: WriteFile failed: ", ": sent: 0 of 2");
  }

  @Test
  void send_retry_goesOnWithTheNextReceiver() throws Exception {
    ProgramRun first = receive("--count", "1", slot);
    ProgramRun sender = send("--retry", "--timeout", "60000", slot);
    sender.type("one\n");
    assertEquals(0, first.exitCode());
    sender.type("two\n");
    sender.awaitErr("waiting 60000 ms for a receiver to create ");
    ProgramRun second = receive("--count", "2", slot);
    sender.type("three\n");
    sender.endInput();
    assertEquals(0, second.exitCode());
    assertEquals("one\n", first.out());
    assertEquals("two\nthree\n", second.out());
    assertEquals(0, sender.exitCode(), () -> sender.err().toString());
  }

  @Test
  void realKernel_elsewhere_isRefusedWithAWayOut() throws Exception {
    ProgramRun sender = send("--backend", "real", slot, "x");
    assertEquals(1, sender.exitCode());
    assertTrue(sender.err().get(0).contains("--backend simulated"), sender.err().toString());
  }

  @Test
  void interrupt_ofTheReceiver_endsItAndFreesTheName() throws Exception {
    ProgramRun receiver = receive(slot);
    receiver.awaitErr("created");
    receiver.signal("INT");
    assertEquals(130, receiver.exitCode());
    assertEquals("receive: interrupted", receiver.err().get(1));
    assertEquals(2, receiver.err().size(), () -> receiver.err().toString());
    ProgramRun next = receive("--timeout", "0", slot);
    assertEquals(0, next.exitCode(), () -> next.err().toString());
  }

  @Test
  void interrupt_ofAWaitingSender_endsIt() throws Exception {
    ProgramRun sender = send(slot, "x");
    sender.awaitErr("waiting");
    sender.signal("TERM");
    assertEquals(143, sender.exitCode());
    assertEquals("send: interrupted", sender.err().get(1));
  }

  @Test
  void interrupt_ofTheParent_endsTheChild() throws Exception {
    ProgramRun receiver = receive("--child", slot);
    receiver.awaitErr("inherited");
    List<ProcessHandle> children = receiver.javaDescendants();
    assertEquals(1, children.size());
    receiver.signal("INT");
    assertEquals(130, receiver.exitCode());
    children.get(0).onExit().get(60, TimeUnit.SECONDS);
    receiver.awaitErr("receive: interrupted");
    ProgramRun next = receive("--timeout", "0", slot);
    assertEquals(0, next.exitCode(), () -> next.err().toString());
  }

  @Test
  void child_ofAKilledParent_ends() throws Exception {
    ProgramRun receiver = receive("--child", slot);
    receiver.awaitErr("inherited");
    List<ProcessHandle> children = receiver.javaDescendants();
    assertEquals(1, children.size());
    receiver.signal("KILL");
    children.get(0).onExit().get(60, TimeUnit.SECONDS);
  }

  /** The JVM's first open file, its own classes, then has the descriptor of standard input. */
  @Test
  void closedStandardInput_isEmpty(@TempDir Path folder) throws Exception {
    ProgramRun receiver = receive("--timeout", "20000", "--count", "1", slot);
    receiver.awaitErr("created");
    assertEquals("", runWithoutInput(folder, Main.class, "send", "--quiet", slot));
    assertEquals(
        "",
        runWithoutInput(
            folder,
            Main.class,
            "inherited",
            "--near",
            "--report",
            folder.resolve("report").toString(),
            "--",
            "cat"));
    assertEquals(0, send(slot, "only this").exitCode());
    assertEquals(0, receiver.exitCode());
    assertEquals("only this\n", receiver.out());
  }

  private static String runWithoutInput(Path folder, Class<?> main, String... arguments)
      throws Exception {
    List<String> command = handlelab.lib.JavaCommand.of(main, List.of(arguments));
    Path out = folder.resolve("out");
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-c", "exec '" + String.join("' '", command) + "' <&-")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    shell.environment().putAll(SERVER.variables());
    assertEquals(0, shell.start().waitFor(), () -> out.toString());
    return Files.readString(out);
  }

  /** In this locale a JVM reads its arguments as ASCII. */
  @Test
  void arguments_inALocaleWithoutTheirCharacters_survive(@TempDir Path folder) throws Exception {
    ProgramRun receiver = receive("--count", "1", slot);
    receiver.awaitErr("created");
    Path script = folder.resolve("send.sh");
    List<String> command = handlelab.lib.JavaCommand.of(MailSender.class, List.of(slot, TEXT));
    String quoted = "'" + String.join("' '", command) + "'";
    Files.writeString(script, "LC_ALL=C exec " + quoted, StandardCharsets.UTF_8);
    ProcessBuilder shell =
        new ProcessBuilder("sh", script.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile());
    shell.environment().putAll(variables());
    assertEquals(0, shell.start().waitFor());
    assertEquals(0, receiver.exitCode());
    assertEquals(TEXT + "\n", receiver.out());
  }
}
