package handlelab.inspect;

import handlelab.api.HandleRow;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Which rows are to be shown.
 *
 * @param type the object type's name, case does not count; null for every type
 * @param nameFragment a part of the object's name, or a path such as {@code C:\x}, case does not
 *     count; null for every row, named or not
 * @param inheritableOnly leaves out rows that a child would not inherit
 */
public record RowFilter(String type, String nameFragment, boolean inheritableOnly)
    implements Predicate<HandleRow> {
  /** Lets every row through. */
  public static final RowFilter ALL = new RowFilter(null, null, false);

  /** {@return whether every row is wanted} */
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
    return name != null && (contains(name, nameFragment) || isOfPath(name));
  }

  /**
   * Tells if the name is the kernel's for a path as people write it: {@code C:\x} is {@code
   * \??\C:\x}, which contains it, or {@code \Device\HarddiskVolume3\x}, of whatever volume; and
   * {@code \\.\pipe\x} is {@code \Device\NamedPipe\x}.
   */
  private boolean isOfPath(String name) {
    if (nameFragment.matches("[A-Za-z]:[\\\\/].+")) {
      String onVolume = nameFragment.substring(2).replace('/', '\\');
      boolean isOnVolume =
          contains(name, "\\Device\\HarddiskVolume") && fold(name).endsWith(fold(onVolume));
      return isOnVolume || contains(name, nameFragment.replace('/', '\\'));
    }
    if (nameFragment.regionMatches(true, 0, "\\\\.\\pipe\\", 0, 9)) {
      return contains(name, "\\Device\\NamedPipe\\" + nameFragment.substring(9));
    }
    return nameFragment.regionMatches(true, 0, "\\\\.\\", 0, 4)
        && contains(name, "\\Device\\" + nameFragment.substring(4));
  }

  private static boolean contains(String name, String part) {
    // Upper case first, as NT compares names; lower case then, for letters with two lower forms.
    return fold(name).contains(fold(part));
  }

  private static String fold(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
