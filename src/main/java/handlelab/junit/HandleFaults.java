package handlelab.junit;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.ProcessEndedException;
import handlelab.api.Win32Exception;
import handlelab.inspect.Call;
import handlelab.inspect.CallLog;
import handlelab.inspect.HandleMisuse;
import handlelab.inspect.LoggedCreation;
import handlelab.inspect.LoggedHandle;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/**
 * What a test did wrong with handles, as its call log and its table tell together: handles left
 * open, handles closed twice, children left suspended.
 */
final class HandleFaults {
  private final CallLog log;
  private final HandleTables tables;
  private final StringBuilder text = new StringBuilder();

  HandleFaults(CallLog log, HandleTables tables) {
    this.log = log;
    this.tables = tables;
  }

  /**
   * Checks the calls with a higher number than {@code mark}.
   *
   * @throws AssertionFailedError that names each fault and its call
   */
  void assertNoneSince(long mark, String who) {
    reportOpenHandles(mark, who);
    reportSecondCloses(mark, who);
    reportSuspendedChildren(mark, who);
    if (text.length() > 0) {
      if (!log.keepsStacks()) {
        text.append("(HandleLabExtension.keepingStacks() shows where)\n");
      }
      throw new AssertionFailedError(text.toString().strip());
    }
  }

  private void reportOpenHandles(long mark, String who) {
    List<LoggedHandle> logged =
        log.handles().stream()
            .filter(handle -> handle.openedBy().map(call -> call.number() > mark).orElse(false))
            .toList();
    if (logged.isEmpty()) {
      return;
    }
    // Without the log, or by another process, a handle may have been closed all the same.
    Map<Handle, HandleRow> rows = rows(logged);
    List<LoggedHandle> open =
        logged.stream().filter(handle -> rows.containsKey(handle.handle())).toList();
    title(open.size(), who + " leaves ", " handle open", " handles open");
    Map<Handle, String> states = open.isEmpty() ? Map.of() : tables.states(log.processId());
    for (LoggedHandle handle : open) {
      String state = states.get(handle.handle());
      text.append("  ").append(handle.handle()).append(' ');
      text.append(rows.get(handle.handle()).object());
      text.append(state == null ? "" : " (" + state + ")").append(", opened by ");
      append(handle.openedBy().orElseThrow());
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

  private void reportSecondCloses(long mark, String who) {
    List<HandleMisuse> seconds =
        log.misuses().stream()
            .filter(misuse -> misuse.isSecondClose() && misuse.call().number() > mark)
            .toList();
    title(seconds.size(), who + " closes ", " handle twice", " handles twice");
    for (HandleMisuse second : seconds) {
      text.append("  ").append(second.closed().handle()).append(", closed again by ");
      append(second.call());
      text.append("    closed first by ");
      append(second.closed().closedBy());
      second
          .closed()
          .openedBy()
          .ifPresent(
              call -> {
                // A name is known by the call's place; which of two ends it was, is not.
                boolean isPipe = call.function().equals("CreatePipe");
                String what = isPipe ? "as " + second.closed().what() + " " : "";
                text.append("    opened ").append(what).append("by ");
                append(call);
              });
    }
  }

  private void reportSuspendedChildren(long mark, String who) {
    List<LoggedCreation> suspended =
        log.creations().stream()
            .filter(creation -> creation.isSuspended() && creation.call().number() > mark)
            .toList();
    if (suspended.isEmpty()) {
      return;
    }
    List<Integer> running = tables.processIds();
    List<LoggedCreation> left =
        suspended.stream().filter(creation -> running.contains(creation.processId())).toList();
    title(left.size(), who + " leaves ", " child suspended", " children suspended");
    for (LoggedCreation creation : left) {
      text.append("  process ").append(creation.processId()).append(", created by ");
      append(creation.call());
    }
  }

  private void title(int number, String begin, String one, String many) {
    if (number > 0) {
      text.append(begin).append(number).append(number == 1 ? one : many).append(":\n");
    }
  }

  private void append(Call call) {
    text.append(call).append('\n');
    call.stack().forEach(frame -> text.append("      at ").append(frame).append('\n'));
  }
}
