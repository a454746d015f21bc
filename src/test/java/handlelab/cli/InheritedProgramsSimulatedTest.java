package handlelab.cli;

import handlelab.backend.BackendKind;
import handlelab.mail.OwnServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On the simulated kernel that JVMs share. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its children are POSIX programs")
final class InheritedProgramsSimulatedTest extends InheritedPrograms {
  @RegisterExtension static final OwnServer SERVER = new OwnServer();

  @Override
  BackendKind kind() {
    return BackendKind.SIMULATED;
  }

  @Override
  Map<String, String> variables() {
    return SERVER.variables();
  }

  @Override
  List<String> foreignCommand() {
    return List.of("sh", "-c", "echo said; exit 9");
  }
}
