package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Children through the library class, as programs of a simulated kernel of this JVM. */
final class ChildProcessTest extends KernelTest {
  @BeforeEach
  void install() {
    kernel.install("count.exe", (child, arguments) -> arguments.size());
    kernel.install("wait.exe", ChildProcessTest::waitForMessage);
    kernel.install("look.exe", ChildProcessTest::lookAtHandle);
  }

  /**
   * Reads one message through the handle in its first argument; exits with the message's number.
   */
  private static int waitForMessage(Kernel32 child, List<String> arguments) {
    Handle handle = new Handle(Long.decode(arguments.get(0)));
    try (Mailslot slot = Mailslot.adopt(child, handle)) {
      return Integer.parseInt(slot.receiveText());
    }
  }

  /** Exits with 0 where the handle in its first argument is there, else with the error. */
  private static int lookAtHandle(Kernel32 child, List<String> arguments) {
    try {
      child.getHandleInformation(new Handle(Long.decode(arguments.get(0))));
      return 0;
    } catch (Win32Exception e) {
      return e.errorCode();
    }
  }

  @Test
  void start_standardHandleThatWouldDangle_isRefused() {
    try (Mailslot plain = Mailslot.create(kernel32, "plain", 0, 0, false);
        Mailslot inheritable = Mailslot.create(kernel32, "inheritable", 0, 0, true)) {
      ChildProcess.Builder builder =
          ChildProcess.builder("wait.exe").standardHandles(null, plain.handle(), null);
      assertRefused(builder, plain, "inheritance is off");
      assertRefused(builder.inheritHandles(), plain, "it is not inheritable");
      assertRefused(
          builder.inheritOnly(inheritable.handle()), plain, "the handle list does not name it");
    }
  }

