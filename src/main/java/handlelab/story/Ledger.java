package handlelab.story;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The known differences between the simulated kernel, which does as Windows does, and other
 * systems.
 *
 * <p>It cannot rot: a difference that is not listed is a fault, and so is a listed one that does
 * not occur.
 */
public final class Ledger {
  private static final String SHIPPED = "/handlelab/differences.json";

  /**
   * One known difference.
   *
   * @param step the step's number, from 1
   * @param system such as {@code Wine}
   * @param version what the system's version starts with, such as {@code 10.}
   * @param simulated outcome and changes on the simulated kernel
   * @param other outcome and changes there
   * @param reason why they differ
   * @param evidence who says that Windows does as the simulated kernel does
   * @param fact the fact for which a chapter of the tour asks the same; null if none does
   */
  public record Difference(
      String scenario,
      int step,
      String system,
      String version,
      String simulated,
      String other,
      String reason,
      String evidence,
      String fact) {
    boolean isOn(SystemLabel label) {
      return system.equals(label.system()) && label.version().startsWith(version);
    }
  }

  private final List<Difference> differences;

  Ledger(List<Difference> differences) {
    this.differences = List.copyOf(differences);
  }

  /** The ledger that comes with this program. */
  public static Ledger shipped() {
    try (InputStream in = Ledger.class.getResourceAsStream(SHIPPED)) {
      Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
      return new Ledger(new Gson().fromJson(reader, new TypeToken<List<Difference>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All differences, as listed. */
  public List<Difference> differences() {
    return differences;
  }

  /** The facts for which the tour meets differences on a system, and why it differs. */
  Map<String, String> reasons(SystemLabel system) {
    return differences.stream()
        .filter(difference -> difference.fact() != null && difference.isOn(system))
        .collect(Collectors.toMap(Difference::fact, Difference::reason));
  }

  /** Those of one scenario on one system. */
  List<Difference> of(String scenario, SystemLabel system) {
    return differences.stream()
        .filter(difference -> difference.scenario().equals(scenario) && difference.isOn(system))
        .toList();
  }

  Optional<Difference> find(
      String scenario, int step, SystemLabel system, String simulated, String other) {
    return of(scenario, system).stream()
        .filter(
            difference ->
                difference.step() == step
                    && difference.simulated().equals(simulated)
                    && difference.other().equals(other))
        .findFirst();
  }
}
