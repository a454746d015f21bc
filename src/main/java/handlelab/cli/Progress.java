package handlelab.cli;

import handlelab.command.StandardStreams;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** One line that shows how far a long command is. One thread. */
final class Progress {
  private final int total;
  private final PrintStream err;
  private int done;

  /**
   * Counts up to {@code total}.
   *
   * @param err the stream that shows the line, or null to show none
   */
  Progress(int total, PrintStream err) {
    this.total = total;
    this.err = err;
  }

  /**
   * Whether standard error is a terminal, as far as Java knows: if the system has no file that says
   * so, a program with a terminal for its input and output counts as one with a terminal.
   */
  @SuppressWarnings("SystemConsoleNull") // Up to Java 21 it is null if there is no terminal.
  static boolean isOnTerminal() {
    Path error = Path.of("/proc/self/fd/2");
    if (Files.isSymbolicLink(error)) {
      return isTerminal(error);
    }
    Console console = System.console();
    return console != null && StandardStreams.isTerminal(console);
  }

  private static boolean isTerminal(Path descriptor) {
    try {
      String device = Files.readSymbolicLink(descriptor).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  void at(String what) {
    done++;
    if (err != null) {
      err.printf("\r%d of %d  %-50s", done, total, what);
    }
  }

  void end() {
    if (err != null) {
      err.printf("\r%70s\r", "");
    }
  }
}
