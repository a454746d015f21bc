package handlelab.story;

import handlelab.story.Comparison.Finding;
import java.util.List;
import java.util.Locale;

/** Comparisons as one page that needs nothing else. */
public final class ComparisonHtml {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>handlelab compare</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      article { border-left: .3rem solid #888; margin: 1rem 0; padding: .2rem 1rem; overflow-wrap: anywhere; }
      article.fault { border-color: #c33; }
      code { font: 14px/1.5 ui-monospace, monospace; }
      dt { font-weight: 600; } dd { margin: 0 0 .4rem 1rem; }
      </style></head><body>
      <h1>handlelab compare</h1>
      """;

  private ComparisonHtml() {}

  /** The page's text. */
  public static String format(
      List<Comparison> comparisons, List<OpenQuestion> questions, List<Played> played) {
    StringBuilder page = new StringBuilder(HEAD);
    for (Comparison comparison : comparisons) {
      page.append("<h2>The simulated kernel against ");
      page.append(escaped(comparison.system().toString())).append("</h2>\n<p>");
      page.append(ComparisonText.counted(comparison.scenarios(), "scenario")).append(", ");
      page.append(ComparisonText.counted(comparison.steps(), "step"));
      page.append(", ").append(comparison.faults()).append(" unexplained.</p>\n");
      comparison.findings().forEach(finding -> append(page, finding));
    }
    page.append("<h2>What is only assumed of Windows</h2>\n<p>");
    page.append(escaped(OpenQuestion.summary(questions, played))).append(".</p>\n");
    questions.forEach(question -> append(page, question));
    page.append("<h2>The scenarios</h2>\n<ul>\n");
    for (Played play : played) {
      page.append("<li><code>").append(escaped(play.scenario().name())).append("</code> ");
      page.append(escaped(play.scenario().question())).append("</li>\n");
    }
    return page.append("</ul>\n</body></html>\n").toString();
  }

  private static void append(StringBuilder page, Finding finding) {
    page.append(finding.kind().isFault() ? "<article class=\"fault\">" : "<article>");
    page.append("<h3>").append(finding.kind().name().toLowerCase(Locale.ROOT)).append(": ");
    page.append(escaped(finding.scenario()));
    page.append(finding.step() > 0 ? ", step " + finding.step() : "").append("</h3><dl>");
    entry(page, "call", finding.call());
    entry(page, "simulated", finding.simulated());
    entry(
        page, finding.kind() == Comparison.Kind.UNEXPECTED ? "expected" : "other", finding.other());
    entry(page, "Windows", finding.claim() == null ? null : finding.claim().toString());
    entry(page, "reason", finding.reason());
    page.append("</dl></article>\n");
  }

  private static void append(StringBuilder page, OpenQuestion question) {
    boolean isContradicted = question.answers().stream().anyMatch(a -> !a.isConfirmed());
    page.append(isContradicted ? "<article class=\"fault\">" : "<article>");
    page.append("<h3>").append(escaped(question.scenario()));
    page.append(", step ").append(question.step()).append("</h3><dl>");
    entry(page, "call", question.call());
    entry(page, "assumed", question.claim().statement() + ": " + question.expected());
    entry(page, "because", question.claim().source());
    for (OpenQuestion.Answer answer : question.answers()) {
      String verdict = answer.isConfirmed() ? "confirmed by " : "contradicted by ";
      entry(page, verdict + escaped(answer.recording()), answer.outcome());
    }
    page.append("</dl></article>\n");
  }

  private static void entry(StringBuilder page, String term, String text) {
    if (text != null) {
      page.append("<dt>").append(term).append("</dt><dd><code>");
      page.append(escaped(text)).append("</code></dd>");
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
