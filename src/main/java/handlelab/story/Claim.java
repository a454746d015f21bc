package handlelab.story;

/**
 * What Windows is said to do in one step, and who says so.
 *
 * @param fact the id of the fact in the tables of the notes, such as {@code
 *     inheritance-flag-copied}; empty for a statement that is not there
 * @param statement one sentence
 * @param source a page of Microsoft's documentation, a public test, or what the assumption rests on
 */
public record Claim(Evidence evidence, String fact, String statement, String source) {
  /**
   * The evidence is that of the fact.
   *
   * @throws IllegalArgumentException if the notes have no such fact
   */
  static Claim of(String fact, String statement) {
    Fact known = Fact.of(fact);
    return new Claim(known.evidence(), fact, statement, known.source());
  }

  /** Microsoft's documentation says so; {@code page} is the function or the page's title. */
  public static Claim documented(String statement, String page) {
    return new Claim(Evidence.DOCUMENTED, "", statement, page);
  }

  /**
   * A public test asserts it that is run on Windows; {@code test} is its path in Wine or ReactOS.
   */
  public static Claim tested(String statement, String test) {
    return new Claim(Evidence.TESTED, "", statement, test);
  }

  /** A project that runs on Windows, or a recording, shows it. */
  public static Claim observed(String statement, String where) {
    return new Claim(Evidence.OBSERVED, "", statement, where);
  }

  /** Nobody knows; {@code why} says what the assumption rests on. */
  public static Claim assumed(String statement, String why) {
    return new Claim(Evidence.ASSUMED, "", statement, why);
  }

  @Override
  public String toString() {
    return evidence + ": " + statement + " (" + source + ")";
  }
}
