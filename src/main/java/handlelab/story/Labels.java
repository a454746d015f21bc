package handlelab.story;

import handlelab.api.HandleRow;
import handlelab.inspect.ObjectIdentity;
import handlelab.story.stage.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

  /** The labels of the rows of one snapshot, in their order. */
  List<String> of(List<HandleRow> rows) {
    return stage.isExact() ? addresses(rows) : letters(rows);
  }

  private static List<String> addresses(List<HandleRow> rows) {
    List<String> labels = new ArrayList<>();
    for (HandleRow row : rows) {
      labels.add(address(row.objectAddress()));
    }
    return labels;
  }

  static String address(long objectAddress) {
    return "0x" + Long.toHexString(objectAddress);
  }

  private List<String> letters(List<HandleRow> rows) {
    int[] groups = group(rows);
    Map<Integer, String> ofGroup = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < groups.length; i++) {
      String before = known.get(place(rows.get(i)));
      if (before != null && !ofGroup.containsKey(groups[i]) && taken.add(before)) {
        ofGroup.put(groups[i], before);
      }
    }
    Map<Place, String> seen = new HashMap<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < groups.length; i++) {
      String label = ofGroup.computeIfAbsent(groups[i], group -> nextLetter());
      seen.put(place(rows.get(i)), label);
      labels.add(label);
    }
    known = seen;
    return labels;
  }

  private static Place place(HandleRow row) {
    return new Place(row.processId(), row.handle().value());
  }

  private String nextLetter() {
    int number = letters++;
    String letter = String.valueOf((char) ('A' + number % 26));
    return number < 26 ? letter : letter + number / 26;
  }

  /** Numbers objects; a row that cannot be compared counts as an object of its own. */
  private int[] group(List<HandleRow> rows) {
    int[] groups = new int[rows.size()];
    try (ObjectIdentity identity = new ObjectIdentity(stage.observer())) {
      for (int i = 0; i < groups.length; i++) {
        groups[i] = i;
        for (int j = 0; j < i && groups[i] == i; j++) {
          if (identity.isSame(rows.get(i), rows.get(j))) {
            groups[i] = groups[j];
          }
        }
      }
    }
    return groups;
  }
}
