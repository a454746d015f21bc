package handlelab.story;

import java.util.Locale;

/** How well it is known what Windows does, the strongest first. */
public enum Evidence {
  /** Microsoft's documentation says so. */
  DOCUMENTED,
  /** A public test asserts it that is run on Windows. */
  TESTED,
  /** A recording, or a project that runs on Windows, shows it. */
  OBSERVED,
  /** Nobody knows: an inference, or a choice of this project. An open question. */
  ASSUMED;

  static Evidence of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}
