package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.lib.ChildProcess;
import handlelab.lib.Mailslot;
import handlelab.lib.MailslotClient;
import handlelab.sim.SimulatedKernel;
import org.junit.jupiter.api.Test;

/** A whole simulated machine inside the test's JVM. */
class MachineTest {
  @Test
  void child_writesToInheritedHandle_parentReceives() {
    try (SimulatedKernel kernel = SimulatedKernel.boot()) {
      kernel.install(
          "writer.exe",
          (kernel32, arguments) -> {
            Handle inherited = Handle.parse(arguments.get(0));
            try (MailslotClient client = MailslotClient.adopt(kernel32, inherited)) {
              client.send("from the child");
            }
            return 7;
          });
      Kernel32 kernel32 = kernel.startProcess("parent.exe");
      try (Mailslot inbox = Mailslot.create(kernel32, "machine");
          MailslotClient client = MailslotClient.connect(kernel32, "machine", true);
          ChildProcess child =
              ChildProcess.builder("writer.exe", client.handle().toString())
                  .inheritHandles()
                  .start(kernel32)) {
        assertEquals("from the child", inbox.receiveText());
        assertEquals(7, child.waitFor());
      }
    }
  }
}
