package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.backend.Backends;
import handlelab.inspect.Looker;
import handlelab.inspect.Origin;
import handlelab.mail.Arguments;
import handlelab.mail.BackendChoice;
import handlelab.mail.ExitCode;
import handlelab.mail.Standard;
import handlelab.mail.UsageException;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.util.List;
import java.util.Locale;

/**
 * What the subcommands share that look into handle tables: opening the kernel, and an output whose
 * reader may go away. One thread.
 */
abstract class LookCommand extends QuickCommand {
  private String backend;

  LookCommand(String name, String usage, List<String> valueNames, List<String> flagNames) {
    super(name, usage, valueNames, flagNames);
  }

  /**
   * Looks and writes.
   *
   * @param out is flushed when this returns
   * @return the exit code
   */
  abstract int look(Looker looker, Writer out) throws IOException;

  @Override
  void parse(Arguments arguments) {
    backend = arguments.value("--backend");
  }

  @Override
  int execute(Standard standard) throws IOException {
    Writer out = new ReportOutput(standard.out());
    try (Backend opened = Backends.open(BackendChoice.of(backend))) {
      return run(looker(opened), out);
    }
  }

  /** Looks, flushes, and takes a reader that goes away for a reader that has read enough. */
  final int run(Looker looker, Writer out) throws IOException {
    try {
      int exitCode = look(looker, out);
      out.flush();
      return exitCode;
    } catch (ReportOutput.ReaderGoneException e) {
      return ExitCode.OK;
    }
  }

  private static Looker looker(Backend backend) {
    Origin origin =
        new Origin(backend.kind().name().toLowerCase(Locale.ROOT), backend.description());
    return new Looker(backend.handleTables(), backend.kernel32(), origin, Clock.systemUTC());
  }

  /** A process id as the user gives it: decimal, or hexadecimal with {@code 0x}. */
  static int processId(String text) {
    try {
      int id =
          text.regionMatches(true, 0, "0x", 0, 2)
              ? Integer.parseInt(text.substring(2), 16)
              : Integer.parseInt(text);
      if (id > 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of range is.
    }
    throw new UsageException("not a process id: " + text);
  }
}
