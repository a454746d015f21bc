package handlelab.story;

import java.util.EnumMap;
import java.util.Map;

/**
 * How a run came out.
 *
 * @param held claims that hold
 * @param failed claims that do not
 * @param differing claims that do not hold on this kernel, which is known to differ from Windows
 *     there
 * @param stopped whether the user ended the run before its end
 */
public record TourResult(int frames, int held, int failed, int differing, boolean stopped) {
  /** Whether nothing failed, and a run that came to its end had something to claim. */
  public boolean isGood() {
    return failed == 0 && (held > 0 || stopped);
  }

  /** Such as {@code 120 claims: 118 hold, 2 differ as known}. */
  public String summary() {
    int all = held + failed + differing;
    StringBuilder text = new StringBuilder();
    text.append(all).append(all == 1 ? " claim: " : " claims: ");
    text.append(held).append(held == 1 ? " holds" : " hold");
    if (differing > 0) {
      text.append(", ").append(differing);
      text.append(differing == 1 ? " differs" : " differ").append(" from Windows as known");
    }
    if (failed > 0) {
      text.append(", ").append(failed).append(" FAILED");
    }
    return stopped ? text + "; stopped before the end" : text.toString();
  }

  /** Counts as a run goes on. */
  static final class Counter {
    private int frames;
    private boolean stopped;
    private final Map<Check.Verdict, Integer> verdicts = new EnumMap<>(Check.Verdict.class);

    void count(Frame frame) {
      frames++;
      for (Check claim : frame.claims()) {
        verdicts.merge(claim.verdict(), 1, Integer::sum);
      }
    }

    void stop() {
      stopped = true;
    }

    boolean isStopped() {
      return stopped;
    }

    TourResult result() {
      return new TourResult(
          frames,
          verdicts.getOrDefault(Check.Verdict.HOLDS, 0),
          verdicts.getOrDefault(Check.Verdict.FAILED, 0),
          verdicts.getOrDefault(Check.Verdict.DIFFERS, 0),
          stopped);
    }
  }
}
