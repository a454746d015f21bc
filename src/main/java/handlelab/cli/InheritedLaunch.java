package handlelab.cli;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.command.Arguments;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.command.UsageException;
import handlelab.inspect.CallLog;
import handlelab.inspect.InheritanceInspector;
import handlelab.lib.ChildProcess;
import handlelab.lib.Mailslot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts the child of {@code inherited -- COMMAND}, has it looked at, and lets it go. */
final class InheritedLaunch {
  private static final String INHERIT = ":inherit";

  private final Backend backend;
  private final Arguments arguments;
  private final InheritedReport report;

  InheritedLaunch(Backend backend, Arguments arguments, InheritedReport report) {
    this.backend = backend;
    this.arguments = arguments;
    this.report = report;
  }

  /** Runs the command and returns the exit code. */
  int run() throws IOException {
    CallLog log = CallLog.of(backend.kernel32());
    Map<String, Mailslot> slots = new LinkedHashMap<>();
    try {
      create(log.kernel32(), slots);
      InheritanceInspector look = report.look(log).beforeCreation();
      try (ChildProcess child = start(slots, log.kernel32())) {
        return run(child, look);
      }
    } finally {
      slots.values().forEach(Mailslot::close);
    }
  }

  private void create(Kernel32 kernel32, Map<String, Mailslot> slots) {
    for (String word : arguments.values("--with-mailslot")) {
      boolean inherit = word.endsWith(INHERIT);
      String name = inherit ? word.substring(0, word.length() - INHERIT.length()) : word;
      if (slots.containsKey(name)) {
        throw new UsageException("--with-mailslot names " + name + " twice");
      }
      try {
        slots.put(name, Mailslot.create(kernel32, name, 0, Win32.MAILSLOT_WAIT_FOREVER, inherit));
      } catch (IllegalArgumentException e) {
        throw new UsageException("--with-mailslot: " + e.getMessage());
      }
    }
  }

  private ChildProcess start(Map<String, Mailslot> slots, Kernel32 kernel32) {
    List<String> words = new ArrayList<>();
    for (String word : arguments.command()) {
      String filled = word;
      for (Map.Entry<String, Mailslot> slot : slots.entrySet()) {
        filled = filled.replace("{" + slot.getKey() + "}", slot.getValue().handle().toString());
      }
      words.add(filled);
    }
    ChildProcess.Builder builder = ChildProcess.builder(words).suspended();
    List<String> only = InheritedReport.names(arguments, "--only");
    List<HandleRow> list = only == null ? List.of() : list(only);
    if (only == null) {
      builder.inheritHandles();
    } else if (!list.isEmpty()) {
      // Without a handle there is no list: inheritance off is what then inherits nothing.
      builder.inheritOnly(list.stream().map(HandleRow::handle).toArray(Handle[]::new));
    }
    try {
      return builder.start(kernel32);
    } catch (Win32Exception e) {
      throw failure(e, list);
    }
  }

  private static RuntimeException failure(Win32Exception e, List<HandleRow> list) {
    List<Handle> notInheritable =
        list.stream().filter(row -> !row.inheritable()).map(HandleRow::handle).toList();
    return e.errorCode() == Win32Error.ERROR_INVALID_PARAMETER && !notInheritable.isEmpty()
        ? new Failure(e, "a handle list takes inheritable handles, and not " + notInheritable)
        : e;
  }

  /** The rows of this process that {@code --only} names. */
  private List<HandleRow> list(List<String> only) {
    List<HandleRow> rows = backend.handleTables().handles(backend.kernel32().getCurrentProcessId());
    List<HandleRow> list = new ArrayList<>();
    for (Handle handle :
        HandleNames.resolve(only, rows, backend.standardHandles(), InheritedLaunch::unknown)) {
      rows.stream()
          .filter(row -> row.handle().equals(handle))
          .findFirst()
          .ifPresentOrElse(list::add, () -> unknown(handle.toString()));
    }
    return list;
  }

  private static void unknown(String word) {
    throw new UsageException("--only: this command has no handle " + word);
  }

  private int run(ChildProcess child, InheritanceInspector look) throws IOException {
    boolean isLookOnly = arguments.has("--look-only");
    boolean isReleased = false;
    try {
      boolean isExpected = report.write(look.atSuspended(child.processId()), !isLookOnly);
      if (!isExpected) {
        return ExitCode.DIFFERENCE;
      }
      if (isLookOnly) {
        return ExitCode.OK;
      }
      child.resume();
      isReleased = true;
      int exitCode = child.waitFor();
      report.childEnded(child.processId(), exitCode);
      return arguments.has(InheritedReport.EXPECT) ? ExitCode.OK : exitCode;
    } finally {
      if (!isReleased) {
        child.terminate(1);
      }
    }
  }
}
