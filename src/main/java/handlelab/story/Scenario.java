package handlelab.story;

/**
 * One question about handles, asked of a kernel call by call.
 *
 * <p>A scenario has a constructor without parameters and is listed in {@code
 * META-INF/services/handlelab.story.Scenario}. It keeps no state: the same instance is played on
 * several kernels, one after the other.
 */
public interface Scenario {
  /** Group and name, such as {@code mailslot-read/empty-slot}: lower case, hyphens. */
  String name();

  /** What the scenario finds out, as a question. */
  String question();

  /**
   * Makes the calls. An unexpected outcome is recorded and does not end the play, so a call that
   * failed hands back an empty answer: {@code Handle.NULL}, 0 or null.
   */
  void play(Play play);

  /** The part of the name before the slash. */
  default String group() {
    return name().substring(0, name().indexOf('/'));
  }
}
