package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.story.Comparison.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ComparisonTest {
  private final List<Played> simulated = SimulatedPlays.ALL;

  @Test
  void eachDifferenceToARecordingIsInTheLedgerAndEachInTheLedgerOccurs() {
    List<Recording> recordings = Recording.shipped();
    assertFalse(recordings.isEmpty());
    for (Recording recording : recordings) {
      Comparison comparison = Comparison.of(simulated, recording);
      assertEquals(
          List.of(),
          comparison.findings().stream().filter(finding -> finding.kind().isFault()).toList());
    }
  }

  @Test
  void theLedgerGivesReasonAndEvidenceForSystemsThatHaveBeenRecorded() {
    List<SystemLabel> recorded = Recording.shipped().stream().map(Recording::system).toList();
    for (Ledger.Difference difference : Ledger.shipped().differences()) {
      assertTrue(recorded.stream().anyMatch(difference::isOn), difference::toString);
      assertFalse(difference.reason().isBlank(), difference::toString);
      assertFalse(difference.evidence().isBlank(), difference::toString);
    }
  }

  @Test
  void aTranscriptIsTheSameAfterWritingAndReading() {
    for (Played played : simulated) {
      String text = played.transcript().format();
      assertEquals(played.transcript(), Transcript.parse(text, "test"));
    }
  }

  @Test
  void atLeastAHundredAndFiftyFactsAreSteps() {
    Set<String> facts = new HashSet<>();
    for (Played played : simulated) {
      played.judgements().forEach(judgement -> facts.add(judgement.claim().fact()));
    }
    facts.remove("");
    assertTrue(facts.size() >= 150, () -> facts.size() + " facts");
  }

  @Test
  void claims_haveAnEvidenceOfTheirFact() {
    for (Played played : simulated) {
      for (Transcript.Judgement judgement : played.judgements()) {
        Claim claim = judgement.claim();
        Fact fact = Fact.of(claim.fact());
        assertTrue(
            claim.evidence() == fact.evidence()
                || fact.source().contains(claim.evidence().toString()),
            () -> played.scenario().name() + ": " + claim);
      }
    }
  }

  @Test
  void aStaleEntryAndAnUnlistedDifferenceAreFaults() {
    Played played = simulated.get(0);
    SystemLabel nowhere = new SystemLabel("Nowhere", "1");
    var stale =
        new Ledger.Difference(
            played.scenario().name(), 1, "Nowhere", "1", "a", "b", "reason", "evidence", null);
    Comparison comparison = new Comparison(nowhere, new Ledger(List.of(stale)), false);
    comparison.add(played, played.transcript());
    assertEquals(
        List.of(Kind.STALE), comparison.findings().stream().map(Comparison.Finding::kind).toList());
    Comparison shorter = new Comparison(nowhere, new Ledger(List.of()), false);
    List<Transcript.Entry> entries = played.transcript().entries();
    shorter.add(
        played,
        new Transcript(
            played.scenario().name(), entries.subList(0, entries.size() - 1), "no answer"));
    assertEquals(
        List.of(Kind.UNEXPLAINED, Kind.UNEXPLAINED),
        shorter.findings().stream().map(Comparison.Finding::kind).toList());
  }

  /** Rewrites the page with {@code -Dhandlelab.rewrite=true}. */
  @Test
  void thePageOfDifferencesIsMadeFromTheLedger() throws IOException {
    Path page = Path.of("native-notes", "differences.md");
    String made = DifferencesPage.format(Ledger.shipped());
    if (Boolean.getBoolean("handlelab.rewrite")) {
      Files.writeString(page, made);
    }
    assertEquals(made, Files.readString(page));
  }
}
