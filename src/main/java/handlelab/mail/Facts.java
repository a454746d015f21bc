package handlelab.mail;

import handlelab.api.Kernel32;
import handlelab.lib.MailslotClient;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a program holds and does, told as key=value: on standard error as one line, and to a
 * mailslot where somebody asked for a report, one fact a line. One thread at a time.
 */
public final class Facts implements AutoCloseable {
  private final String program;
  private final int processId;
  private final PrintStream err;
  private final MailslotClient report;

  /**
   * Facts of one program, told to its user and to a report.
   *
   * @param err where the user reads, or null to tell no user; it stays open
   * @param reportSlot the mailslot that wants to know, or null
   */
  public Facts(String program, Kernel32 kernel32, PrintStream err, String reportSlot) {
    this.program = program;
    this.processId = kernel32.getCurrentProcessId();
    this.err = err;
    this.report = reportSlot == null ? null : MailslotClient.connect(kernel32, reportSlot);
  }

  /** Tells user and report. */
  public void tell(String event, String... keysAndValues) {
    Map<String, String> facts = gather(keysAndValues);
    if (err != null) {
      err.println(program + ": " + event + " " + join(facts, " "));
    }
    send(event, facts);
  }

  /** Tells the report only: the user sees it otherwise. */
  public void report(String event, String... keysAndValues) {
    send(event, gather(keysAndValues));
  }

  private Map<String, String> gather(String... keysAndValues) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("process", Integer.toString(processId));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      facts.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return facts;
  }

  private void send(String event, Map<String, String> facts) {
    if (report != null) {
      report.send("program=" + program + "\nevent=" + event + "\n" + join(facts, "\n"));
    }
  }

  private static String join(Map<String, String> facts, String separator) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> fact : facts.entrySet()) {
      text.append(text.isEmpty() ? "" : separator);
      text.append(fact.getKey()).append('=').append(fact.getValue());
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
