package handlelab.command;

/** Finds the word that a mistyped one was probably meant to be. Stateless. */
public final class Suggestion {
  private static final int MAX_EDITS = 2;

  private Suggestion() {}

  /**
   * Says which of the known words is meant.
   *
   * @return such as {@code ; did you mean send?}, or nothing if no word is near
   */
  public static String of(String word, Iterable<String> known) {
    String nearest = null;
    int fewest = MAX_EDITS + 1;
    for (String candidate : known) {
      int edits = candidate.startsWith(word) ? 1 : edits(word, candidate);
      if (edits < fewest && edits < candidate.length() - leadingDashes(candidate) - 1) {
        nearest = candidate;
        fewest = edits;
      }
    }
    return nearest == null ? "" : "; did you mean " + nearest + "?";
  }

  private static int leadingDashes(String word) {
    return word.startsWith("--") ? 2 : 0;
  }

  /**
   * The number of characters to insert, delete or replace, or of neighbours to swap (the optimal
   * string alignment distance).
   */
  private static int edits(String from, String to) {
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replaced = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int least = Math.min(edits[i - 1][j] + 1, edits[i][j - 1] + 1);
        least = Math.min(least, edits[i - 1][j - 1] + replaced);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          least = Math.min(least, edits[i - 2][j - 2] + 1);
        }
        edits[i][j] = least;
      }
    }
    return edits[from.length()][to.length()];
  }
}
