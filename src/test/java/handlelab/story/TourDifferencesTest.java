package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.story.TourDifferences.Asked;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the tour takes from the ledger is there. */
class TourDifferencesTest {
  /** A scenario that gets another step in its middle must not lose the tour its reasons. */
  @Test
  void eachStepThatTheTourNamesIsADifferenceOfWine() {
    Map<String, String> known = of("kernel32 of Wine 10.0");
    Set<String> facts = TourDifferences.ASKED.stream().map(Asked::fact).collect(Collectors.toSet());
    assertEquals(facts, known.keySet());
    assertTrue(known.get("slot-created-inheritable").contains("bInheritHandle"), known::toString);
    assertTrue(known.get("file-handle-not-raised").contains("raised again"), known::toString);
    assertTrue(
        known.get("remote-close-needs-no-target").contains("only the source"), known::toString);
    assertTrue(
        known.get("listed-handle-must-be-inheritable").contains("cannot inherit"), known::toString);
    assertTrue(known.get("handle-listed-once-only").contains("doubles"), known::toString);
  }

  @Test
  void theSimulatedKernelAndWindowsHaveNone() {
    assertEquals(Map.of(), of("simulated kernel"));
    assertEquals(Map.of(), of("kernel32 of Windows 11 (10.0)"));
    assertEquals(
        10,
        Ledger.shipped().differences().stream().filter(TourDifferencesTest::isOfTour).count(),
        "five on each of two versions of Wine");
  }

  private static Map<String, String> of(String description) {
    return TourDifferences.of(description, Ledger.shipped());
  }

  private static boolean isOfTour(Ledger.Difference difference) {
    return TourDifferences.ASKED.stream()
        .anyMatch(
            asked ->
                asked.scenario().equals(difference.scenario())
                    && asked.step() == difference.step());
  }
}
