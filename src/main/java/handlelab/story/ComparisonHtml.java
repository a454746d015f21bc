package handlelab.story;

import handlelab.story.Comparison.Finding;
import handlelab.story.Comparison.Kind;
import handlelab.story.Transcript.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Comparisons as one page that needs nothing else: a summary, and for each scenario the steps that
 * differ, the ones that agree folded in. Used once, by one thread.
 */
public final class ComparisonHtml {
  private static final String BODY_PLACE = "<!--BODY-->";

  private final List<Comparison> comparisons;
  private final StringBuilder page = new StringBuilder();

  private ComparisonHtml(List<Comparison> comparisons) {
    this.comparisons = comparisons;
  }

  /** The page's text. */
  public static String format(
      List<Comparison> comparisons, List<OpenQuestion> questions, List<Played> played) {
    ComparisonHtml html = new ComparisonHtml(comparisons);
    html.summary(questions, played);
    html.filters(played);
    played.forEach(html::scenario);
    html.questions(questions, played);
    return TourPage.resource("comparison.html").replace(BODY_PLACE, html.page.toString());
  }

  private void summary(List<OpenQuestion> questions, List<Played> played) {
    page.append("<h1>handlelab compare</h1>\n");
    page.append("<p>The simulated kernel, which does as Windows does as far as the evidence goes,");
    page.append(" against real kernels, step by step.</p>\n");
    page.append(
        "<table id=\"summary\"><thead><tr><th>against</th><th>scenarios</th><th>steps</th>");
    page.append("<th>known differences</th><th>unexplained</th></tr></thead><tbody>\n");
    for (Comparison comparison : comparisons) {
      page.append("<tr><td>").append(escaped(comparison.system().toString())).append("</td>");
      number(comparison.scenarios());
      number(comparison.steps());
      number(comparison.count(Kind.KNOWN));
      number(comparison.faults());
      page.append("</tr>\n");
    }
    page.append("</tbody></table>\n<p>").append(escaped(OpenQuestion.summary(questions, played)));
    page.append(": <a href=\"#open\">the list</a>.</p>\n");
  }

  private void number(long number) {
    page.append("<td class=\"number\">").append(number).append("</td>");
  }

  private void filters(List<Played> played) {
    page.append("<h2>The scenarios</h2>\n<div id=\"filters\">");
    filter("group", played.stream().map(play -> play.scenario().group()).distinct().toList());
    filter("system", comparisons.stream().map(each -> each.system().toString()).toList());
    filter("kind", Arrays.stream(Kind.values()).map(ComparisonHtml::word).toList());
    page.append("<button type=\"button\" id=\"all\">Open or close all</button>");
    page.append("<span id=\"shown\" role=\"status\"></span></div>\n");
    page.append(
        "<p class=\"legend\">h1, h2, ...: handles in order of appearance; (h1): one that is");
    page.append(" closed, or another process's. Below an outcome: rows of handle tables that");
    page.append(" appear (+), go (-) or change (~); count: the object's usage count.</p>\n");
  }

  private void filter(String id, List<String> values) {
    page.append("<label>").append(id).append(" <select id=\"").append(id).append("\">");
    page.append("<option value=\"\">all</option>");
    for (String value : values) {
      page.append("<option>").append(escaped(value)).append("</option>");
    }
    page.append("</select></label>\n");
  }

  private void scenario(Played play) {
    String name = play.scenario().name();
    List<Finding> all =
        comparisons.stream().flatMap(comparison -> findings(comparison, name).stream()).toList();
    boolean isFaulty = all.stream().anyMatch(finding -> finding.kind().isFault());
    page.append("<details class=\"scenario\" id=\"").append(escaped(name));
    page.append("\" data-group=\"").append(escaped(play.scenario().group())).append('"');
    page.append(isFaulty ? " open>" : ">").append("<summary><code>").append(escaped(name));
    page.append("</code><span class=\"question\">").append(escaped(play.scenario().question()));
    page.append("</span>");
    for (Comparison comparison : comparisons) {
      badge(comparison, findings(comparison, name));
    }
    page.append("</summary>\n");
    List<Integer> differ = new ArrayList<>();
    List<Integer> agree = new ArrayList<>();
    int steps = play.transcript().entries().size();
    int last = all.stream().mapToInt(Finding::step).max().orElse(0);
    for (int step = 0; step <= Math.max(steps, last); step++) {
      int number = step;
      if (all.stream().anyMatch(finding -> finding.step() == number)) {
        differ.add(step);
      } else if (step > 0) {
        agree.add(step);
      }
    }
    if (!differ.isEmpty()) {
      table(play, differ);
    }
    if (!agree.isEmpty()) {
      page.append("<details class=\"agree\"><summary>");
      page.append(agree.size() == 1 ? "1 step agrees" : agree.size() + " steps agree");
      page.append("</summary>");
      table(play, agree);
      page.append("</details>");
    }
    page.append("</details>\n");
  }

  private static List<Finding> findings(Comparison comparison, String scenario) {
    return comparison.findings().stream()
        .filter(finding -> finding.scenario().equals(scenario))
        .toList();
  }

