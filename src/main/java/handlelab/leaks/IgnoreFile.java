package handlelab.leaks;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The sites that a user knows and does not want reported: a signature in each line, and a comment
 * after {@code #}. Stateless.
 */
public final class IgnoreFile {
  private IgnoreFile() {}

  /**
   * {@return the signatures of a file}
   *
   * @param text the file's content
   * @throws IllegalArgumentException if a line is no signature
   */
  public static Set<String> parse(String text) {
    Set<String> signatures = new LinkedHashSet<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String word = line.replaceFirst("#.*", "").strip();
      if (word.matches("[0-9a-f]{8}")) {
        signatures.add(word);
      } else if (!word.isEmpty()) {
        throw new IllegalArgumentException("line " + number + " is no signature: " + word);
      }
    }
    return signatures;
  }
}
