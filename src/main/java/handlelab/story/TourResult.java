package handlelab.story;

import java.util.EnumMap;
import java.util.Map;

/** How a run comes out, counted as it goes on. Used by one thread. */
public final class TourResult {
  private final Map<Frame.Verdict, Integer> verdicts = new EnumMap<>(Frame.Verdict.class);
  private int frames;
  private boolean stopped;

  TourResult() {}

  void count(Frame frame) {
    frames++;
    for (Frame.Check claim : frame.claims()) {
      verdicts.merge(claim.verdict(), 1, Integer::sum);
    }
  }

  void stop() {
    stopped = true;
  }

  public int frames() {
    return frames;
  }

  /** Whether the user ended the run before its end. */
  public boolean isStopped() {
    return stopped;
  }

  /** How many claims came out so. */
  int claims(Frame.Verdict verdict) {
    return verdicts.getOrDefault(verdict, 0);
  }

  /** Whether nothing failed, and a run that came to its end had something to claim. */
  public boolean isGood() {
    return claims(Frame.Verdict.FAILED) == 0 && (claims(Frame.Verdict.HOLDS) > 0 || stopped);
  }

  /** Such as {@code 120 claims: 118 hold, 2 differ as known}. */
  public String summary() {
    int held = claims(Frame.Verdict.HOLDS);
    int failed = claims(Frame.Verdict.FAILED);
    int differing = claims(Frame.Verdict.DIFFERS);
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
}
