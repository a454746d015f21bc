package handlelab.backend;

import java.io.PrintStream;
import java.time.Instant;

/**
 * The server's log: lines with a time, up to a limit. Any thread; failures to write are ignored.
 */
final class ServerLog {
  private final PrintStream out;
  private int lines;

  ServerLog(PrintStream out) {
    this.out = out;
  }

  synchronized void line(String text) {
    lines++;
    if (lines < ServerLimits.MAX_LOG_LINES) {
      out.println(Instant.now() + " " + text);
    } else if (lines == ServerLimits.MAX_LOG_LINES) {
      out.println(Instant.now() + " no more lines are written");
    }
  }
}
