package handlelab.story;

/** One that makes calls in a story: a process by its main thread, or another thread of it. */
public abstract class Performer {
  /** What transcripts call it. */
  public abstract String name();

  /** The next call is recorded, together with what is claimed of it. */
  public abstract Step step(Claim claim);

  /** As {@link #step}, with {@link Claim#documented(String, String, String)}. */
  public final Step documented(String fact, String statement, String page) {
    return step(Claim.documented(fact, statement, page));
  }

  /** As {@link #step}, with {@link Claim#tested(String, String, String)}. */
  public final Step tested(String fact, String statement, String test) {
    return step(Claim.tested(fact, statement, test));
  }

  /** As {@link #step}, with {@link Claim#observed(String, String, String)}. */
  public final Step observed(String fact, String statement, String where) {
    return step(Claim.observed(fact, statement, where));
  }

  /** As {@link #step}, with {@link Claim#assumed(String, String, String)}. */
  public final Step assumed(String fact, String statement, String why) {
    return step(Claim.assumed(fact, statement, why));
  }
}
