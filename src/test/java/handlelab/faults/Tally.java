package handlelab.faults;

import java.util.Map;
import java.util.TreeMap;

/** What has happened, in numbers. Any thread. */
final class Tally {
  private final Map<String, Integer> kinds = new TreeMap<>();
  private int faults;
  private long checks;

  /** One fault of this kind was survived, and this many things were checked after it. */
  synchronized void survived(String kind, int checked) {
    faults++;
    checks += checked;
    kinds.merge(kind, 1, Integer::sum);
  }

  synchronized int faults() {
    return faults;
  }

  /** Lines for a reader. */
  synchronized String text() {
    StringBuilder text = new StringBuilder();
    kinds.forEach((kind, count) -> text.append(String.format("  %6d  %s%n", count, kind)));
    return text + String.format("%d faults survived, %d checks after them%n", faults, checks);
  }
}
