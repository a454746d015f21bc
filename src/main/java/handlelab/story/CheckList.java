package handlelab.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Collects what is claimed of one frame after the other. Used by the chapter's thread. */
final class CheckList {
  private final Map<String, String> knownDifferences;
  private List<Frame.Check> checks = new ArrayList<>();

  /**
   * @param knownDifferences facts in which this kernel is known to differ from Windows, with
   *     reasons
   */
  CheckList(Map<String, String> knownDifferences) {
    this.knownDifferences = knownDifferences;
  }

  /** The claims of the frame that is being made; further claims are added to this list. */
  List<Frame.Check> ofThisFrame() {
    return checks;
  }

  void nextFrame() {
    checks = new ArrayList<>();
  }

  void add(String statement, boolean holds, String measured) {
    Frame.Verdict verdict = holds ? Frame.Verdict.HOLDS : Frame.Verdict.FAILED;
    checks.add(new Frame.Check(statement, measured, verdict, null));
  }

  /** Claims that what was measured is what was expected. */
  void equal(String statement, Object expected, Object measured) {
    boolean holds = Objects.equals(expected, measured);
    String expectation = holds ? "" : ", expected " + inWords(expected);
    add(statement, holds, inWords(measured) + expectation);
  }

  /**
   * As {@link #equal}, for a fact in which this kernel may be known to differ. A known difference
   * that does not occur is a failure, so that it cannot stay listed.
   */
  void fact(String fact, String statement, Object expected, Object measured) {
    String reason = knownDifferences.get(fact);
    if (reason == null) {
      equal(statement, expected, measured);
    } else if (Objects.equals(expected, measured)) {
      String stale = "; it is listed as a known difference, which occurs no more";
      add(statement, false, inWords(measured) + stale);
    } else {
      String outcome = inWords(measured) + ", on Windows " + inWords(expected);
      checks.add(new Frame.Check(statement, outcome, Frame.Verdict.DIFFERS, reason));
    }
  }

  private static String inWords(Object value) {
    return value instanceof Boolean truth ? (truth ? "yes" : "no") : String.valueOf(value);
  }
}
