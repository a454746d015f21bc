package handlelab.story;

import handlelab.api.HandleRow;
import handlelab.inspect.ObjectIdentity;
import handlelab.story.stage.Stage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names for kernel objects that stay the same from snapshot to snapshot: the address if the kernel
 * gives it, else a letter.
 *
 * <p>If letters are needed, {@code CompareObjectHandles} on duplicates in the observer process says
 * which rows point to one object; the duplicates are gone when {@link #of} returns. An object keeps
 * its letter as long as one of its rows is in both snapshots: a call between two snapshots cannot
 * empty a row and fill it again. Used by one thread.
 */
final class Labels {
  private record Place(int processId, long value) {}

  private final Stage stage;
  private Map<Place, String> known = Map.of();
  private int letters;

  Labels(Stage stage) {
    this.stage = stage;
  }

  /** The labels of the rows of one snapshot, in the rows' order. */
  Map<HandleRow, String> of(List<HandleRow> rows) {
    if (!stage.isExact()) {
      return letters(rows);
    }
    Map<HandleRow, String> labels = new LinkedHashMap<>();
    rows.forEach(row -> labels.put(row, address(row.objectAddress())));
    return labels;
  }

  static String address(long objectAddress) {
    return "0x" + Long.toHexString(objectAddress);
  }

  private Map<HandleRow, String> letters(List<HandleRow> rows) {
    IdentityHashMap<HandleRow, Integer> objects;
    try (ObjectIdentity identity = new ObjectIdentity(stage.observer())) {
      objects = identity.number(rows, row -> true);
    }
    Map<Object, String> ofObject = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (HandleRow row : rows) {
      String before = known.get(place(row));
      Object object = object(row, objects);
      if (before != null && !ofObject.containsKey(object) && taken.add(before)) {
        ofObject.put(object, before);
      }
    }
    Map<Place, String> seen = new HashMap<>();
    Map<HandleRow, String> labels = new LinkedHashMap<>();
    for (HandleRow row : rows) {
      String label = ofObject.computeIfAbsent(object(row, objects), object -> nextLetter());
      seen.put(place(row), label);
      labels.put(row, label);
    }
    known = seen;
    return labels;
  }

  /** The number of a row's object; a row that cannot be compared counts as one of its own. */
  private static Object object(HandleRow row, IdentityHashMap<HandleRow, Integer> objects) {
    Integer number = objects.get(row);
    return number == null ? place(row) : number;
  }

  private static Place place(HandleRow row) {
    return new Place(row.processId(), row.handle().value());
  }

  private String nextLetter() {
    int number = letters++;
    String letter = String.valueOf((char) ('A' + number % 26));
    return number < 26 ? letter : letter + number / 26;
  }
}
