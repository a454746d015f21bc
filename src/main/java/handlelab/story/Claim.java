package handlelab.story;

/**
 * What Windows is said to do in one step, and who says so.
 *
 * @param fact the id of the statement in the tables of the notes, such as {@code
 *     inheritance-flag-copied}; empty for a statement that is not there
 * @param statement one sentence
 * @param source a page of Microsoft's documentation, a public test, or what the assumption rests on
 */
public record Claim(Evidence evidence, String fact, String statement, String source) {
  /** Microsoft's documentation says so; {@code page} is the function or the page's title. */
  public static Claim documented(String fact, String statement, String page) {
    return new Claim(Evidence.DOCUMENTED, fact, statement, page);
  }

  /** As above, for a statement that is in no table of the notes. */
  public static Claim documented(String statement, String page) {
    return documented("", statement, page);
  }

  /**
   * A public test asserts it that is run on Windows; {@code test} is its path in Wine or ReactOS.
   */
  public static Claim tested(String fact, String statement, String test) {
    return new Claim(Evidence.TESTED, fact, statement, test);
  }

  /** As above, for a statement that is in no table of the notes. */
  public static Claim tested(String statement, String test) {
    return tested("", statement, test);
  }

  /** A project that runs on Windows, or a recording, shows it. */
  public static Claim observed(String fact, String statement, String where) {
    return new Claim(Evidence.OBSERVED, fact, statement, where);
  }

  /** As above, for a statement that is in no table of the notes. */
  public static Claim observed(String statement, String where) {
    return observed("", statement, where);
  }

  /** Nobody knows; {@code why} says what the assumption rests on. */
  public static Claim assumed(String fact, String statement, String why) {
    return new Claim(Evidence.ASSUMED, fact, statement, why);
  }

  /** As above, for a statement that is in no table of the notes. */
  public static Claim assumed(String statement, String why) {
    return assumed("", statement, why);
  }

  @Override
  public String toString() {
    return evidence + ": " + statement + " (" + source + ")";
  }
}
