package handlelab.mail;

import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.util.Locale;

/** Which kernel a command uses: what its option says, or the environment, or the system. */
public final class BackendChoice {
  /** The environment variable that chooses where no option does. */
  public static final String VARIABLE = "HANDLELAB_BACKEND";

  private BackendChoice() {}

  /**
   * The kind that a command shall open.
   *
   * @param option {@code real} or {@code simulated}; null or empty where the user gave none
   * @throws UsageException where option or variable says something else
   */
  public static BackendKind of(String option) {
    if (option != null && !option.isEmpty()) {
      return parse("--backend", option);
    }
    String variable = System.getenv(VARIABLE);
    return variable == null || variable.isEmpty()
        ? Backends.defaultKind()
        : parse(VARIABLE, variable);
  }

  private static BackendKind parse(String source, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "real" -> BackendKind.REAL;
      case "simulated" -> BackendKind.SIMULATED;
      default -> throw new UsageException(source + " is real or simulated, not " + text);
    };
  }
}
