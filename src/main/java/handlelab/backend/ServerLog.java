package handlelab.backend;

import java.io.PrintStream;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The server's log: lines with a time, up to a limit. Any thread; failures to write are ignored.
 */
final class ServerLog {
  /** Control characters, and what else ends a line somewhere. */
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

  private final PrintStream out;
  private int lines;

  ServerLog(PrintStream out) {
    this.out = out;
  }

  /** Writes what the server ends by, with its stack. */
  synchronized void crash(Throwable fault) {
    out.println(Instant.now() + " the server ends because of a fault");
    fault.printStackTrace(out);
  }

  /** Writes one line, whatever a peer has got into the text. */
  synchronized void line(String text) {
    lines++;
    if (lines < ServerLimits.MAX_LOG_LINES) {
      out.println(Instant.now() + " " + BREAKS.matcher(text).replaceAll("?"));
    } else if (lines == ServerLimits.MAX_LOG_LINES) {
      out.println(Instant.now() + " no more lines are written");
    }
  }
}
