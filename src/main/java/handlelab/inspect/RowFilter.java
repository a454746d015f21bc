package handlelab.inspect;

import handlelab.api.HandleRow;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Which rows somebody wants to see.
 *
 * @param type the object type's name, case does not count; null for every type
 * @param nameFragment a part of the object's name, case does not count; null for every row, named
 *     or not
 * @param inheritableOnly leaves out rows that a child would not inherit
 */
public record RowFilter(String type, String nameFragment, boolean inheritableOnly)
    implements Predicate<HandleRow> {
  public static final RowFilter ALL = new RowFilter(null, null, false);

  /** Whether every row is wanted. */
  public boolean isEmpty() {
    return type == null && nameFragment == null && !inheritableOnly;
  }

  @Override
  public boolean test(HandleRow row) {
    return (!inheritableOnly || row.inheritable())
        && (type == null || type.equalsIgnoreCase(row.objectType()))
        && (nameFragment == null || containsFragment(row.objectName()));
  }

  private boolean containsFragment(String name) {
    // Upper case first, as NT compares names; lower case then, for letters with two lower forms.
    return name != null && fold(name).contains(fold(nameFragment));
  }

  private static String fold(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
