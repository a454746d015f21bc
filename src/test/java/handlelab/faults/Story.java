package handlelab.faults;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import java.util.List;

/**
 * What a process was doing when it was lost. An object plays once: it remembers what the victim had
 * been told before, because that must still be true.
 */
abstract class Story {
  /** The exit code of a process whose end nobody has told. */
  static final int UNKNOWN_EXIT_CODE = 1;

  /** Who the victim is, in a word. */
  abstract String title();

  /**
   * Plays to the end, or until a call of the victim's fails because its line is cut. Calls of the
   * mate's never fail.
   */
  abstract void play(Cast cast) throws Exception;

  /** Checks what is left where only one connection of the victim was cut, and not its life line. */
  void requireVictimGoesOn(Cast cast) {
    Kernel32 victim = cast.victim().kernel32();
    String name = cast.slotName + "\\again";
    Handle slot = Slots.create(victim, name);
    Handle client = Slots.open(cast.mateKernel(), name);
    Slots.write(cast.mateKernel(), client, 1, 300);
    Slots.require(Slots.read(victim, slot) == 1, "another message");
    victim.closeHandle(slot);
    cast.mateKernel().closeHandle(client);
  }

  /** Checks what is left of the victim's work; its process has ended. */
  abstract void requireAftermath(Cast cast);

  /** The victim's line has been cut: whatever else a kill ends, ends now. */
  void killed(Cast cast) {
    // Most have nothing else.
  }

  /** Waits until no process is left but the residents and the mate. */
  void awaitGone(Cast cast, long start) {
    cast.world.awaitProcesses(
        "the dead process is gone",
        start,
        List.of(cast.mateId()),
        List.of(cast.victimId()),
        () -> {});
  }

  /** Whether its pieces come in the same order each time. */
  boolean isInOrder() {
    return true;
  }

  /** The exit codes with which the victim may have ended. */
  List<Integer> exitCodes() {
    return List.of(UNKNOWN_EXIT_CODE);
  }
}
