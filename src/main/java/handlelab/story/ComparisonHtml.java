package handlelab.story;

import handlelab.story.Comparison.Finding;
import handlelab.story.Comparison.Kind;
import handlelab.story.Transcript.Entry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Comparisons as one page that needs nothing else: a summary, and for each scenario the steps that
 * differ, the ones that agree folded in. Used once, by one thread.
 */
public final class ComparisonHtml {
  private final List<Comparison> comparisons;
  private StringBuilder html = new StringBuilder();

  private ComparisonHtml(List<Comparison> comparisons) {
    this.comparisons = comparisons;
  }

  /** The page's text. */
  public static String format(
      List<Comparison> comparisons, List<OpenQuestion> questions, List<Played> played) {
    ComparisonHtml page = new ComparisonHtml(comparisons);
    page.comparisons.forEach(page::summary);
    String summary = page.take();
    page.filter("group", played.stream().map(play -> play.scenario().group()).distinct());
    page.filter("system", comparisons.stream().map(Comparison::system));
    page.filter("kind", Arrays.stream(Kind.values()));
    String filters = page.take();
    played.forEach(page::scenario);
    String scenarios = page.take();
    questions.forEach(page::question);
    return TourPage.template("comparison.html")
        .replace("<!--SUMMARY-->", summary)
        .replace("<!--FILTERS-->", filters)
        .replace("<!--OPEN-->", escaped(OpenQuestion.summary(questions, played)))
        .replace("<!--QUESTIONS-->", page.take())
        .replace("<!--SCENARIOS-->", scenarios);
  }

  /** What was added since the last time. */
  private String take() {
    String all = html.toString();
    html = new StringBuilder();
    return all;
  }

  /** Adds HTML with values in it, which are escaped. */
  private void add(String form, Object... values) {
    html.append(form.formatted(Stream.of(values).map(ComparisonHtml::escaped).toArray()));
  }

