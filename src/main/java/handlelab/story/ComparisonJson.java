package handlelab.story;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import handlelab.story.Comparison.Finding;
import java.util.List;
import java.util.Locale;

/** The comparison as JSON documents; {@link #SCHEMA} describes their forms. Stateless. */
public final class ComparisonJson {
  /** The resource with the JSON Schema of these documents, beside this class's package. */
  public static final String SCHEMA = "/handlelab/schema/comparison-1.json";

  private static final int VERSION = 1;
  private static final JsonSerializer<Enum<?>> LOWER_CASE =
      (constant, type, context) -> new JsonPrimitive(constant.name().toLowerCase(Locale.ROOT));
  private static final JsonSerializer<Claim> CLAIM =
      (claim, type, context) ->
          context.serialize(new Statement(claim.evidence(), claim.statement(), claim.source()));
  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeHierarchyAdapter(Enum.class, LOWER_CASE)
          .registerTypeAdapter(Claim.class, CLAIM)
          .serializeNulls()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .create();

  private record Findings(
      String form, int version, List<Part> comparisons, List<OpenQuestion> openQuestions) {}

  private record Questions(String form, int version, List<OpenQuestion> openQuestions) {}

  private record Part(
      SystemLabel against, int scenarios, int steps, long faults, List<Finding> findings) {}

  private record Statement(Evidence evidence, String statement, String source) {}

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
                        comparison.findings()))
            .toList();
    return GSON.toJson(new Findings("handlelab.comparison", VERSION, parts, questions));
  }

  /** The open questions alone. */
  public static String format(List<OpenQuestion> questions) {
    return GSON.toJson(new Questions("handlelab.open-questions", VERSION, questions));
  }
}
