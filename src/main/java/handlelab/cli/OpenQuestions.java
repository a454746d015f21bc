package handlelab.cli;

import handlelab.compare.Evidence;
import handlelab.compare.Played;
import handlelab.compare.Transcript.Judgement;
import java.util.List;

/** The steps that rest on an assumption about Windows, to be answered by a recording of it. */
final class OpenQuestions {
  private OpenQuestions() {}

  static String format(List<Played> played) {
    StringBuilder text = new StringBuilder();
    int open = 0;
    int steps = 0;
    for (Played play : played) {
      for (int i = 0; i < play.judgements().size(); i++) {
        Judgement judgement = play.judgements().get(i);
        steps++;
        if (judgement.claim().evidence() == Evidence.ASSUMED) {
          open++;
          text.append(
              String.format(
                  "%s, step %d: %s%n  assumed: %s: %s%n  because: %s%n",
                  play.scenario().name(),
                  i + 1,
                  play.transcript().entries().get(i).call(),
                  judgement.claim().statement(),
                  judgement.expected(),
                  judgement.claim().source()));
        }
      }
    }
    return text.append(String.format("%d of %d steps are assumed%n", open, steps)).toString();
  }
}
