package handlelab.lib;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Tells of handles whose owner was forgotten without being closed, as a warning in the system's
 * log.
 *
 * <p>It does not close them: the value may have been handed on, and whoever has it would then use
 * another object. With the system property {@code handlelab.trackHandles} the warning has the stack
 * that made the owner; that costs a stack walk for each.
 */
final class Unclosed implements Runnable {
  /** Has each owner remember where it was made. */
  static final String TRACK_PROPERTY = "handlelab.trackHandles";

  private static final Cleaner CLEANER = Cleaner.create();

  /** What is done with a report; a test may set another one. */
  static volatile BiConsumer<String, Throwable> reporter =
      (message, made) ->
          System.getLogger("handlelab.lib").log(System.Logger.Level.WARNING, message, made);

  private final AtomicInteger state;
  private final String what;
  private final Throwable made;

  private Unclosed(AtomicInteger state, String what, Throwable made) {
    this.state = state;
    this.what = what;
    this.made = made;
  }

  /**
   * Watches an owner until it is closed.
   *
   * @param state the owner's, negative once it is closed
   */
  static Cleaner.Cleanable watch(Object owner, AtomicInteger state, String what) {
    Throwable made = Boolean.getBoolean(TRACK_PROPERTY) ? new Throwable("made here") : null;
    return CLEANER.register(owner, new Unclosed(state, what, made));
  }

  @Override
  public void run() {
    if (state.get() >= 0) {
      String hint = made == null ? "; -D" + TRACK_PROPERTY + "=true tells where it was made" : "";
      reporter.accept(what + " was forgotten and never closed" + hint, made);
    }
  }
}
