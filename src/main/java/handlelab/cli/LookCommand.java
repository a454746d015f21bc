package handlelab.cli;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.Backends;
import handlelab.inspect.Looker;
import handlelab.inspect.Origin;
import handlelab.inspect.TableSnapshot;
import handlelab.mail.Arguments;
import handlelab.mail.BackendChoice;
import handlelab.mail.ExitCode;
import handlelab.mail.Failure;
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

  /**
   * Looks at one process, or at all.
   *
   * @param processId 0 for all
   */
  static TableSnapshot look(Looker looker, int processId, boolean includeOwn) {
    try {
      return processId != 0
          ? looker.look(processId)
          : includeOwn ? looker.lookAtAll() : looker.lookAtOthers();
    } catch (Win32Exception e) {
      throw told(e, processId);
    }
  }

  private static Looker looker(Backend backend) {
    Origin origin =
        new Origin(backend.kind().name().toLowerCase(Locale.ROOT), backend.description());
    return new Looker(backend.handleTables(), backend.kernel32(), origin, Clock.systemUTC());
  }

  /** The failure of a look into one process, told with what it means. */
  static Failure told(Win32Exception e, int processId) {
    return new Failure(
        e,
        switch (e.errorCode()) {
          case Win32Error.ERROR_INVALID_PARAMETER -> "no process " + processId + " runs";
          case Win32Error.ERROR_ACCESS_DENIED -> "this user may not look into process " + processId;
          default -> "cannot look into process " + processId;
        });
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
