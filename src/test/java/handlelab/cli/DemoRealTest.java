package handlelab.cli;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The demo on the real kernel32. */
@Tag("real")
@EnabledOnOs(OS.WINDOWS)
final class DemoRealTest extends DemoRuns {
  @Override
  Map<String, String> variables() {
    return Map.of("HANDLELAB_BACKEND", "real");
  }

  @Override
  String kernel() {
    return "kernel32 of Wi";
  }
}
