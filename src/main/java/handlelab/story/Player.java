package handlelab.story;

import handlelab.api.Kernel32;
import java.util.function.Supplier;

/** One process of a play. */
public final class Player {
  private final Play play;
  private final String role;
  private final Supplier<Kernel32> kernel32;

  Player(Play play, String role, Supplier<Kernel32> kernel32) {
    this.play = play;
    this.role = role;
    this.kernel32 = kernel32;
  }

  /**
   * The next call of this process, and what is claimed of it: unless more is said, that it
   * succeeds.
   */
  public Step step(Claim claim) {
    return new Step(play, this, claim);
  }

  String role() {
    return role;
  }

  Kernel32 kernel32() {
    return kernel32.get();
  }
}
