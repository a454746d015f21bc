package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.story.Comparison.Finding;
import handlelab.story.Comparison.Kind;
import handlelab.story.Transcript.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a recording of Windows would do to the open questions. The recordings here are made up from
 * the simulated kernel's own transcripts: nobody has recorded a Windows.
 */
@Timeout(120)
class OpenQuestionTest {
  private static final SystemLabel MADE_UP = SystemLabel.of("kernel32 of Windows 99 (99.0)");
  private static final SystemLabel WINE = new SystemLabel("Wine", "99.0");
  private static final Ledger EMPTY = new Ledger(List.of());

  private static Played played;
  private static int assumed;
  private static int evident;

  /** Plays a scenario in which a step with evidence comes after an assumed one. */
  @BeforeAll
  static void play() {
    for (Played each : SimulatedPlays.ALL) {
      played = each;
      assumed = first(0, true);
      evident = first(assumed, false);
      if (evident < played.judgements().size()) {
        return;
      }
    }
    throw new AssertionError("no such scenario");
  }

  /** The index of the first such step, or the number of steps. */
  private static int first(int from, boolean isAssumed) {
    int index = from;
    while (index < played.judgements().size()
        && (played.judgements().get(index).claim().evidence() == Evidence.ASSUMED) != isAssumed) {
      index++;
    }
    return index;
  }

  private static Transcript changed(int index, UnaryOperator<Entry> change) {
    return changed(played.transcript(), index, change);
  }

  private static Transcript changed(Transcript transcript, int index, UnaryOperator<Entry> change) {
    List<Entry> entries = new ArrayList<>(transcript.entries());
    entries.set(index, change.apply(entries.get(index)));
    return new Transcript(transcript.scenario(), entries, transcript.end());
  }

  private static Entry otherOutcome(Entry entry) {
    return new Entry(entry.call(), "error 4711", entry.changes());
  }

  private static Entry otherTables(Entry entry) {
    return new Entry(entry.call(), entry.outcome(), List.of("+ nobody h99 File count=7"));
  }

  private static List<OpenQuestion> questions(SystemLabel system, Transcript transcript) {
    return OpenQuestion.of(
        List.of(played),
        List.of(Recording.of(system, null, "17", "2000-01-01", List.of(transcript))));
  }

  private static List<Finding> findings(boolean isFirst, Ledger ledger, Transcript transcript) {
    Comparison comparison = new Comparison(MADE_UP, ledger, isFirst);
    comparison.add(played, transcript);
    return comparison.findings();
  }

  @Test
  void aStepWithEvidenceIsNoQuestion() {
    for (OpenQuestion question : questions(MADE_UP, played.transcript())) {
      assertEquals(Evidence.ASSUMED, question.claim().evidence());
      assertEquals(played.transcript().entries().get(question.step() - 1).call(), question.call());
    }
  }

  @Test
  void windowsConfirms() {
    List<OpenQuestion> questions = questions(MADE_UP, played.transcript());
    assertFalse(questions.isEmpty());
    questions.forEach(question -> assertTrue(question.answers().get(0).isConfirmed()));
    String text = OpenQuestion.format(questions, List.of(played));
    assertTrue(
        text.contains("confirmed by Windows 99 (99.0), Java 17, recorded 2000-01-01: "), text);
    assertTrue(text.contains(" 0 not answered by any Windows"), text);
  }

  @Test
  void windowsContradicts() {
    OpenQuestion question =
        questions(MADE_UP, changed(assumed, OpenQuestionTest::otherOutcome)).get(0);
    assertEquals(assumed + 1, question.step());
    assertFalse(question.answers().get(0).isConfirmed());
    assertEquals(MADE_UP, question.answers().get(0).system());
    assertTrue(question.answers().get(0).outcome().startsWith("error 4711"));
    String text = OpenQuestion.format(List.of(question), List.of(played));
    assertTrue(text.contains("contradicted by Windows 99 (99.0), Java 17"), text);
  }

