package handlelab.cli;

import handlelab.backend.BackendKind;
import handlelab.mail.OwnServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** On the simulated kernel that JVMs share. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its children are POSIX programs")
final class InheritedProgramsSimulatedTest extends InheritedPrograms {
  private static OwnServer server;

  @BeforeAll
  static void makeServer() throws Exception {
    server = new OwnServer();
  }

  @AfterAll
  static void awaitServer() throws Exception {
    server.awaitEnd();
  }

  @Override
  BackendKind kind() {
    return BackendKind.SIMULATED;
  }

  @Override
  Map<String, String> variables() {
    return server.variables();
  }

  @Override
  List<String> foreignCommand() {
    return List.of("sh", "-c", "echo said; exit 9");
  }
}
