package handlelab.sim;

import handlelab.api.Win32;
import handlelab.sim.Thing.OfThread;
import java.util.List;

/** A wait of the reference model: for one thing or several, for any or all of them. */
final class PendingWait {
  private final List<? extends Thing> things;
  private final OfThread thread;
  private final boolean isForAll;

  /** What the call returns if it ends now. */
  int result = Win32.WAIT_TIMEOUT;

  PendingWait(OfThread thread, boolean isForAll, List<? extends Thing> things) {
    this.things = things;
    this.thread = thread;
    this.isForAll = isForAll;
    satisfyIfSignalled();
    if (result == Win32.WAIT_TIMEOUT) {
      things.forEach(thing -> thing.waits.add(this));
      thread.process.waits.add(this);
    }
  }

  void satisfyIfSignalled() {
    if (result != Win32.WAIT_TIMEOUT) {
      return;
    }
    if (isForAll) {
      if (things.stream().allMatch(thing -> thing.isSignalled(thread))) {
        boolean isAbandoned = false;
        for (Thing thing : things) {
          isAbandoned |= thing.take(thread);
        }
        end(isAbandoned ? Win32.WAIT_ABANDONED : 0);
      }
      return;
    }
    for (int index = 0; index < things.size(); index++) {
      if (things.get(index).isSignalled(thread)) {
        end(things.get(index).take(thread) ? Win32.WAIT_ABANDONED + index : index);
        return;
      }
    }
  }

  private void end(int with) {
    result = with;
    end();
  }

  /** Nobody waits any more. */
  void end() {
    things.forEach(thing -> thing.waits.remove(this));
    thread.process.waits.remove(this);
  }
}
