package handlelab.junit;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.ProcessEndedException;
import handlelab.api.Win32Exception;
import handlelab.inspect.Call;
import handlelab.inspect.CallLog;
import handlelab.inspect.LoggedHandle;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/** The handles that a process has open, as its log and its table tell together. */
final class OpenHandles {
  private final CallLog log;
  private final HandleTables tables;

  OpenHandles(CallLog log, HandleTables tables) {
    this.log = log;
    this.tables = tables;
  }

  /**
   * Looks for handles that calls with a higher number than {@code mark} opened.
   *
   * @throws AssertionFailedError that names each one which is still open, and its call
   */
  void assertNoneSince(long mark, String who) {
    List<LoggedHandle> logged =
        log.handles().stream()
            .filter(handle -> handle.openedBy().map(call -> call.number() > mark).orElse(false))
            .toList();
    if (logged.isEmpty()) {
      return;
    }
    // Past the log, or from another process, a handle may have been closed all the same.
    Map<Handle, HandleRow> rows = rows(logged);
    List<LoggedHandle> open =
        logged.stream().filter(handle -> rows.containsKey(handle.handle())).toList();
    if (!open.isEmpty()) {
      throw failure(who, open, rows);
    }
  }

  private Map<Handle, HandleRow> rows(List<LoggedHandle> logged) {
    Set<Long> values =
        logged.stream().map(handle -> handle.handle().value()).collect(Collectors.toSet());
    try {
      return tables.handles(log.processId(), values).stream()
          .collect(Collectors.toMap(HandleRow::handle, Function.identity()));
    } catch (Win32Exception | ProcessEndedException e) {
      // The test ended its own simulated process, and with it all its handles.
      return Map.of();
    }
  }

  private AssertionFailedError failure(
      String who, List<LoggedHandle> open, Map<Handle, HandleRow> rows) {
    StringBuilder text = new StringBuilder(who);
    text.append(" leaves ").append(open.size());
    text.append(open.size() == 1 ? " handle open:" : " handles open:");
    for (LoggedHandle handle : open) {
      Call call = handle.openedBy().orElseThrow();
      text.append("\n  ").append(RowWords.of(rows.get(handle.handle())));
      text.append(", opened by ").append(call);
      call.stack().forEach(frame -> text.append("\n      at ").append(frame));
    }
    if (!log.keepsStacks()) {
      text.append("\n(HandleLabExtension.keepingStacks() shows where)");
    }
    return new AssertionFailedError(text.toString());
  }
}
