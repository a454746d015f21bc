package handlelab.cli;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.command.Arguments;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.inspect.CallLog;
import handlelab.inspect.ExplainedRow;
import handlelab.inspect.InheritanceInspector;
import handlelab.inspect.InheritanceJson;
import handlelab.inspect.InheritanceReport;
import handlelab.inspect.InheritanceText;
import handlelab.inspect.InheritedRow;
import handlelab.inspect.Origin;
import handlelab.inspect.StandardHandles;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** How the command {@code inherited} looks, what it expects, and where it writes. One thread. */
final class InheritedReport {
  static final String EXPECT = "--expect";

  /** What is left to write once it is known how the child has ended. */
  private interface Document {
    void write(OptionalInt childExitCode) throws IOException;
  }

  private final Backend backend;
  private final Arguments arguments;
  private final Writer out;
  private Document document;

  InheritedReport(Backend backend, Arguments arguments, Writer out) {
    this.backend = backend;
    this.arguments = arguments;
    this.out = out;
  }

  /**
   * The handles that an option names, with commas or in several places; null if it is not given.
   */
  static List<String> names(Arguments arguments, String option) {
    return arguments.has(option)
        ? arguments.values(option).stream().flatMap(value -> Stream.of(value.split(","))).toList()
        : null;
  }

  /** A look by this command as the parent, whose calls are logged. */
  InheritanceInspector look(CallLog log) {
    return nearOrFar(
        InheritanceInspector.by(log, backend.handleTables())
            .standardHandles(StandardHandles.of(backend.kernel32())));
  }

  private InheritanceInspector nearOrFar(InheritanceInspector look) {
    return arguments.has("--near") ? look.withoutOtherProcesses() : look;
  }

  /** Looks at two processes that run, writes, and returns the exit code. */
  int ofRunning(int parentId, int childId) throws IOException {
    InheritanceInspector look =
        nearOrFar(
            InheritanceInspector.by(backend.kernel32(), backend.handleTables()).parent(parentId));
    InheritanceReport report;
    try {
      report = look.atRunning(childId);
    } catch (Win32Exception e) {
      throw new Failure(
          e, "both " + parentId + " and " + childId + " must run, and you must own them");
    }
    return write(report, false) ? ExitCode.OK : ExitCode.DIFFERENCE;
  }

  /**
   * Says whether a report is as expected, and writes it; a JSON document of a child that is to run
   * is written by {@link #childEnded}.
   */
  boolean write(InheritanceReport report, boolean runsChild) throws IOException {
    Optional<List<String>> faults =
        Optional.ofNullable(names(arguments, EXPECT)).map(expected -> faults(report, expected));
    boolean isExpected = faults.map(List::isEmpty).orElse(true);
    if (arguments.has("--json")) {
      Origin origin = LookCommand.origin(backend);
      Instant takenAt = Instant.now();
      document = code -> InheritanceJson.write(report, origin, takenAt, faults, code, out);
      if (!runsChild || !isExpected) {
        document.write(OptionalInt.empty());
      }
    } else {
      if (faults.isPresent()) {
        writeFaults(faults.get(), out);
      }
      InheritanceText.write(report, arguments.has("--all"), out);
    }
    out.flush();
    return isExpected;
  }

  /** Adds the child's exit code to the report, or writes the document with it. */
  void childEnded(int processId, int exitCode) throws IOException {
    if (arguments.has("--json")) {
      document.write(OptionalInt.of(exitCode));
      out.flush();
    } else {
      String hex = exitCode < 0 ? " (0x" + Integer.toHexString(exitCode) + ")" : "";
      out.write("child " + processId + " ended with code " + exitCode + hex + "\n");
      out.flush();
    }
  }

  private static void writeFaults(List<String> faults, Writer out) throws IOException {
    out.write(faults.isEmpty() ? "as expected\n" : "not as expected:\n");
    for (String fault : faults) {
      out.write("  " + fault + "\n");
    }
    out.write("\n");
  }

  private List<String> faults(InheritanceReport report, List<String> names) {
    List<HandleRow> rows =
        Stream.concat(
                report.childRows().stream().map(InheritedRow::parentRow).flatMap(Optional::stream),
                report.uninherited().stream().map(ExplainedRow::row))
            .distinct()
            .toList();
    boolean isOwn = report.parentProcessId() == backend.kernel32().getCurrentProcessId();
    List<String> faults = new ArrayList<>();
    List<Handle> expected =
        HandleNames.resolve(
            names,
            rows,
            isOwn ? backend.standardHandles() : List.of(),
            word -> faults.add("missing: the parent has no handle " + word));
    faults.addAll(report.faults(expected));
    return faults;
  }
}
