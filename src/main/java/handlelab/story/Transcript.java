package handlelab.story;

import java.util.ArrayList;
import java.util.List;

/**
 * What one play of a scenario showed.
 *
 * @param end null if the play came to its end, else what stopped it
 */
public record Transcript(String scenario, List<Entry> entries, String end) {
  private static final String SCENARIO = "scenario ";
  private static final String OUTCOME = "  -> ";
  private static final String CHANGE = "     ";
  private static final String END = "ended early: ";

  /**
   * One step.
   *
   * @param call who calls what, with values renamed
   * @param outcome what the call gave, or its error
   * @param changes what changed in the handle tables around it, one line each
   */
  public record Entry(String call, String outcome, List<String> changes) {
    /** Outcome and changes in one line. */
    public String summary() {
      return changes.isEmpty() ? outcome : outcome + "; " + String.join("; ", changes);
    }
  }

  /**
   * One step with what was expected of it; only a play has this, a recording does not.
   *
   * @param isAsExpected whether the outcome was what Windows is expected to do
   */
  public record Judgement(Claim claim, Expectation expectation, boolean isAsExpected) {
    /** What Windows is expected to do, in words. */
    public String expected() {
      return expectation.toString();
    }
  }

  /**
   * The text form: a line for the scenario, then for each step its number and call, an indented
   * line with its outcome, and one for each change.
   */
  String format() {
    StringBuilder text = new StringBuilder();
    text.append(SCENARIO).append(scenario).append('\n');
    int number = 0;
    for (Entry entry : entries) {
      number++;
      text.append(number).append(' ').append(entry.call()).append('\n');
      text.append(OUTCOME).append(entry.outcome()).append('\n');
      entry.changes().forEach(change -> text.append(CHANGE).append(change).append('\n'));
    }
    if (end != null) {
      text.append(END).append(end.replaceAll("\\R", " ")).append('\n');
    }
    return text.toString();
  }

  /**
   * Reads the text form.
   *
   * @throws RecordingException if the text is no transcript
   */
  static Transcript parse(String text, String source) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.get(0).startsWith(SCENARIO)) {
      throw new RecordingException(source, 1, "no transcript");
    }
    List<Entry> entries = new ArrayList<>();
    int at = 1;
    while (at < lines.size() && !lines.get(at).startsWith(END)) {
      String number = (entries.size() + 1) + " ";
      if (!lines.get(at).startsWith(number)) {
        throw new RecordingException(source, at + 1, "no line of a transcript: " + lines.get(at));
      }
      String call = lines.get(at++).substring(number.length());
      if (at == lines.size() || !lines.get(at).startsWith(OUTCOME)) {
        throw new RecordingException(source, at + 1, "a step without an outcome");
      }
      String outcome = lines.get(at++).substring(OUTCOME.length());
      List<String> changes = new ArrayList<>();
      while (at < lines.size() && lines.get(at).startsWith(CHANGE)) {
        changes.add(lines.get(at++).substring(CHANGE.length()));
      }
      entries.add(new Entry(call, outcome, List.copyOf(changes)));
    }
    if (at < lines.size() - 1) {
      throw new RecordingException(source, at + 2, "more text behind the end");
    }
    String end = at < lines.size() ? lines.get(at).substring(END.length()) : null;
    return new Transcript(lines.get(0).substring(SCENARIO.length()), List.copyOf(entries), end);
  }
}
