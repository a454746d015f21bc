package handlelab.mail;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Receiver and sender on the real kernel32. */
@Tag("real")
@EnabledOnOs(OS.WINDOWS)
final class MailProgramsRealTest extends MailPrograms {
  @Override
  Map<String, String> variables() {
    return Map.of("HANDLELAB_BACKEND", "real");
  }
}
