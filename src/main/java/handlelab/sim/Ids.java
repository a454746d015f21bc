package handlelab.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The ids of processes and threads, drawn from one sequence. Tested: they are multiples of four.
 * Guarded by the kernel's lock.
 */
final class Ids {
  private static final int FIRST = 1000;
  private static final int STEP = 4;

  /** Which free id is reused; null if none is. */
  private final Random reuse;

  private final List<Integer> free = new ArrayList<>();
  private int next = FIRST;

  private Ids(Random reuse) {
    this.reuse = reuse;
  }

  /** Each id is used once, so that a run on one thread always shows the same numbers. */
  static Ids neverReused() {
    return new Ids(null);
  }

  /** An id is used again soon after its process or thread is forgotten. */
  static Ids reused(long seed) {
    return new Ids(new Random(seed));
  }

  int next() {
    if (!free.isEmpty()) {
      return free.remove(reuse.nextInt(free.size()));
    }
    int id = next;
    next += STEP;
    return id;
  }

  void free(int id) {
    if (reuse != null) {
      free.add(id);
    }
  }
}
