package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a peer says cannot make lines of its own, nor too many of the server's. */
final class ServerLogTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ServerLog log = new ServerLog(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aTextIsOneLine() {
    log.line("version 1\n2026-01-01T00:00:00Z all is well\r\u0085\u2028\u001b[31m");
    assertEquals(1, lines().size());
    assertTrue(lines().get(0).endsWith(" version 1?2026-01-01T00:00:00Z all is well????[31m"));
  }

  @Test
  void thereAreOnlySoManyLines() {
    for (int i = 0; i < 2 * ServerLimits.MAX_LOG_LINES; i++) {
      log.line("again");
    }
    assertEquals(ServerLimits.MAX_LOG_LINES, lines().size());
    assertTrue(lines().get(ServerLimits.MAX_LOG_LINES - 1).endsWith("no more lines are written"));
  }
}
