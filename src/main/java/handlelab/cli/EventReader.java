package handlelab.cli;

import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.command.Failure;
import handlelab.lib.Mailslot;
import handlelab.mail.EventLog;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the events that the demo's processes report to a mailslot (see {@link EventLog}). One
 * thread.
 *
 * <p>Events of different processes come in any order, so one that comes early is kept.
 */
final class EventReader implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Mailslot slot;
  private final List<Map<String, String>> kept = new ArrayList<>();

  EventReader(Kernel32 kernel32, String name) {
    this.slot = Mailslot.create(kernel32, name, 0, PATIENCE_MILLIS, false);
  }

  /**
   * The next such event of this process.
   *
   * @throws Failure if the process reports that it failed, or no event comes
   */
  Map<String, String> await(int processId, String event) {
    String process = String.valueOf(processId);
    while (true) {
      for (Iterator<Map<String, String>> each = kept.iterator(); each.hasNext(); ) {
        Map<String, String> report = each.next();
        if (process.equals(report.get("process"))) {
          if (event.equals(report.get("event"))) {
            each.remove();
            return report;
          }
          if ("failed".equals(report.get("event"))) {
            throw new Failure(
                "process " + process + " failed before its event " + event + ": " + report);
          }
        }
      }
      kept.add(parse(next(process, event)));
    }
  }

  private String next(String process, String event) {
    try {
      return slot.receiveText();
    } catch (Win32Exception e) {
      if (e.errorCode() == Win32Error.ERROR_SEM_TIMEOUT) {
        throw new Failure(
            "process "
                + process
                + " reported no event "
                + event
                + " within "
                + PATIENCE_MILLIS
                + " ms");
      }
      throw e;
    }
  }

  private static Map<String, String> parse(String text) {
    Map<String, String> report = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      report.put(line.substring(0, equals), EventLog.unquote(line.substring(equals + 1)));
    }
    return report;
  }

  @Override
  public void close() {
    slot.close();
  }
}
