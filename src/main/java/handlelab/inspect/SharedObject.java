package handlelab.inspect;

import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A kernel object and the rows that point to it, over all processes that could be looked into.
 *
 * @param label the object's label, see {@link ObjectLabels}; null where nobody could tell whether
 *     other rows point to it
 * @param type the object type's name
 * @param name null where the object has none
 * @param state what it is and how it stands, in words; null if it is not known
 * @param usageCount how many rows there are, also in processes that could not be looked into
 * @param holders the rows that were found, by process id and handle value
 */
public record SharedObject(
    String label, String type, String name, String state, int usageCount, List<HandleRow> holders) {
  /** {@return how many rows were not found, because their processes could not be inspected} */
  public int unseenRows() {
    return Math.max(0, usageCount - holders.size());
  }

  /**
   * The objects that at least one wanted row points to, in the order of the look.
   *
   * @param kernel32 the looking process's own, to compare objects that have no address
   */
  static List<SharedObject> group(
      TableSnapshot look, Predicate<HandleRow> isWanted, Kernel32 kernel32, ObjectStates states) {
    List<HandleRow> rows = look.rows();
    ObjectLabels labels = ObjectLabels.of(rows, isWanted, kernel32, states);
    Map<Object, List<HandleRow>> holders = new LinkedHashMap<>();
    Map<Object, Boolean> wanted = new LinkedHashMap<>();
    for (HandleRow row : rows) {
      String label = labels.of(row);
      // Without a label a row stands alone; no label equals a list of these two.
      Object key = label == null ? List.of(row.processId(), row.handle()) : label;
      holders.computeIfAbsent(key, unused -> new ArrayList<>(2)).add(row);
      if (isWanted.test(row)) {
        wanted.put(key, true);
      }
    }
    List<SharedObject> objects = new ArrayList<>(wanted.size());
    for (Object key : wanted.keySet()) {
      List<HandleRow> found = holders.get(key);
      // Tables are read one after the other; the last row was read last.
      HandleRow last = found.get(found.size() - 1);
      objects.add(
          new SharedObject(
              key instanceof String label ? label : null,
              last.objectType(),
              last.objectName(),
              states.of(last),
              last.usageCount(),
              found));
    }
    return objects;
  }
}
