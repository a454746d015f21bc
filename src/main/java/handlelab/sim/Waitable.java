package handlelab.sim;

import java.util.ArrayList;
import java.util.List;

/** Something that threads can wait for. Guarded by the kernel's lock. */
abstract class Waitable {
  /** The waits for it that go on, in the order in which they came. */
  private List<Wait> waits = List.of();

  /** Whether a wait for it ends at once. */
  abstract boolean isSignalled();

  /**
   * Whether a wait of this thread ends at once; differs for a mutex, which its owner gets again.
   *
   * @param thread may be null if none of the objects is a mutex
   */
  boolean isSignalledFor(ThreadObject thread) {
    return isSignalled();
  }

  /**
   * A wait of this thread takes the signal.
   *
   * @return whether it was a mutex that its owner had abandoned
   */
  boolean take(ThreadObject thread) {
    return false;
  }

  /** Called before a wait looks at it: learns of Java threads that have ended meanwhile. */
  void refresh() {}

  /** Called before a thread blocks in a wait for it. */
  void blocking() {}

  final boolean hasWaits() {
    return !waits.isEmpty();
  }

  final void add(Wait wait) {
    if (waits.isEmpty()) {
      waits = new ArrayList<>(1);
    }
    waits.add(wait);
  }

  final void remove(Wait wait) {
    waits.remove(wait);
  }

  /** It may be signalled now: satisfies the waits for it, first come, first served. */
  final void signal() {
    for (Wait wait : List.copyOf(waits)) {
      wait.satisfyIfSignalled();
    }
  }
}
