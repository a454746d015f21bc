package handlelab.command;

import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.util.Locale;

/** Which kernel a command uses, by its option, the environment, or the system. Stateless. */
public final class BackendChoice {
  /** The option of a command. */
  public static final String OPTION = "--backend";

  /** The environment variable that chooses if no option does. */
  public static final String VARIABLE = "HANDLELAB_BACKEND";

  private BackendChoice() {}

  /** The kind of kernel that a command shall open. */
  public static BackendKind of(Arguments arguments) {
    return of(arguments.value(OPTION));
  }

  /**
   * The kind of kernel that a command shall open.
   *
   * @param option {@code real} or {@code simulated}; null or empty if there is no option
   * @throws UsageException if the option or the variable says something else
   */
  public static BackendKind of(String option) {
    if (option != null && !option.isEmpty()) {
      return parse(OPTION, option);
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
