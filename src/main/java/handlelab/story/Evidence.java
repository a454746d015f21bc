package handlelab.story;

import java.util.Locale;

/** How well it is known what Windows does, the strongest first. */
public enum Evidence {
  /** Microsoft's documentation says so. */
  DOCUMENTED("Documented"),
  /** A public test asserts it that is run on Windows. */
  TESTED("Tested"),
  /** A recording, or a project that runs on Windows, shows it. */
  OBSERVED("Observed"),
  /** Nobody knows: an inference, or a choice of this project. An open question. */
  ASSUMED("Assumed");

  private final String word;

  Evidence(String word) {
    this.word = word;
  }

  static Evidence of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return word;
  }
}
