package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32Error;

/** The victim writes messages of all sizes into the mate's slot. */
final class SenderStory extends Story {
  private static final int[] SIZES = {8, 200, 0, 5_000, 70_000, 33, 4_096, 4_097, 300_000, 9};

  private Handle slot;
  private int told;

  @Override
  String title() {
    return "sender";
  }

  @Override
  void play(Cast cast) {
    slot = Slots.create(cast.mateKernel(), cast.slotName);
    Kernel32 victim = cast.enter();
    Handle client = Slots.open(victim, cast.slotName);
    for (int i = 0; i < SIZES.length; i++) {
      Slots.write(victim, client, i, SIZES[i]);
      told++;
      if (i == SIZES.length / 2) {
        victim.closeHandle(client);
        client = Slots.open(victim, cast.slotName);
      }
    }
    victim.closeHandle(client);
  }

  @Override
  void requireAftermath(Cast cast) {
    Kernel32 mate = cast.mateKernel();
    int waiting = Slots.waiting(mate, slot);
    // Of the write that was under way nobody knows; each other one is there, whole and once.
    require(waiting == told || waiting == told + 1, waiting + " messages of " + told);
    for (int i = 0; i < waiting; i++) {
      require(Slots.read(mate, slot) == i, "message " + i + " is missing");
    }
    Slots.requireFails(
        Win32Error.ERROR_ALREADY_EXISTS,
        "making a slot of a name that is taken",
        () -> cast.world.requireNameIsFree(cast.slotName));
    mate.closeHandle(slot);
    cast.world.requireNameIsFree(cast.slotName);
  }
}
