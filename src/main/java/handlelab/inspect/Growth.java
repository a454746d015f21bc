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
    Map<String, Map<String, int[]>> counts = new HashMap<>();
    opened.forEach(row -> count(row, 0, counts));
    closed.forEach(row -> count(row, 1, counts));
    Map<String, Integer> ofType = new HashMap<>();
    List<Growth> growth = new ArrayList<>();
    counts.forEach(
        (type, names) -> {
          names.forEach((name, count) -> growth.add(new Growth(type, name, count[0], count[1])));
          int[] all = names.get(null);
          ofType.put(type, all[0] - all[1]);
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

  /** Counts a row of its type and, if it has one, its name; null stands for all of the type. */
  private static void count(HandleRow row, int index, Map<String, Map<String, int[]>> counts) {
    Map<String, int[]> names = counts.computeIfAbsent(row.objectType(), type -> new HashMap<>());
    names.computeIfAbsent(null, all -> new int[2])[index]++;
    if (row.objectName() != null) {
      names.computeIfAbsent(row.objectName(), name -> new int[2])[index]++;
    }
  }
}
