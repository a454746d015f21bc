package handlelab.story;

import java.util.List;

/**
 * How a run came out.
 *
 * @param chapters those that were begun
 * @param isStopped whether the user ended the run before its end
 */
public record TourResult(List<ChapterRun> chapters, boolean isStopped) {
  public int frames() {
    return chapters.stream().mapToInt(chapter -> chapter.frames().size()).sum();
  }

  /** How many claims came out so. */
  int claims(Frame.Verdict verdict) {
    return (int)
        chapters.stream()
            .flatMap(chapter -> chapter.frames().stream())
            .flatMap(frame -> frame.claims().stream())
            .filter(claim -> claim.verdict() == verdict)
            .count();
  }

  /** Whether nothing failed, and a run that came to its end had something to claim. */
  public boolean isGood() {
    return claims(Frame.Verdict.FAILED) == 0 && (claims(Frame.Verdict.HOLDS) > 0 || isStopped);
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
    return isStopped ? text + "; stopped before the end" : text.toString();
  }
}
