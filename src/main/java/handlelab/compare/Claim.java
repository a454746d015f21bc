package handlelab.compare;

/**
 * What Windows is said to do in one step, and who says so.
 *
 * @param fact the number of the fact in the project's list of facts, 0 for one that is not there
 * @param statement one sentence
 * @param source a page of Microsoft's documentation, a public test, or what the assumption rests on
 */
public record Claim(Evidence evidence, int fact, String statement, String source) {
  /** Microsoft's documentation says so; {@code page} is the function or the page's title. */
  public static Claim documented(int fact, String statement, String page) {
    return new Claim(Evidence.DOCUMENTED, fact, statement, page);
  }

  /**
   * A public test asserts it that is run on Windows; {@code test} is its path in Wine or ReactOS.
   */
  public static Claim tested(int fact, String statement, String test) {
    return new Claim(Evidence.TESTED, fact, statement, test);
  }

  /** A project that runs on Windows, or a recording, shows it. */
  public static Claim observed(int fact, String statement, String where) {
    return new Claim(Evidence.OBSERVED, fact, statement, where);
  }

  /** Nobody knows; {@code why} says what the assumption rests on. */
  public static Claim assumed(int fact, String statement, String why) {
    return new Claim(Evidence.ASSUMED, fact, statement, why);
  }

  @Override
  public String toString() {
    return evidence + ": " + statement + " (" + source + ")";
  }
}