  private void assertRefused(ChildProcess.Builder builder, Mailslot output, String why) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> builder.start(kernel32)).getMessage();
    String begin =
        "standard output " + output.handle() + " would be no handle of the child: " + why + ":";
    assertTrue(message.startsWith(begin), message);
  }

  @Test
  void arguments_withSpecialCharacters_arriveUnchanged() {
    kernel.install(
        "echo.exe",
        (child, arguments) -> {
          try (MailslotClient client = MailslotClient.connect(child, "echo")) {
            arguments.forEach(client::send);
          }
          return 0;
        });
    List<String> hard = List.of("", "a b", "\"", "a\\\"b\\", "日本 🙂", "c:\\x y\\", "*", "\t");
    try (Mailslot slot = Mailslot.create(kernel32, "echo");
        ChildProcess child =
            ChildProcess.builder("echo.exe", hard.toArray(String[]::new)).start(kernel32)) {
      for (String argument : hard) {
        assertEquals(argument, slot.receiveText());
      }
      assertEquals(0, child.waitFor());
    }
  }

  @Test
  void exitCode_afterTheEnd_staysTheSame() {
    try (Mailslot slot = Mailslot.create(kernel32, "inbox", 0, -1, true);
        MailslotClient client = MailslotClient.connect(kernel32, "inbox");
        ChildProcess child =
            ChildProcess.builder("wait.exe", slot.handle().toString())
                .inheritHandles()
                .start(kernel32)) {
      assertEquals(OptionalInt.empty(), child.exitCode());
      assertFalse(child.waitFor(0));
      // 259 is what GetExitCodeProcess says about a process that still runs.
      client.send("259");
      assertEquals(259, child.waitFor());
      assertTrue(child.waitFor(0));
      assertEquals(OptionalInt.of(259), child.exitCode());
      child.terminate(5);
      assertEquals(259, child.waitFor());
    }
  }

  @Test
  void inheritance_askedFor_decidesWhatTheChildHas() {
    try (Mailslot listed = Mailslot.create(kernel32, "listed", 0, 0, true);
        Mailslot flagged = Mailslot.create(kernel32, "flagged", 0, 0, true);
        Mailslot plain = Mailslot.create(kernel32, "plain", 0, 0, false)) {
      int missing = Win32Error.ERROR_INVALID_HANDLE;
      assertEquals(0, look(looker(listed).inheritHandles()));
      assertEquals(0, look(looker(flagged).inheritHandles()));
      assertEquals(missing, look(looker(plain).inheritHandles()));
      assertEquals(missing, look(looker(listed)));
      Handle only = listed.handle();
      assertEquals(0, look(looker(listed).inheritOnly(only, only)));
      assertEquals(missing, look(looker(flagged).inheritOnly(only)));
      Win32Exception refused =
          assertThrows(Win32Exception.class, () -> look(looker(plain).inheritOnly(plain.handle())));
      assertEquals(Win32Error.ERROR_INVALID_PARAMETER, refused.errorCode());
      assertThrows(IllegalArgumentException.class, () -> looker(listed).inheritOnly());
    }
  }

  private static ChildProcess.Builder looker(Mailslot slot) {
    return ChildProcess.builder("look.exe", slot.handle().toString());
  }

  private int look(ChildProcess.Builder builder) {
    try (ChildProcess child = builder.start(kernel32)) {
      return child.waitFor();
    }
  }

  @Test
  void suspendedChild_resumed_runs() {
    try (ChildProcess child =
        ChildProcess.builder("count.exe", "a", "b").suspended().start(kernel32)) {
      assertFalse(child.waitFor(20));
      child.resume();
      assertEquals(2, child.waitFor());
      child.resume();
    }
  }

  @Test
  void suspendedChild_terminated_endsWithoutRunning() {
    try (ChildProcess child = ChildProcess.builder("count.exe").suspended().start(kernel32)) {
      child.terminate(77);
      assertEquals(77, child.waitFor());
    }
  }

  @Test
  void close_ofARunningChild_letsItRun() {
    try (Mailslot slot = Mailslot.create(kernel32, "inbox", 0, -1, true);
        MailslotClient client = MailslotClient.connect(kernel32, "inbox")) {
      ChildProcess child =
          ChildProcess.builder("wait.exe", slot.handle().toString())
              .inheritHandles()
              .start(kernel32);
      int access = Win32.SYNCHRONIZE | Win32.PROCESS_QUERY_LIMITED_INFORMATION;
      Handle own = kernel32.openProcess(access, false, child.processId());
      child.close();
      child.close();
      assertThrows(IllegalStateException.class, child::waitFor);
      assertThrows(IllegalStateException.class, child::resume);
      client.send("9");
      assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(own, Win32.INFINITE));
      assertEquals(9, kernel32.getExitCodeProcess(own));
      kernel32.closeHandle(own);
    }
  }

  @Test
  void start_withACloseThatFails_leavesNoHandle() {
    int[] closes = new int[1];
    Kernel32 broken =
        Kernel32Call.intercept(
            call -> {
              Object result = call.invoke(kernel32);
              if (call.method().equals("closeHandle") && ++closes[0] == 1) {
                throw new Win32Exception("CloseHandle", Win32Error.ERROR_GEN_FAILURE);
              }
              return result;
            });
    assertThrows(Win32Exception.class, () -> ChildProcess.builder("count.exe").start(broken));
    assertEquals(2, closes[0]);
  }

  @Test
  void start_withoutTheProgram_saysSo() {
    Win32Exception missing =
        assertThrows(
            Win32Exception.class, () -> ChildProcess.builder("nobody.exe").start(kernel32));
    assertEquals(
        "CreateProcessW failed: ERROR_FILE_NOT_FOUND (2): no program nobody.exe is installed on"
            + " this kernel: install(name, program)",
        missing.getMessage());
  }

  /** As on Windows and between JVMs, where the end is signalled some time after it has begun. */
  @Test
  void terminate_whileTheChildEnds_waitsForIt() {
    Kernel32 ending =
        Kernel32Call.intercept(
            call -> {
              boolean isPeek =
                  call.method().equals("waitForSingleObject")
                      && call.argument("timeoutMillis").equals(0);
              Object result = isPeek ? (Object) Win32.WAIT_TIMEOUT : call.invoke(kernel32);
              if (call.method().equals("terminateProcess")) {
                throw new Win32Exception(call.function(), Win32Error.ERROR_ACCESS_DENIED);
              }
              return result;
            });
    try (Mailslot orders = Mailslot.create(kernel32, "orders", 0, -1, true);
        ChildProcess child =
            ChildProcess.builder(List.of("wait.exe", orders.handle().toString()))
                .inheritHandles()
                .start(ending)) {
      child.terminate(5);
      assertEquals(5, child.waitFor());
    }
  }
}
