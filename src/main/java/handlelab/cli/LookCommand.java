package handlelab.cli;

import handlelab.api.ProcessDetails;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.command.Arguments;
import handlelab.command.Command;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;
import handlelab.command.UsageException;
import handlelab.inspect.Origin;
import handlelab.inspect.TableInspector;
import handlelab.inspect.TableSnapshot;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.util.Locale;

/** A command that reads handle tables. One thread. */
abstract class LookCommand extends Command {
  LookCommand(Usage usage) {
    super(usage);
  }

  /**
   * Checks the options and words, before anything is opened.
   *
   * @throws UsageException if they contradict each other or ask for nothing that can be done
   */
  abstract void check(Arguments arguments);

  /**
   * Looks, and writes what the arguments ask for.
   *
   * @param out is flushed when this returns
   */
  abstract void look(Arguments arguments, TableInspector inspector, Writer out) throws IOException;

  @Override
  protected int execute(Arguments arguments, StandardStreams streams) throws IOException {
    check(arguments);
    Backend backend = open(arguments);
    Writer out = streams.report();
    TableInspector inspector =
        new TableInspector(
            backend.handleTables(), backend.kernel32(), origin(backend), Clock.systemUTC());
    look(arguments, inspector, out);
    out.flush();
    return ExitCode.OK;
  }

  /**
   * Looks at one process, or at all.
   *
   * @param processId 0 for all
   */
  static TableSnapshot look(TableInspector inspector, int processId, boolean includeOwn) {
    try {
      return processId != 0
          ? inspector.snapshot(processId)
          : includeOwn ? inspector.snapshotOfAll() : inspector.snapshotOfOthers();
    } catch (Win32Exception e) {
      throw failure(e, processId, inspector);
    }
  }

  /** What reports say of the kernel that they show. */
  static Origin origin(Backend backend) {
    return new Origin(backend.kind().name().toLowerCase(Locale.ROOT), backend.description());
  }

  /** The failure of a look into one process, with what it means. */
  static Failure failure(Win32Exception e, int processId, TableInspector inspector) {
    return new Failure(
        e,
        switch (e.errorCode()) {
          case Win32Error.ERROR_INVALID_PARAMETER -> notThere(processId, inspector);
          case Win32Error.ERROR_ACCESS_DENIED -> "this user may not look into process " + processId;
          default -> "cannot look into process " + processId;
        });
  }

  /** A user may give an id of the host system, which means nothing to the simulated kernel. */
  private static String notThere(int processId, TableInspector inspector) {
    String text = "no process " + processId + " runs";
    if (!inspector.origin().backend().equals("simulated")) {
      return text;
    }
    for (ProcessDetails process : inspector.processes()) {
      if (process.hostProcessId() == processId) {
        return text
            + " on the simulated kernel; it has the id "
            + process.processId()
            + " there, and "
            + processId
            + " on this system";
      }
    }
    return ProcessHandle.of(processId).isEmpty()
        ? text
        : text
            + " on the simulated kernel, which this shows; "
            + processId
            + " is a process of this system: lsof -p "
            + processId
            + " shows its files";
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
      // Reported below, as a number out of range is.
    }
    throw new UsageException("not a process id: " + text);
  }
}
