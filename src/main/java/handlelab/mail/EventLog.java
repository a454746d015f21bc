package handlelab.mail;

import handlelab.api.Kernel32;
import handlelab.lib.MailslotClient;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The events of a program, as key=value pairs: one line of standard error for each event, and one
 * message to the mailslot that {@code --report} names, with one pair a line. One thread at a time.
 *
 * <p>A value that would not end where it does is quoted: it stands between quotation marks, with
 * {@code \"}, {@code \\}, {@code \n} and other characters as {@code \u0007} in it. In a line of
 * standard error these are values with blanks, in a report those with control characters.
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
      err.println(program + ": " + event + " " + join(pairs, ' '));
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
      report.send("program=" + program + "\nevent=" + event + "\n" + join(pairs, '\n'));
    }
  }

  private static String join(Map<String, String> pairs, char separator) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      text.append(text.isEmpty() ? "" : separator);
      text.append(pair.getKey()).append('=').append(quoted(pair.getValue(), separator));
    }
    return text.toString();
  }

  /** The value, in quotation marks if it could be taken for something else. */
  private static String quoted(String value, char separator) {
    boolean isPlain = !value.startsWith("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      isPlain &= c != separator && !isControl(c);
    }
    if (isPlain) {
      return value;
    }
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c == '\n') {
        text.append("\\n");
      } else if (isControl(c)) {
        text.append("\\u").append(Integer.toHexString(0x1_0000 | c).substring(1));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }

  private static boolean isControl(char c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }

  /** Reads a value as it stands in an event. */
  public static String unquote(String value) {
    if (!value.startsWith("\"")) {
      return value;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < value.length() - 1; i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        i++;
        c = value.charAt(i);
        if (c == 'n') {
          c = '\n';
        } else if (c == 'u') {
          c = (char) Integer.parseInt(value, i + 1, i + 5, 16);
          i += 4;
        }
      }
      text.append(c);
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
