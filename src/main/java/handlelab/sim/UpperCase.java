package handlelab.sim;

/**
 * How NT compares names without regard to case: it maps each letter by its own table, and only
 * letters that map back.
 *
 * <p>Observed: since Windows 7 the kernel's table has one-to-one mappings only; the others, such as
 * that of the final sigma, moved to the linguistic tables (Michael Kaplan, "CASING", 2009-07-30).
 * So the dotless i, the long s or the micro sign are letters of their own. Wine 10's table is the
 * same. Java's table has the mappings of Unicode, from which those that do not map back are left
 * out here.
 */
final class UpperCase {
  static String of(String text) {
    char[] mapped = text.toCharArray();
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = of(mapped[i]);
    }
    return new String(mapped);
  }

  private static char of(char letter) {
    char upper = Character.toUpperCase(letter);
    return Character.toLowerCase(upper) == letter ? upper : letter;
  }

  private UpperCase() {}
}
