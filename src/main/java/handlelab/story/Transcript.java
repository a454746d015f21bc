package handlelab.story;

import java.util.List;

/**
 * What one play of a scenario showed.
 *
 * @param end null if the play came to its end, else what stopped it
 */
public record Transcript(String scenario, List<Entry> entries, String end) {
  /**
   * One step.
   *
   * @param call who calls what, with values renamed
   * @param outcome what the call gave, or its error
   * @param changes what changed in the handle tables around it, one line each
   */
  public record Entry(String call, String outcome, List<String> changes) {
    /** Outcome and changes in one line. */
    public String summary() {
      return changes.isEmpty() ? outcome : outcome + "; " + String.join("; ", changes);
    }
  }

  /**
   * One step with what was expected of it; only a play has this, a recording does not.
   *
   * @param isAsExpected whether the outcome was what Windows is expected to do
   */
  public record Judgement(Claim claim, Expectation expectation, boolean isAsExpected) {
    /** What Windows is expected to do, in words. */
    public String expected() {
      return expectation.toString();
    }
  }
}
