package handlelab.real;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The duplicates whose name query hangs: handles of this process that are the looker's own and stay
 * until the query returns. A look leaves them out of the table and out of the usage counts. Any
 * thread may call.
 */
final class StuckDuplicates {
  private final Set<Long> values = ConcurrentHashMap.newKeySet();

  void add(long duplicate) {
    values.add(duplicate);
  }

  void remove(long duplicate) {
    values.remove(duplicate);
  }

  Set<Long> copy() {
    return Set.copyOf(values);
  }

  /** How many of them are handles of the same object as {@code handle}. */
  int withObjectOf(long handle) {
    int count = 0;
    for (long duplicate : values) {
      if (RealKernel32.isSameObject(duplicate, handle)) {
        count++;
      }
    }
    return count;
  }
}
