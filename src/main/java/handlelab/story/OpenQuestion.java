package handlelab.story;

import com.google.gson.annotations.SerializedName;
import handlelab.story.Transcript.Entry;
import handlelab.story.Transcript.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step for which it is not known what Windows does, so that the simulated kernel does what is
 * assumed. Recordings of Windows answer it; those of any other system do not count. In this form it
 * stands in the JSON document.
 *
 * @param step the step's number, from 1
 * @param claim what is assumed, and what the assumption rests on
 * @param expected what the assumption makes of this call
 * @param answers one of each Windows that is on record, in the recordings' order
 */
public record OpenQuestion(
    String scenario,
    int step,
    String call,
    @SerializedName("windows") Claim claim,
    String expected,
    List<Answer> answers) {

  /**
   * What a Windows did there.
   *
   * @param recording which system, with which Java, when
   * @param isConfirmed whether outcome and tables are those of the simulated kernel
   * @param outcome outcome and changes there
   */
  public record Answer(
      SystemLabel system,
      String recording,
      @SerializedName("confirmed") boolean isConfirmed,
      String outcome) {}

  /** The open questions of these plays on the simulated kernel, with their answers. */
  public static List<OpenQuestion> of(List<Played> simulated, List<Recording> recordings) {
    List<Recording> witnesses =
        recordings.stream().filter(recording -> recording.system().isWindows()).toList();
    List<OpenQuestion> questions = new ArrayList<>();
    for (Played played : simulated) {
      String scenario = played.scenario().name();
      for (int i = 0; i < played.judgements().size(); i++) {
        Judgement judgement = played.judgements().get(i);
        if (judgement.claim().evidence() == Evidence.ASSUMED) {
          Entry entry = played.transcript().entries().get(i);
          questions.add(
              new OpenQuestion(
                  scenario,
                  i + 1,
                  entry.call(),
                  judgement.claim(),
                  judgement.expected(),
                  answers(scenario, i, entry, witnesses)));
        }
      }
    }
    return questions;
  }

  private static List<Answer> answers(
      String scenario, int index, Entry simulated, List<Recording> witnesses) {
    List<Answer> answers = new ArrayList<>();
    for (Recording witness : witnesses) {
      Optional<Transcript> transcript = witness.transcript(scenario);
      if (transcript.isEmpty() || transcript.get().entries().size() <= index) {
        continue;
      }
      Entry entry = transcript.get().entries().get(index);
      // Another call is another question: the scenario went another way there, or was changed
      // since.
      if (entry.call().equals(simulated.call())) {
        answers.add(
            new Answer(
                witness.system(), witness.description(), entry.equals(simulated), entry.summary()));
      }
    }
    return answers;
  }

  /** The questions for a terminal, and a line that counts them. */
  public static String format(List<OpenQuestion> questions, List<Played> simulated) {
    StringBuilder text = new StringBuilder();
    for (OpenQuestion question : questions) {
      text.append(question.scenario()).append(", step ").append(question.step());
      text.append(": ").append(question.call());
      text.append("\n  assumed: ").append(question.claim().statement());
      text.append(": ").append(question.expected());
      text.append("\n  because: ").append(question.claim().source()).append('\n');
      for (Answer answer : question.answers()) {
        text.append(answer.isConfirmed() ? "  confirmed by " : "  contradicted by ");
        text.append(answer.recording()).append(": ").append(answer.outcome()).append('\n');
      }
    }
    return text.append(summary(questions, simulated)).append('\n').toString();
  }

  /** How many there are, and how they were answered, in one line. */
  public static String summary(List<OpenQuestion> questions, List<Played> simulated) {
    int steps = simulated.stream().mapToInt(played -> played.judgements().size()).sum();
    long answered = questions.stream().filter(question -> !question.answers().isEmpty()).count();
    long contradicted =
        questions.stream()
            .filter(question -> question.answers().stream().anyMatch(a -> !a.isConfirmed()))
            .count();
    return String.format(
        "%d of %d steps are assumed: %d not answered by any Windows, %d confirmed, %d contradicted",
        questions.size(),
        steps,
        questions.size() - answered,
        answered - contradicted,
        contradicted);
  }
}
