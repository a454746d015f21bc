package handlelab.cli;

import handlelab.mail.Standard;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One line on standard error that says how far a long command is. One thread. */
final class Progress {
  private final int total;
  private final boolean isShown;
  private int done;

  Progress(int total, boolean isShown) {
    this.total = total;
    this.isShown = isShown;
  }

  /**
   * Whether standard error is a terminal, as far as Java can tell: where the system has no file
   * that says so, a program with a terminal for its input and output counts as one with a terminal.
   */
  @SuppressWarnings("SystemConsoleNull") // Up to Java 21 it is null where there is no terminal.
  static boolean isOnTerminal() {
    Path error = Path.of("/proc/self/fd/2");
    if (Files.isSymbolicLink(error)) {
      return isTerminal(error);
    }
    Console console = System.console();
    return console != null && Standard.isTerminal(console);
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
    if (isShown) {
      System.err.printf("\r%d of %d  %-50s", done, total, what);
    }
  }

  void end() {
    if (isShown) {
      System.err.printf("\r%70s\r", "");
    }
  }
}
