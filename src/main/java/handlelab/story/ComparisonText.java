package handlelab.story;

import handlelab.story.Comparison.Finding;
import handlelab.story.Comparison.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A comparison for a terminal: a summary by group, then each finding. */
public final class ComparisonText {
  private ComparisonText() {}

  /**
   * The report.
   *
   * @param played the plays on the simulated kernel that were compared
   * @param isKnownShown whether differences that the ledger explains are listed one by one
   */
  public static String format(Comparison comparison, List<Played> played, boolean isKnownShown) {
    StringBuilder text = new StringBuilder();
    text.append("simulated kernel against ").append(comparison.system()).append('\n');
    groups(comparison, played)
        .forEach(
            (group, counts) ->
                text.append(
                    String.format(
                        "  %-22s %s %s %s %s%n",
                        group,
                        padded(counts[0], 3, "scenario"),
                        padded(counts[1], 4, "step"),
                        padded(counts[2], 3, "known difference"),
                        padded(counts[3], 3, "fault").stripTrailing())));
    for (Finding finding : comparison.findings()) {
      if (finding.kind() != Kind.KNOWN || isKnownShown) {
        append(text, finding);
      }
    }
    long known = comparison.count(Kind.KNOWN);
    long answers = comparison.count(Kind.ANSWERED);
    text.append(
        String.format(
            "%s, %s compared: %s, %d unexplained%n",
            counted(comparison.scenarios(), "scenario"),
            counted(comparison.steps(), "step"),
            counted(known, "known difference"),
            comparison.faults()));
    if (answers > 0) {
      text.append(
          String.format(
              "%d assumed steps are answered otherwise by this first run on %s: no fault, until its"
                  + " recording is added%n",
              answers, comparison.system()));
    }
    return text.toString();
  }

  /** Such as {@code 1 scenario} and {@code 2 scenarios}. */
  static String counted(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** As {@link #counted}, in a column. */
  private static String padded(long number, int digits, String noun) {
    String form = "%" + digits + "d %-" + (noun.length() + 1) + "s";
    return String.format(form, number, number == 1 ? noun : noun + "s");
  }

  private static Map<String, int[]> groups(Comparison comparison, List<Played> played) {
    Map<String, int[]> groups = new TreeMap<>();
    for (Played play : played) {
      int[] counts = groups.computeIfAbsent(play.scenario().group(), group -> new int[4]);
      counts[0]++;
      counts[1] += play.transcript().entries().size();
    }
    for (Finding finding : comparison.findings()) {
      String group = finding.scenario().substring(0, finding.scenario().indexOf('/'));
      int[] counts = groups.computeIfAbsent(group, unused -> new int[4]);
      if (finding.fault()) {
        counts[3]++;
      } else if (finding.kind() == Kind.KNOWN) {
        counts[2]++;
      }
    }
    return groups;
  }

  private static void append(StringBuilder text, Finding finding) {
    text.append('\n').append(finding.kind()).append(": ");
    text.append(finding.scenario());
    if (finding.step() > 0) {
      text.append(", step ").append(finding.step());
    }
    text.append('\n');
    if (finding.call() != null) {
      text.append("  ").append(finding.call()).append('\n');
    }
    boolean isAgainstExpectation = finding.kind() == Kind.UNEXPECTED;
    text.append("  simulated: ").append(finding.simulated()).append('\n');
    text.append(isAgainstExpectation ? "  expected:  " : "  other:     ");
    text.append(finding.other()).append('\n');
    if (finding.claim() != null) {
      text.append("  ").append(finding.claim()).append('\n');
    }
    if (finding.reason() != null) {
      text.append("  reason: ").append(finding.reason()).append('\n');
    }
  }
}
