package handlelab.cli;

import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.lib.Mailslot;
import handlelab.mail.Failure;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mailslot in which the demo's processes tell what they hold and do. One thread.
 *
 * <p>Each report is one message of key=value lines. Those of different processes come in any order,
 * so one that nobody waits for yet is kept.
 */
final class Reports implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Mailslot slot;
  private final List<Map<String, String>> kept = new ArrayList<>();

  Reports(Kernel32 kernel32, String name) {
    this.slot = Mailslot.create(kernel32, name, 0, PATIENCE_MILLIS, false);
  }

  /**
   * The next report of this event by this process.
   *
   * @throws Failure where the process says that it failed, or no report comes
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
                "process " + process + " failed instead of telling " + event + ": " + report);
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
            "process " + process + " told no " + event + " within " + PATIENCE_MILLIS + " ms");
      }
      throw e;
    }
  }

  private static Map<String, String> parse(String text) {
    Map<String, String> report = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      report.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return report;
  }

  @Override
  public void close() {
    slot.close();
  }
}