  @Test
  void aTableAnswersAsWell() {
    OpenQuestion question =
        questions(MADE_UP, changed(assumed, OpenQuestionTest::otherTables)).get(0);
    assertFalse(question.answers().get(0).isConfirmed());
  }

  @Test
  void wineIsNoAnswer() {
    questions(WINE, played.transcript())
        .forEach(question -> assertEquals(List.of(), question.answers()));
  }

  @Test
  void anotherCallIsNoAnswer() {
    Transcript other =
        changed(assumed, entry -> new Entry("somebody else", entry.outcome(), entry.changes()));
    assertEquals(List.of(), questions(MADE_UP, other).get(0).answers());
  }

  @Test
  void noShippedRecordingAnswersAsLongAsNoneIsOfWindows() {
    List<Recording> shipped = Recording.shipped();
    List<OpenQuestion> questions = OpenQuestion.of(List.of(played), shipped);
    boolean isThereWindows = shipped.stream().anyMatch(r -> r.system().isWindows());
    questions.forEach(q -> assertEquals(isThereWindows, !q.answers().isEmpty()));
  }

  @Test
  void theFirstRunOnAWindowsAnswersAndDoesNotFail() {
    Transcript windows = changed(assumed, OpenQuestionTest::otherOutcome);
    assertEquals(List.of(Kind.ANSWERED), kinds(findings(true, EMPTY, windows)));
    assertFalse(Kind.ANSWERED.isFault());
  }

  @Test
  void aWindowsOnRecordThatContradictsIsAFaultUntilItIsExplained() {
    Transcript windows = changed(assumed, OpenQuestionTest::otherOutcome);
    List<Finding> findings = findings(false, EMPTY, windows);
    assertEquals(List.of(Kind.CONTRADICTED), kinds(findings));
    assertTrue(Kind.CONTRADICTED.isFault());
    Finding finding = findings.get(0);
    Ledger explained =
        new Ledger(
            List.of(
                new Ledger.Difference(
                    finding.scenario(),
                    finding.step(),
                    "Windows",
                    "99",
                    finding.simulated(),
                    finding.other(),
                    "reason",
                    "evidence",
                    null)));
    assertEquals(List.of(Kind.KNOWN), kinds(findings(false, explained, windows)));
  }

  @Test
  void evidenceHoldsAlsoInTheFirstRun() {
    Transcript windows = changed(evident, OpenQuestionTest::otherOutcome);
    assertEquals(List.of(Kind.UNEXPLAINED), kinds(findings(true, EMPTY, windows)));
    Transcript afterAnAnswer = changed(windows, assumed, OpenQuestionTest::otherOutcome);
    assertEquals(
        List.of(Kind.ANSWERED, Kind.UNEXPLAINED), kinds(findings(true, EMPTY, afterAnAnswer)));
  }

  @Test
  void whatFollowsFromAnAnswerIsNoFaultInTheFirstRun() {
    Transcript tables = changed(evident, OpenQuestionTest::otherTables);
    assertEquals(List.of(Kind.UNEXPLAINED), kinds(findings(true, EMPTY, tables)));
    Transcript windows = changed(tables, assumed, OpenQuestionTest::otherOutcome);
    assertEquals(List.of(Kind.ANSWERED, Kind.FOLLOWS), kinds(findings(true, EMPTY, windows)));
    assertEquals(
        List.of(Kind.CONTRADICTED, Kind.UNEXPLAINED), kinds(findings(false, EMPTY, windows)));
  }

  @Test
  void anotherSystemIsHeldToAssumptionsToo() {
    Comparison comparison = new Comparison(WINE, EMPTY, true);
    comparison.add(played, changed(assumed, OpenQuestionTest::otherOutcome));
    assertEquals(List.of(Kind.UNEXPLAINED), kinds(comparison.findings()));
  }

  private static List<Kind> kinds(List<Finding> findings) {
    return findings.stream().map(Finding::kind).toList();
  }
}
