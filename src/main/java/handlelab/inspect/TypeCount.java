package handlelab.inspect;

import handlelab.api.HandleRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many rows of a look point to objects of one type.
 *
 * @param type the object type's name
 * @param rows all of them
 * @param inheritable how many of these a child would inherit
 * @param named how many point to an object with a name
 */
public record TypeCount(String type, int rows, int inheritable, int named) {
  /**
   * {@return one count for each type that occurs, the most frequent first, then by name}
   *
   * @param look the rows to count
   */
  public static List<TypeCount> of(TableSnapshot look) {
    Map<String, int[]> counts = new HashMap<>();
    for (ProcessTable table : look.tables()) {
      for (HandleRow row : table.rows()) {
        int[] count = counts.computeIfAbsent(row.objectType(), key -> new int[3]);
        count[0]++;
        count[1] += row.inheritable() ? 1 : 0;
        count[2] += row.objectName() == null ? 0 : 1;
      }
    }
    List<TypeCount> sorted = new ArrayList<>(counts.size());
    counts.forEach((type, count) -> sorted.add(new TypeCount(type, count[0], count[1], count[2])));
    sorted.sort(Comparator.comparingInt(TypeCount::rows).reversed().thenComparing(TypeCount::type));
    return sorted;
  }
}
