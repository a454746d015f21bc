package handlelab.inspect;

import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Names for the objects of one look: two rows have the same label if, and only if, they point to
 * the same object.
 *
 * <p>Where the kernel tells addresses, a label is the address, such as {@code 0x2400}, and means
 * the same in the next look. Where it does not, it is a number in order of appearance, such as
 * {@code #1}, and means nothing outside this look; which rows belong together is then found by
 * {@code CompareObjectHandles} on duplicates in the looking process. A row that could not be
 * compared has no label. The objects' states are here, too. Immutable.
 */
public final class ObjectLabels {
  private final IdentityHashMap<HandleRow, String> numbered;

  private final ObjectStates states;

  private ObjectLabels(IdentityHashMap<HandleRow, String> numbered, ObjectStates states) {
    this.numbered = numbered;
    this.states = states;
  }

  /** Labels that know addresses only, for a look at rows that nobody can compare any more. */
  static ObjectLabels addressesOnly() {
    return addressesOnly(ObjectStates.UNKNOWN);
  }

  static ObjectLabels addressesOnly(ObjectStates states) {
    return new ObjectLabels(new IdentityHashMap<>(), states);
  }

  /**
   * @param rows one look's rows
   * @param isWanted which of them need a label; the others get one only where they share an object
   *     with these or where that costs nothing
   * @param kernel32 the looking process's own
   */
  static ObjectLabels of(
      List<HandleRow> rows, Predicate<HandleRow> isWanted, Kernel32 kernel32, ObjectStates states) {
    List<HandleRow> withoutAddress = new ArrayList<>();
    for (HandleRow row : rows) {
      if (row.objectAddress() == 0) {
        withoutAddress.add(row);
      }
    }
    if (withoutAddress.isEmpty()) {
      return addressesOnly(states);
    }
    IdentityHashMap<HandleRow, Integer> groups;
    try (ObjectIdentity identity = new ObjectIdentity(kernel32)) {
      groups = identity.number(withoutAddress, isWanted);
    }
    Map<Integer, String> names = new HashMap<>();
    IdentityHashMap<HandleRow, String> numbered = new IdentityHashMap<>();
    for (HandleRow row : withoutAddress) {
      Integer group = groups.get(row);
      if (group != null) {
        numbered.put(row, names.computeIfAbsent(group, key -> "#" + (names.size() + 1)));
      }
    }
    return new ObjectLabels(numbered, states);
  }

  /** {@return the states of the look's objects} */
  public ObjectStates states() {
    return states;
  }

  /**
   * {@return the label of a row's object; null if the row could not be compared}
   *
   * @param row of the look that the labels were made for: the very same instance
   */
  public String of(HandleRow row) {
    return row.objectAddress() != 0
        ? "0x" + Long.toHexString(row.objectAddress())
        : numbered.get(row);
  }
}
