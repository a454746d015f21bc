package handlelab.compare;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The scenarios on the class path: this program's, and those of its user. */
public final class Scenarios {
  private Scenarios() {}

  /** All of them, by name. */
  public static List<Scenario> all() {
    return ServiceLoader.load(Scenario.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(Scenario::name))
        .toList();
  }
}
