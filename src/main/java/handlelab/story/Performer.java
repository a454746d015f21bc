package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import java.util.List;

/**
 * One that makes calls in a story: a process by its main thread, or another thread of it.
 *
 * <p>{@link #succeeds} and the methods below it each make one step under the fact that {@link
 * Play#fact} has named: they say what it shows and what is expected, as {@link Step} explains it.
 * Most return the kernel32 to make the call on.
 */
public abstract class Performer {
  private final Performance performance;
  private final String name;

  /**
   * @param name what transcripts call it
   */
  Performer(Performance performance, String name) {
    this.performance = performance;
    this.name = name;
  }

  final Performance performance() {
    return performance;
  }

  /** What transcripts call it. */
  public final String name() {
    return name;
  }

  /** The process that it belongs to. */
  abstract Actor actor();

  /** Makes calls that are not recorded. Waits until the process runs. */
  public abstract Kernel32 unrecorded();

  /** The next call is recorded, together with what is claimed of it. */
  public final Step step(Claim claim) {
    return new Step(performance.play(), this, claim);
  }

  /** As {@link #step(Claim)}, for a fact that is none of the scenario's own. */
  public final Step step(String fact, String statement) {
    return step(Claim.of(fact, statement));
  }

  private Step shows(String statement) {
    return step(performance.play().claim(statement));
  }

  /** A step of which less is known than of its fact; {@code why} is what it rests on. */
  public final Step assumed(String statement, String why) {
    String fact = performance.play().claim(statement).fact();
    return step(new Claim(Evidence.ASSUMED, fact, statement, why));
  }

  /** A step of which more is known than of its fact; {@code where} shows it. */
  public final Step observed(String statement, String where) {
    String fact = performance.play().claim(statement).fact();
    return step(new Claim(Evidence.OBSERVED, fact, statement, where));
  }

  public final Kernel32 succeeds(String statement) {
    return shows(statement).succeeds();
  }

  public final Kernel32 fails(String statement, int... errorCodes) {
    return shows(statement).fails(errorCodes);
  }

  public final Kernel32 gives(String statement, Object expected) {
    return shows(statement).gives(expected);
  }

  public final Kernel32 givesPart(String statement, String text) {
    return shows(statement).givesPart(text);
  }

  public final Kernel32 creates(String statement) {
    return shows(statement).creates();
  }

  public final Kernel32 opensExisting(String statement) {
    return shows(statement).opensExisting();
  }

  public final Kernel32 waits(String statement) {
    return shows(statement).waits();
  }

  public final void nowGives(String statement, Object expected) {
    shows(statement).nowGives(expected);
  }

  public final void nowFails(String statement, int... errorCodes) {
    shows(statement).nowFails(errorCodes);
  }

  public final void findsAccess(String statement, Handle handle, int access) {
    shows(statement).findsAccess(handle, access);
  }

  public final void findsName(String statement, Handle handle, String name) {
    shows(statement).findsName(handle, name);
  }

  public final void findsNoRow(String statement, Handle handle) {
    shows(statement).findsNoRow(handle);
  }

  public final void findsArguments(String statement, List<String> words) {
    shows(statement).findsArguments(words);
  }
}
