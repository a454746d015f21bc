package handlelab.story;

/**
 * Something that the tour says about Windows, and what was measured.
 *
 * @param measured the outcome, as text
 * @param reason why a {@link Verdict#DIFFERS} is known, or null
 */
record Check(String text, String measured, Verdict verdict, String reason) {
  /** How a claim came out. */
  enum Verdict {
    /** As claimed. */
    HOLDS,
    /** Not as claimed, and the reason is not known. */
    FAILED,
    /** Not as claimed, and this kernel is known to differ from Windows here. */
    DIFFERS
  }
}