  private static String escaped(Object text) {
    return text.toString()
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private void summary(Comparison comparison) {
    add("<tr><td>%s</td>", comparison.system());
    for (long number :
        List.of(
            (long) comparison.scenarios(),
            (long) comparison.steps(),
            comparison.count(Kind.KNOWN),
            comparison.faults())) {
      add("<td class=\"number\">%s</td>", number);
    }
    add("</tr>\n");
  }

  private void filter(String id, Stream<?> values) {
    add("<label>%s <select id=\"%s\"><option value=\"\">all</option>", id, id);
    values.forEach(value -> add("<option>%s</option>", value));
    add("</select></label>\n");
  }

  private void scenario(Played play) {
    String name = play.scenario().name();
    List<List<Finding>> found =
        comparisons.stream().map(comparison -> findings(comparison, name)).toList();
    List<Finding> all = found.stream().flatMap(List::stream).toList();
    add("<details class=\"scenario\" id=\"%s\" data-group=\"%s\"", name, play.scenario().group());
    add(isFaulty(all) ? " open>" : ">");
    add("<summary><code>%s</code><span class=\"question\">", name);
    add("%s</span>", play.scenario().question());
    for (int i = 0; i < found.size(); i++) {
      if (!found.get(i).isEmpty()) {
        add("<span class=\"badge%s\">", isFaulty(found.get(i)) ? " fault" : "");
        add("%s: %s</span>", comparisons.get(i).system(), found.get(i).size());
      }
    }
    add("</summary>\n");
    List<Integer> differ = all.stream().map(Finding::step).distinct().sorted().toList();
    int steps = play.transcript().entries().size();
    List<Integer> agree =
        IntStream.rangeClosed(1, steps).boxed().filter(step -> !differ.contains(step)).toList();
    if (!differ.isEmpty()) {
      table(play, differ);
    }
    if (!agree.isEmpty()) {
      String count = agree.size() == 1 ? "1 step agrees" : agree.size() + " steps agree";
      add("<details class=\"agree\"><summary>%s</summary>", count);
      table(play, agree);
      add("</details>");
    }
    add("</details>\n");
  }

  private static List<Finding> findings(Comparison comparison, String scenario) {
    return comparison.findings().stream()
        .filter(finding -> finding.scenario().equals(scenario))
        .toList();
  }

  private static boolean isFaulty(List<Finding> findings) {
    return findings.stream().anyMatch(Finding::fault);
  }

  private void table(Played play, List<Integer> steps) {
    add("<table class=\"steps\"><thead><tr><th>step</th><th>call</th><th>simulated kernel</th>");
    comparisons.forEach(comparison -> add("<th>%s</th>", comparison.system()));
    add("</tr></thead><tbody>\n");
    steps.forEach(step -> row(play, step));
    add("</tbody></table>\n");
  }

  private void row(Played play, int step) {
    Map<SystemLabel, Finding> found = new LinkedHashMap<>();
    for (Comparison comparison : comparisons) {
      findings(comparison, play.scenario().name()).stream()
          .filter(finding -> finding.step() == step)
          .findFirst()
          .ifPresent(finding -> found.put(comparison.system(), finding));
    }
    String kinds =
        found.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue().kind())
            .collect(Collectors.joining("|"));
    add(kinds.isEmpty() ? "<tr>" : "<tr data-findings=\"%s\">", kinds);
    String call;
    String simulated;
    if (step > 0 && step <= play.transcript().entries().size()) {
      Entry entry = play.transcript().entries().get(step - 1);
      call = entry.call();
      simulated = entry.summary();
    } else {
      Finding any = found.values().iterator().next();
      call = Objects.toString(any.call(), "");
      simulated = any.simulated();
    }
    add("<td>%s</td><td data-column=\"call\">", step == 0 ? "all" : step);
    add("<code>%s</code>", call);
    if (step > 0 && step <= play.judgements().size()) {
      add("<span class=\"claim\">%s</span>", play.judgements().get(step - 1).claim());
    }
    add("</td><td data-column=\"simulated kernel\">");
    outcome(simulated);
    add("</td>");
    comparisons.forEach(each -> cell(each.system(), found.get(each.system())));
    add("</tr>\n");
  }

  private void cell(SystemLabel system, Finding finding) {
    add("<td data-column=\"%s\"", system);
    if (finding == null) {
      add("><span class=\"same\">the same</span></td>");
      return;
    }
    add(finding.fault() ? " class=\"fault\">" : ">");
    add("<span class=\"kind\">%s</span>", finding.kind());
    add(finding.kind() == Kind.UNEXPECTED ? "expected of Windows: " : "");
    outcome(finding.other());
    if (finding.reason() != null) {
      add("<span class=\"reason\">%s</span>", finding.reason());
    }
    add("</td>");
  }

  /** The outcome, and each change of a table on a line of its own. */
  private void outcome(String summary) {
    String type = "outcome";
    for (String part : summary.split("; (?=[+~-] )", -1)) {
      add("<span class=\"%s\">%s</span>", type, part);
      type = "changes";
    }
  }

  private void question(OpenQuestion question) {
    String scenario = question.scenario();
    add("<tr><td><a href=\"#%s\">%s</a> %s</td>", scenario, scenario, question.step());
    add("<td data-column=\"call\"><code>%s</code></td>", question.call());
    add("<td data-column=\"assumed\">%s", question.claim().statement());
    outcome(question.expected());
    add("</td><td data-column=\"because\">%s</td>", question.claim().source());
    add("<td data-column=\"answers\">");
    for (OpenQuestion.Answer answer : question.answers()) {
      add(answer.isConfirmed() ? "confirmed by " : "contradicted by ");
      add("%s", answer.recording());
      outcome(answer.outcome());
    }
    add(question.answers().isEmpty() ? "none</td></tr>\n" : "</td></tr>\n");
  }
}
