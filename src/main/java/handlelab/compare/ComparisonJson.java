package handlelab.compare;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.List;

/** Comparisons as one JSON document: form {@code handlelab-comparison}, version 1. */
public final class ComparisonJson {
  private record Document(String format, int version, List<Part> comparisons) {}

  private record Part(
      SystemLabel against,
      int scenarios,
      int steps,
      long faults,
      List<Comparison.Finding> findings) {}

  private ComparisonJson() {}

  /** The document's text. */
  public static String format(List<Comparison> comparisons) {
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
    Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    return gson.toJson(new Document("handlelab-comparison", 1, parts));
  }
}
