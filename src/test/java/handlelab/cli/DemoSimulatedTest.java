package handlelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.mail.OwnServer;
import handlelab.mail.ProgramRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demo on the simulated kernel that JVMs share. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the end of the server cannot be seen there")
final class DemoSimulatedTest extends DemoRuns {
  @RegisterExtension static final OwnServer SERVER = new OwnServer();

  @Override
  Map<String, String> variables() {
    return SERVER.variables();
  }

  @Override
  String kernel() {
    return "the simulated kernel in ";
  }

  @Test
  void anInterruptEndsAllItsProcesses() throws Exception {
    ProgramRun run = demo(Main.class);
    run.awaitOut("inheritable: yes");
    List<ProcessHandle> children = run.javaDescendants();
    run.signal("INT");
    assertEquals(130, run.exitCode());
    for (ProcessHandle child : children) {
      var unused = child.onExit().get(60, TimeUnit.SECONDS);
    }
    // One that was missed above would keep the server alive, and its end would not come.
  }
}
