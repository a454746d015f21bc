package handlelab.cli;

import handlelab.backend.BackendKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** On the real kernel. */
@Tag("real")
@EnabledOnOs(OS.WINDOWS)
final class InheritedProgramsRealTest extends InheritedPrograms {
  @Override
  BackendKind kind() {
    return BackendKind.REAL;
  }

  @Override
  Map<String, String> variables() {
    return Map.of("HANDLELAB_BACKEND", "real");
  }

  @Override
  List<String> foreignCommand() {
    return List.of("cmd.exe", "/c", "echo said&& exit 9");
  }
}
