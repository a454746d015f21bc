package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import java.util.ArrayList;
import java.util.List;

/** The victim hands its slot on to the mate by DuplicateHandle, in all ways. */
final class HolderStory extends Story {
  private Handle own;
  private int told;
  private int written;
  private List<HandleRow> before;

  @Override
  String title() {
    return "duplicator";
  }

  @Override
  void play(Cast cast) {
    Kernel32 mate = cast.mateKernel();
    own = Slots.create(mate, cast.slotName + "\\own");
    Kernel32 victim = cast.enter();
    before = rowsOfMate(cast);
    Handle self = Handle.CURRENT_PROCESS;
    Handle slot = Slots.create(victim, cast.slotName);
    Handle client = Slots.open(victim, cast.slotName);
    Slots.write(victim, client, 0, 100);
    written++;
    Handle target = World.openProcess(victim, cast.mateId());
    Handle given = victim.duplicateHandle(self, slot, target, 0, false, Slots.SELF_OPTIONS);
    told++;
    Slots.write(victim, client, 1, 5_000);
    written++;
    require(victim.compareObjectHandles(slot, slot), "an object is itself");
    Handle taken = victim.duplicateHandle(target, own, self, 0, true, Slots.SELF_OPTIONS);
    victim.closeHandle(taken);
    int move = Win32.DUPLICATE_SAME_ACCESS | Win32.DUPLICATE_CLOSE_SOURCE;
    var unused = victim.duplicateHandle(self, slot, target, 0, true, move);
    told++;
    unused = victim.duplicateHandle(target, given, target, 0, false, Slots.SELF_OPTIONS);
    told++;
    victim.closeHandle(client);
    victim.closeHandle(target);
  }

  private static List<HandleRow> rowsOfMate(Cast cast) {
    return new ArrayList<>(cast.world.monitor.handleTables().handles(cast.mateId()));
  }

  @Override
  void requireAftermath(Cast cast) {
    Kernel32 mate = cast.mateKernel();
    if (before != null) {
      List<Handle> known = before.stream().map(HandleRow::handle).toList();
      List<Handle> got = new ArrayList<>();
      for (HandleRow row : rowsOfMate(cast)) {
        if (!known.contains(row.handle())) {
          got.add(row.handle());
        }
      }
      require(
          got.size() == told || got.size() == told + 1,
          "the mate got " + got.size() + " of " + told);
      if (!got.isEmpty()) {
        // The slot lives on, with what was in it, until its last row is closed.
        int waiting = Slots.waiting(mate, got.get(0));
        require(waiting == written || waiting == written + 1, waiting + " of " + written);
        for (int i = 0; i < waiting; i++) {
          require(Slots.read(mate, got.get(0)) == i, "message " + i + " is missing");
        }
        got.forEach(mate::closeHandle);
      }
    }
    cast.world.requireNameIsFree(cast.slotName);
    if (own != null) {
      require(Slots.waiting(mate, own) == 0, "the mate's slot has a message");
      mate.closeHandle(own);
    }
  }
}
