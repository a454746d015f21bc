package handlelab.mail;

import handlelab.api.Kernel32;
import handlelab.lib.MailslotClient;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The events of a program, as key=value pairs: one line of standard error for each event, and one
 * message to the mailslot that {@code --report} names, with one pair a line. One thread at a time.
 */
public final class EventLog implements AutoCloseable {
  private final String program;
  private final int processId;
  private final PrintStream err;
  private final MailslotClient report;

  /**
   * Opens the log of one program.
   *
   * @param err the stream for the user, or null for none; it stays open
   * @param reportSlot the mailslot that gets the events, or null for none
   */
  public EventLog(String program, Kernel32 kernel32, PrintStream err, String reportSlot) {
    this.program = program;
    this.processId = kernel32.getCurrentProcessId();
    this.err = err;
    this.report = reportSlot == null ? null : MailslotClient.connect(kernel32, reportSlot);
  }

  /** Logs an event for the user and the report. */
  public void log(String event, String... keysAndValues) {
    Map<String, String> pairs = pairs(keysAndValues);
    if (err != null) {
      err.println(program + ": " + event + " " + join(pairs, " "));
    }
    send(event, pairs);
  }

  /** Logs an event for the report only, because the user sees it otherwise. */
  public void report(String event, String... keysAndValues) {
    send(event, pairs(keysAndValues));
  }

  private Map<String, String> pairs(String... keysAndValues) {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("process", Integer.toString(processId));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      pairs.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return pairs;
  }

  private void send(String event, Map<String, String> pairs) {
    if (report != null) {
      report.send("program=" + program + "\nevent=" + event + "\n" + join(pairs, "\n"));
    }
  }

  private static String join(Map<String, String> pairs, String separator) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      text.append(text.isEmpty() ? "" : separator);
      text.append(pair.getKey()).append('=').append(pair.getValue());
    }
    return text.toString();
  }

  @Override
  public void close() {
    if (report != null) {
      report.close();
    }
  }
}