  private void badge(Comparison comparison, List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    boolean isFaulty = findings.stream().anyMatch(finding -> finding.kind().isFault());
    page.append("<span class=\"badge").append(isFaulty ? " fault" : "").append("\">");
    page.append(escaped(comparison.system().toString())).append(": ").append(findings.size());
    page.append("</span>");
  }

  private void table(Played play, List<Integer> steps) {
    page.append("<table class=\"steps\"><thead><tr><th>step</th><th>call</th>");
    page.append("<th>simulated kernel</th>");
    for (Comparison comparison : comparisons) {
      page.append("<th>").append(escaped(comparison.system().toString())).append("</th>");
    }
    page.append("</tr></thead><tbody>\n");
    steps.forEach(step -> row(play, step));
    page.append("</tbody></table>\n");
  }

  private void row(Played play, int step) {
    List<Entry> entries = play.transcript().entries();
    Entry entry = step > 0 && step <= entries.size() ? entries.get(step - 1) : null;
    List<Finding> findings = comparisons.stream().map(each -> finding(each, play, step)).toList();
    String kinds =
        comparisons.stream()
            .filter(each -> finding(each, play, step) != null)
            .map(each -> each.system() + "=" + word(finding(each, play, step).kind()))
            .collect(Collectors.joining("|"));
    page.append(kinds.isEmpty() ? "<tr>" : "<tr data-findings=\"" + escaped(kinds) + "\">");
    page.append("<td>")
        .append(step == 0 ? "all" : step)
        .append("</td><td data-column=\"call\"><code>");
    Finding any = findings.stream().filter(Objects::nonNull).findFirst().orElse(null);
    String call = entry != null ? entry.call() : any == null ? null : any.call();
    page.append(escaped(call == null ? "" : call)).append("</code>");
    if (entry != null && step <= play.judgements().size()) {
      Claim claim = play.judgements().get(step - 1).claim();
      page.append("<span class=\"claim\">").append(escaped(claim.toString())).append("</span>");
    }
    page.append("</td><td data-column=\"simulated kernel\">");
    outcome(entry != null ? entry.summary() : any == null ? "" : any.simulated());
    page.append("</td>");
    for (int i = 0; i < findings.size(); i++) {
      cell(comparisons.get(i).system().toString(), findings.get(i));
    }
    page.append("</tr>\n");
  }

  private static Finding finding(Comparison comparison, Played play, int step) {
    return findings(comparison, play.scenario().name()).stream()
        .filter(finding -> finding.step() == step)
        .findFirst()
        .orElse(null);
  }

  private void cell(String system, Finding finding) {
    page.append("<td data-column=\"").append(escaped(system)).append('"');
    if (finding == null) {
      page.append("><span class=\"same\">the same</span></td>");
      return;
    }
    page.append(finding.kind().isFault() ? " class=\"fault\">" : ">");
    page.append("<span class=\"kind\">").append(word(finding.kind())).append("</span>");
    if (finding.kind() == Kind.UNEXPECTED) {
      page.append("expected of Windows: ");
    }
    outcome(finding.other());
    if (finding.reason() != null) {
      page.append("<span class=\"reason\">").append(escaped(finding.reason())).append("</span>");
    }
    page.append("</td>");
  }

  /** The outcome, and each change of a table on a line of its own. */
  private void outcome(String summary) {
    String type = "outcome";
    for (String part : summary.split("; (?=[+~-] )", -1)) {
      page.append("<span class=\"").append(type).append("\">").append(escaped(part));
      page.append("</span>");
      type = "changes";
    }
  }

  private void questions(List<OpenQuestion> questions, List<Played> played) {
    page.append("<h2>What is only assumed of Windows</h2>\n<details id=\"open\"><summary>");
    page.append(escaped(OpenQuestion.summary(questions, played))).append("</summary>\n");
    page.append("<table class=\"steps\"><thead><tr><th>step</th><th>call</th><th>assumed</th>");
    page.append("<th>because</th><th>answers of Windows</th></tr></thead><tbody>\n");
    for (OpenQuestion question : questions) {
      page.append("<tr><td><a href=\"#").append(escaped(question.scenario())).append("\">");
      page.append(escaped(question.scenario())).append("</a> ").append(question.step());
      page.append("</td><td data-column=\"call\"><code>").append(escaped(question.call()));
      page.append("</code></td><td data-column=\"assumed\">");
      page.append(escaped(question.claim().statement()));
      outcome(question.expected());
      page.append("</td><td data-column=\"because\">").append(escaped(question.claim().source()));
      page.append("</td><td data-column=\"answers\">");
      for (OpenQuestion.Answer answer : question.answers()) {
        page.append(answer.isConfirmed() ? "confirmed by " : "contradicted by ");
        page.append(escaped(answer.recording()));
        outcome(answer.outcome());
      }
      page.append(question.answers().isEmpty() ? "none" : "").append("</td></tr>\n");
    }
    page.append("</tbody></table></details>\n");
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
