package handlelab.story;

import handlelab.api.HandleRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds what changes in the handle tables from step to step, in the rows that the story knows. A
 * process of the real kernel has many more, which come and go at any time.
 */
final class TableChanges {
  private final Performance performance;
  private Map<String, HandleRow> before = new TreeMap<>();

  TableChanges(Performance performance) {
    this.performance = performance;
  }

  /** What differs from the last look, one line each, in a fixed order. */
  List<String> next() {
    Map<String, HandleRow> now = new TreeMap<>();
    for (Actor actor : performance.actors()) {
      Set<Long> present = new HashSet<>();
      for (HandleRow row : performance.rows(actor)) {
        long value = row.handle().value();
        String key = actor.name() + " " + actor.open().get(value);
        if (!isOfAnotherHandle(row, before.get(key))) {
          present.add(value);
          now.put(key, row);
        }
      }
      actor.keepOnly(present);
    }
    List<String> changes = new ArrayList<>();
    Map<String, HandleRow> all = new TreeMap<>(before);
    all.putAll(now);
    for (String key : all.keySet()) {
      HandleRow old = before.get(key);
      HandleRow current = now.get(key);
      if (old == null) {
        changes.add("+ " + key + " " + describe(current));
      } else if (current == null) {
        changes.add("- " + key);
      } else if (!describe(old).equals(describe(current))) {
        changes.add("~ " + key + " " + describe(old) + " => " + describe(current));
      }
    }
    before = now;
    return changes;
  }

  /**
   * Tells if the value was closed and taken again, by what else the process does. As long as a
   * handle is open, neither its object nor its access changes.
   */
  private static boolean isOfAnotherHandle(HandleRow row, HandleRow before) {
    return before != null
        && !(row.objectType().equals(before.objectType())
            && row.objectAddress() == before.objectAddress()
            && row.grantedAccess() == before.grantedAccess());
  }

  /** Counts of processes and threads are left out: the system itself holds handles to them. */
  static String describe(HandleRow row) {
    String flags =
        (row.inheritable() ? " inherit" : "") + (row.protectedFromClose() ? " protected" : "");
    boolean isOfSystem = row.objectType().equals("Process") || row.objectType().equals("Thread");
    String count = isOfSystem ? "" : " count=" + row.usageCount();
    return row.objectType() + flags + count;
  }
}
