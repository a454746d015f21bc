package handlelab.cli;

/**
 * The subcommands that picocli parses, by name. Stateless.
 *
 * <p>They stand apart from {@link Main}, because the verifier loads all of them together: {@code
 * send} and {@code receive} shall not pay for that.
 */
final class Commands {
  private Commands() {}

  /** The command of this name, or null. */
  static PicocliCommand named(String name) {
    return switch (name) {
      case "inherited" -> new InheritedCommand();
      case "compare" -> new CompareCommand();
      case "demo" -> new DemoCommand();
      case "tour" -> new TourCommand();
      default -> null;
    };
  }
}
