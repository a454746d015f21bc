package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.story.Comparison.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the comparison with the shipped recordings. */
class ComparisonHtmlTest {
  @TempDir static Path folder;

  private static final List<Comparison> comparisons = new ArrayList<>();
  private static String html;
  private static Path page;
  private static Chromium chromium;

  @BeforeAll
  static void writePage() throws Exception {
    List<Played> played = SimulatedPlays.ALL;
    List<Recording> recordings = Recording.shipped();
    for (Recording recording : recordings) {
      comparisons.add(Comparison.of(played, recording));
    }
    html = ComparisonHtml.format(comparisons, OpenQuestion.of(played, recordings), played);
    page = Files.writeString(folder.resolve("comparison.html"), html);
    var program = Chromium.find();
    if (program.isPresent()) {
      chromium = Chromium.start(program.get());
    }
  }

  @AfterAll
  static void endChromium() throws Exception {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void page_namesEachSystemAndEachReason() {
    for (Comparison comparison : comparisons) {
      assertTrue(html.contains("<th>" + comparison.system() + "</th>"));
      for (Finding finding : comparison.findings()) {
        String reason = finding.reason().replace("&", "&amp;").replace("\"", "&quot;");
        assertTrue(html.contains(reason), reason);
      }
    }
    assertFalse(html.contains("<th>other</th>"));
  }

  /** What a reader sees, in a browser. */
  @Nested
  class InABrowser {
    @BeforeEach
    void open() {
      Assumptions.assumeTrue(chromium != null, "no Chromium on this machine");
      chromium.open(page);
    }

    @Test
    void page_isShortUntilScenariosAreOpened() {
      for (int width : List.of(390, 1280)) {
        chromium.viewport(width, 900);
        chromium.open(page);
        int height = number("document.documentElement.scrollHeight");
        assertTrue(height < 100 * Scenarios.all().size(), "high: " + height + " of " + width);
        assertTrue(number("document.documentElement.scrollWidth") <= width);
      }
      assertEquals(List.of(), chromium.complaints());
    }

    @Test
    void filter_bySystem_opensWhatDiffersThere() {
      choose("system", "Wine 8.0");
      long differing =
          comparisons.stream()
              .filter(comparison -> comparison.system().version().equals("8.0"))
              .flatMap(comparison -> comparison.findings().stream())
              .map(Finding::scenario)
              .distinct()
              .count();
      assertEquals(
          differing, number("document.querySelectorAll('.scenario:not([hidden])').length"));
      assertEquals(differing, number("document.querySelectorAll('.scenario[open]').length"));
    }

    @Test
    void filter_byGroupAndKind_hidesTheRest() {
      choose("group", "duplicate");
      long duplicate =
          Scenarios.all().stream()
              .filter(scenario -> scenario.name().startsWith("duplicate/"))
              .count();
      assertTrue(duplicate > 1);
      assertEquals(
          duplicate, number("document.querySelectorAll('.scenario:not([hidden])').length"));
      choose("kind", "unexplained");
      assertEquals(0, number("document.querySelectorAll('.scenario:not([hidden])').length"));
    }

    @Test
    void agreeingSteps_areFoldedIn() {
      int steps = number("document.querySelectorAll('#duplicate\\\\/access .agree tr').length");
      assertTrue(steps > 5);
      assertEquals(0, number("document.querySelectorAll('.agree[open]').length"));
    }
  }

  private static void choose(String filter, String value) {
    var unused =
        chromium.evaluate(
            "(() => { const select = document.getElementById('"
                + filter
                + "'); select.value = '"
                + value
                + "'; select.dispatchEvent(new Event('change')); return ''; })()");
  }

  private static int number(String expression) {
    return chromium.evaluate(expression).getAsInt();
  }
}
