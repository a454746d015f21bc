package handlelab.story;

import handlelab.story.Ledger.Difference;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ledger as a page to read: {@code native-notes/differences.md} is made by it. */
final class DifferencesPage {
  private static final String HEAD =
      """
      # Known differences

      Where a real kernel32 that has been recorded does otherwise than the simulated kernel, which does as
      Windows does as far as the evidence goes. This page is made from
      `src/main/resources/handlelab/differences.json`; a test keeps the two the same, and the comparison fails
      on a difference that is not listed as well as on one that does not occur any more.

      """;

  private DifferencesPage() {}

  /** The page's text. */
  static String format(Ledger ledger) {
    StringBuilder page = new StringBuilder(HEAD);
    Map<String, List<Difference>> bySystem =
        ledger.differences().stream()
            .collect(
                Collectors.groupingBy(
                    difference -> difference.system() + " " + difference.version(),
                    TreeMap::new,
                    Collectors.toList()));
    bySystem.forEach(
        (system, differences) -> {
          page.append("## ").append(system).append("\n\n");
          page.append("| step | simulated | there | reason | evidence |\n");
          page.append("| --- | --- | --- | --- | --- |\n");
          differences.forEach(difference -> append(page, difference));
          page.append('\n');
        });
    return page.toString();
  }

  private static void append(StringBuilder page, Difference difference) {
    page.append("| `").append(difference.scenario()).append("` ").append(difference.step());
    cell(page, difference.simulated());
    cell(page, difference.other());
    cell(page, difference.reason());
    cell(page, difference.evidence());
    page.append(" |\n");
  }

  private static void cell(StringBuilder page, String text) {
    page.append(" | ").append(text.replace("|", "\\|"));
  }
}
