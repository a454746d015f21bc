package handlelab.tour;

import java.util.EnumMap;
import java.util.Map;

/**
 * How a run came out.
 *
 * @param held claims that hold
 * @param failed claims that do not
 * @param differing claims that do not hold on this kernel, which is known to differ from Windows
 *     there
 */
public record TourResult(int frames, int held, int failed, int differing) {
  /** Whether there was something to claim, and nothing failed. */
  public boolean isGood() {
    return failed == 0 && held > 0;
  }

  /** Such as {@code 120 claims: 118 hold, 2 differ as known}. */
  public String summary() {
    int all = held + failed + differing;
    StringBuilder text = new StringBuilder();
    text.append(all).append(" claims: ").append(held).append(" hold");
    if (differing > 0) {
      text.append(", ").append(differing).append(" differ from Windows as known");
    }
    if (failed > 0) {
      text.append(", ").append(failed).append(" FAILED");
    }
    return text.toString();
  }

  /** Counts as a run goes on. */
  static final class Counter {
    private int frames;
    private final Map<Claim.Verdict, Integer> verdicts = new EnumMap<>(Claim.Verdict.class);

    void count(Frame frame) {
      frames++;
      for (Claim claim : frame.claims()) {
        verdicts.merge(claim.verdict(), 1, Integer::sum);
      }
    }

    TourResult result() {
      return new TourResult(
          frames,
          verdicts.getOrDefault(Claim.Verdict.HOLDS, 0),
          verdicts.getOrDefault(Claim.Verdict.FAILED, 0),
          verdicts.getOrDefault(Claim.Verdict.DIFFERS, 0));
    }
  }
}
