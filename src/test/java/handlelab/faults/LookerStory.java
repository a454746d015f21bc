package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import java.util.Set;

/** The victim looks at many rows, which come in several frames. */
final class LookerStory extends Story {
  private static final int ROWS = 40;

  private Handle slot;

  @Override
  String title() {
    return "looker";
  }

  @Override
  void play(Cast cast) {
    slot = Slots.create(cast.mateKernel(), cast.slotName);
    Kernel32 victim = cast.enter();
    Handle first = Slots.open(victim, cast.slotName);
    Handle self = Handle.CURRENT_PROCESS;
    for (int i = 1; i < ROWS; i++) {
      var unused = victim.duplicateHandle(self, first, self, 0, i % 2 == 0, Slots.SELF_OPTIONS);
    }
    var tables = cast.victim().handleTables();
    require(tables.handles(cast.victimId()).size() == ROWS, "all rows are shown");
    require(tables.handles(cast.world.crowdId).size() == cast.world.crowdRows, "rows in pieces");
    require(tables.handles(cast.victimId(), Set.of(first.value())).size() == 1, "one row is shown");
  }

  @Override
  void requireAftermath(Cast cast) {
    cast.mateKernel().closeHandle(slot);
    cast.world.requireNameIsFree(cast.slotName);
  }
}
