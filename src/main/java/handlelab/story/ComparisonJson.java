package handlelab.story;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import handlelab.story.Comparison.Finding;
import java.util.List;
import java.util.Locale;

/** The comparison as JSON documents; {@link #SCHEMA} describes their forms. Stateless. */
public final class ComparisonJson {
  /** The resource with the JSON Schema of these documents, beside this class's package. */
  public static final String SCHEMA = "/handlelab/schema/comparison-1.json";

  private static final int VERSION = 1;
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().setPrettyPrinting().disableHtmlEscaping().create();

  private record Findings(
      String form, int version, List<Part> comparisons, List<Question> openQuestions) {}

  private record Questions(String form, int version, List<Question> openQuestions) {}

  private record Part(
      SystemLabel against, int scenarios, int steps, long faults, List<Difference> findings) {}

  private record Difference(
      String kind,
      boolean fault,
      String scenario,
      int step,
      String call,
      String simulated,
      String other,
      Statement windows,
      String reason) {}

  private record Statement(String evidence, String statement, String source) {}

  private record Question(
      String scenario,
      int step,
      String call,
      Statement windows,
      String expected,
      List<Answer> answers) {}

  private record Answer(SystemLabel system, String recording, boolean confirmed, String outcome) {}

  private ComparisonJson() {}

  /** The findings of each comparison, and the open questions. */
  public static String format(List<Comparison> comparisons, List<OpenQuestion> questions) {
    List<Part> parts =
        comparisons.stream()
            .map(
                comparison ->
                    new Part(
                        comparison.system(),
                        comparison.scenarios(),
                        comparison.steps(),
                        comparison.faults(),
                        comparison.findings().stream().map(ComparisonJson::difference).toList()))
            .toList();
    return GSON.toJson(new Findings("handlelab.comparison", VERSION, parts, questions(questions)));
  }

  /** The open questions alone. */
  public static String format(List<OpenQuestion> questions) {
    return GSON.toJson(new Questions("handlelab.open-questions", VERSION, questions(questions)));
  }

  private static Difference difference(Finding finding) {
    return new Difference(
        word(finding.kind()),
        finding.kind().isFault(),
        finding.scenario(),
        finding.step(),
        finding.call(),
        finding.simulated(),
        finding.other(),
        finding.claim() == null ? null : statement(finding.claim()),
        finding.reason());
  }

  private static Statement statement(Claim claim) {
    return new Statement(word(claim.evidence()), claim.statement(), claim.source());
  }

  private static List<Question> questions(List<OpenQuestion> questions) {
    return questions.stream()
        .map(
            question ->
                new Question(
                    question.scenario(),
                    question.step(),
                    question.call(),
                    statement(question.claim()),
                    question.expected(),
                    question.answers().stream()
                        .map(
                            answer ->
                                new Answer(
                                    answer.system(),
                                    answer.recording(),
                                    answer.isConfirmed(),
                                    answer.outcome()))
                        .toList()))
        .toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
