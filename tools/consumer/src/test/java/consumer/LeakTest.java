package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Kernel32;
import handlelab.inspect.InheritanceInspector;
import handlelab.junit.HandleLabExtension;
import handlelab.junit.InheritanceAssertions;
import handlelab.lib.ChildProcess;
import handlelab.lib.Mailslot;
import handlelab.lib.MailslotClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The extension fails a test that leaves a handle open; the assertion, a child that gets another.
 */
class LeakTest {
  @RegisterExtension
  final HandleLabExtension lab =
      HandleLabExtension.simulated().installing("child.exe", (kernel32, arguments) -> 0);

  @Test
  void mailslot_closed_leavesNothingOpen(Kernel32 kernel32) {
    try (Mailslot inbox = Mailslot.create(kernel32, "consumer");
        MailslotClient client = MailslotClient.connect(kernel32, "consumer")) {
      client.send("hello");
      assertEquals("hello", inbox.receiveText());
    }
  }

  @Test
  void child_startedWithHandleList_inheritsNothingElse(
      Kernel32 kernel32, InheritanceInspector inspector) {
    try (Mailslot given = Mailslot.create(kernel32, "given", 0, 0, true);
        Mailslot kept = Mailslot.create(kernel32, "kept", 0, 0, true);
        ChildProcess child =
            ChildProcess.builder("child.exe")
                .inheritOnly(given.handle())
                .suspended()
                .start(kernel32)) {
      InheritanceAssertions.assertInheritedExactly(
          inspector.atSuspended(child.processId()), given.handle());
      child.terminate(0);
    }
  }
}
