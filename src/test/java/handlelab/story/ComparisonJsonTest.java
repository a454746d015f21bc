package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.docs.ShippedSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The comparison's documents are what the shipped schema says, and the schema does say something.
 */
@Timeout(120)
class ComparisonJsonTest {
  private static ShippedSchema schema;
  private static final List<Played> played = SimulatedPlays.ALL;
  private static String findings;
  private static String questions;

  @BeforeAll
  static void compare() throws IOException {
    schema = ShippedSchema.of(ComparisonJson.class, ComparisonJson.SCHEMA);
    // Made up, to have an answer in the document; see OpenQuestionTest.
    SystemLabel madeUp = new SystemLabel("Windows", "99");
    Recording windows =
        Recording.of(
            madeUp,
            "10.0.1.2",
            "17",
            "2000-01-01",
            played.stream().map(Played::transcript).toList());
    List<OpenQuestion> open = OpenQuestion.of(played, List.of(windows));
    var scenario = new HangingScenarioTest.OwnScenario("own/new", play -> {});
    Played own = new Played(scenario, new Transcript("own/new", List.of(), null), List.of());
    List<Comparison> comparisons = new ArrayList<>();
    for (Recording recording : Recording.shipped()) {
      // Without the ledger's reasons, and with one that is stale, there are kinds of all sorts.
      for (Ledger ledger : List.of(Ledger.shipped(), new Ledger(List.of(stale(recording))))) {
        Comparison comparison = new Comparison(recording.system(), ledger, false);
        played.forEach(
            p -> comparison.add(p, recording.transcript(p.scenario().name()).orElse(null)));
        comparison.add(played.get(0), null);
        comparison.add(own, null);
        comparisons.add(comparison);
      }
    }
    findings = ComparisonJson.format(comparisons, open);
    questions = ComparisonJson.format(open);
  }

  private static Ledger.Difference stale(Recording recording) {
    SystemLabel system = recording.system();
    return new Ledger.Difference(
        played.get(0).scenario().name(),
        1,
        system.system(),
        system.version(),
        "a",
        "b",
        "c",
        "d",
        null);
  }

  @Test
  void theFindingsAreOfTheirForm() {
    schema.assertValid(findings);
    for (String kind : List.of("known", "unexplained", "stale", "missing", "unrecorded")) {
      assertTrue(findings.contains("\"kind\": \"" + kind + "\""), kind);
    }
  }

  @Test
  void theQuestionsAreOfTheirForm() {
    schema.assertValid(questions);
    assertTrue(questions.contains("\"confirmed\": true"), questions);
  }

  @Test
  void theSchemaKnowsEachKindAndEachSortOfEvidence() {
    for (Comparison.Kind kind : Comparison.Kind.values()) {
      assertTrue(
          schema.text().contains('"' + kind.name().toLowerCase(java.util.Locale.ROOT) + '"'));
    }
    for (Evidence evidence : Evidence.values()) {
      assertTrue(
          schema.text().contains('"' + evidence.name().toLowerCase(java.util.Locale.ROOT) + '"'));
    }
  }

  @Test
  void theSchemaRefuses() {
    assertNotEquals(Set.of(), schema.errors("{}"));
    schema.assertRefuses(
        findings,
        new String[][] {
          {"\"kind\": \"known\"", "\"kind\": \"guessed\""},
          {"\"version\": 1", "\"version\": 2"},
          {"\"evidence\": \"assumed\"", "\"evidence\": \"documented\""},
          {"\"fault\": false", "\"fault\": 0"},
          {"\"form\": \"handlelab.comparison\"", "\"form\": \"handlelab.open-questions\""},
          {"\"system\": \"Windows\"", "\"system\": \"Wine\""}
        });
  }
}
