package handlelab.story;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a learner can predict of a frame: the rows that appear or go, and the usage counts that
 * change. Stateless.
 */
final class Prediction {
  private static final Pattern ROWS = Pattern.compile("([+-])\\s*(\\d*)\\s*([A-Za-z][\\w.]*)?");

  private Prediction() {}

  /** Tells if there is something to predict: a call, and a table before it. */
  static boolean isPossible(Frame frame) {
    return frame.call() != null
        && frame.picture() == null
        && frame.tables().stream().anyMatch(table -> table.stateBefore() != null);
  }

  /** The rows that appear and go, such as {@code +1 child.exe -2 parent.exe}, or {@code none}. */
  static String rows(Frame frame) {
    StringBuilder text = new StringBuilder();
    rowsByProcess(frame)
        .forEach(
            (process, count) ->
                text.append(process.charAt(0))
                    .append(count)
                    .append(' ')
                    .append(process.substring(1))
                    .append(' '));
    return text.isEmpty() ? "none" : text.toString().strip();
  }

  /** Sign and process to the number of rows. */
  private static Map<String, Integer> rowsByProcess(Frame frame) {
    Map<String, Integer> rows = new LinkedHashMap<>();
    for (Frame.Table table : frame.tables()) {
      long appear = table.after().stream().filter(row -> row.mark() == Frame.Mark.NEW).count();
      long go = table.before().stream().filter(row -> row.mark() == Frame.Mark.GONE).count();
      if (appear > 0) {
        rows.merge("+" + table.process(), (int) appear, Integer::sum);
      }
      if (go > 0) {
        rows.merge("-" + table.process(), (int) go, Integer::sum);
      }
    }
    return rows;
  }

  /** The objects whose usage count changes and that were there before, with their new counts. */
  static Map<String, Integer> counts(Frame frame) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Frame.KernelObject object : frame.objects()) {
      if (object.thereBefore() && object.usageBefore() != object.usageAfter()) {
        counts.put(object.label(), object.usageAfter());
      }
    }
    return counts;
  }

  /**
   * Tells if an answer names these rows: {@code +}, {@code -} or both, each with a number if it is
   * not 1, and with the start of a process's name if the learner wants to say more. Empty or {@code
   * none} means none.
   */
  static boolean hasRows(Frame frame, String answer) {
    Map<String, Integer> right = rowsByProcess(frame);
    Map<String, Integer> said = new TreeMap<>();
    Matcher matcher = ROWS.matcher(answer);
    boolean hasNames = false;
    while (matcher.find()) {
      int number = matcher.group(2).isEmpty() ? 1 : Integer.parseInt(matcher.group(2));
      String name = matcher.group(3) == null ? "" : matcher.group(3);
      hasNames |= !name.isEmpty();
      said.merge(matcher.group(1) + name, number, Integer::sum);
    }
    Map<String, Integer> expected = new TreeMap<>();
    right.forEach(
        (process, number) -> {
          String key =
              said.keySet().stream()
                  .filter(name -> name.length() > 1 && process.startsWith(name))
                  .findFirst()
                  .orElse(process);
          expected.merge(key, number, Integer::sum);
        });
    return said.equals(hasNames ? expected : bySign(right));
  }

  private static Map<String, Integer> bySign(Map<String, Integer> rows) {
    Map<String, Integer> signs = new TreeMap<>();
    rows.forEach((process, number) -> signs.merge(process.substring(0, 1), number, Integer::sum));
    return signs;
  }

  /** Tells if an answer names the objects of {@link #counts}, in any order. */
  static boolean hasCounts(Frame frame, String answer) {
    Set<String> said = new HashSet<>();
    for (String word : answer.toLowerCase(Locale.ROOT).split("[\\s,]+", -1)) {
      if (!word.isEmpty() && !word.equals("none")) {
        said.add(word);
      }
    }
    Set<String> changed = new HashSet<>();
    counts(frame).keySet().forEach(label -> changed.add(label.toLowerCase(Locale.ROOT)));
    return said.equals(changed);
  }
}
