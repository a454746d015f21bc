package handlelab.story;

import handlelab.story.Transcript.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * The text form of a transcript: a line for the scenario, then for each step its number and call,
 * an indented line with its outcome, and one for each change.
 */
final class TranscriptText {
  private static final String SCENARIO = "scenario ";
  private static final String OUTCOME = "  -> ";
  private static final String CHANGE = "     ";
  private static final String END = "ended early: ";

  private TranscriptText() {}

  static String format(Transcript transcript) {
    StringBuilder text = new StringBuilder();
    text.append(SCENARIO).append(transcript.scenario()).append('\n');
    int number = 0;
    for (Entry entry : transcript.entries()) {
      number++;
      text.append(number).append(' ').append(entry.call()).append('\n');
      text.append(OUTCOME).append(entry.outcome()).append('\n');
      entry.changes().forEach(change -> text.append(CHANGE).append(change).append('\n'));
    }
    if (transcript.end() != null) {
      text.append(END).append(transcript.end()).append('\n');
    }
    return text.toString();
  }

  /**
   * @throws RecordingException if the text is no transcript
   */
  static Transcript parse(String text, String source) {
    String scenario = null;
    String end = null;
    List<Entry> entries = new ArrayList<>();
    String call = null;
    String outcome = null;
    List<String> changes = new ArrayList<>();
    int line = 0;
    for (String current : text.lines().toList()) {
      line++;
      if (line == 1 && current.startsWith(SCENARIO)) {
        scenario = current.substring(SCENARIO.length());
      } else if (current.startsWith(OUTCOME) && call != null && outcome == null) {
        outcome = current.substring(OUTCOME.length());
      } else if (current.startsWith(CHANGE) && outcome != null) {
        changes.add(current.substring(CHANGE.length()));
      } else {
        if (outcome != null) {
          entries.add(new Entry(call, outcome, List.copyOf(changes)));
        }
        boolean isComplete = call == null || outcome != null;
        outcome = null;
        changes.clear();
        String number = (entries.size() + 1) + " ";
        if (isComplete && scenario != null && current.startsWith(END)) {
          call = null;
          end = current.substring(END.length());
        } else if (isComplete && scenario != null && end == null && current.startsWith(number)) {
          call = current.substring(number.length());
        } else {
          throw new RecordingException(source, line, "no line of a transcript: " + current);
        }
      }
    }
    if (outcome != null) {
      entries.add(new Entry(call, outcome, List.copyOf(changes)));
    } else if (call != null || scenario == null) {
      throw new RecordingException(source, line, "the transcript breaks off");
    }
    return new Transcript(scenario, List.copyOf(entries), end);
  }
}
