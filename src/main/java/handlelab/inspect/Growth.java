package handlelab.inspect;

import handlelab.api.HandleRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many rows of one type, or for one name, were opened and closed between two snapshots.
 *
 * @param type the object type's name
 * @param name null for all rows of the type
 * @param opened the number of rows that were opened
 * @param closed the number of rows that were closed
 */
public record Growth(String type, String name, int opened, int closed) {
  private record Key(String type, String name) {}

  /** {@return how many rows more there are; negative if there are fewer} */
  public int net() {
    return opened - closed;
  }

  /**
   * {@return the growth of each type and its names, the greatest first, without what has not grown}
   *
   * @param difference the rows that were opened and closed
   */
  public static List<Growth> of(TableDifference difference) {
    return of(difference.opened(), difference.closed());
  }

  static List<Growth> of(List<HandleRow> opened, List<HandleRow> closed) {
    Map<Key, int[]> counts = new HashMap<>();
    opened.forEach(row -> count(row, 0, counts));
    closed.forEach(row -> count(row, 1, counts));
    Map<String, Integer> ofType = new HashMap<>();
    List<Growth> growth = new ArrayList<>();
    counts.forEach(
        (key, count) -> {
          growth.add(new Growth(key.type, key.name, count[0], count[1]));
          if (key.name == null) {
            ofType.put(key.type, count[0] - count[1]);
          }
        });
    growth.removeIf(each -> each.net() == 0);
    growth.sort(
        Comparator.comparingInt((Growth each) -> -ofType.get(each.type))
            .thenComparing(Growth::type)
            .thenComparing(each -> each.name != null)
            .thenComparingInt(each -> -each.net())
            .thenComparing(each -> String.valueOf(each.name)));
    return growth;
  }

  private static void count(HandleRow row, int index, Map<Key, int[]> counts) {
    counts.computeIfAbsent(new Key(row.objectType(), null), key -> new int[2])[index]++;
    if (row.objectName() != null) {
      counts
          .computeIfAbsent(new Key(row.objectType(), row.objectName()), key -> new int[2])[index]++;
    }
  }
}
