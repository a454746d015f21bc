package handlelab.real;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The text that {@code lpEnvironment} points to: {@code NAME=value} with a NUL behind each, sorted
 * by name, and one more NUL.
 *
 * <p>Source: Microsoft Learn, "Changing Environment Variables": sorted without regard to case, in
 * Unicode order, without regard to locale.
 */
final class EnvironmentBlock {
  private EnvironmentBlock() {}

  /**
   * The block, with its terminating NULs.
   *
   * @throws Win32Exception {@code ERROR_INVALID_PARAMETER} if a name is empty or has a {@code =}
   *     behind its first character, or if a name or value is null or has a NUL: the child would see
   *     other variables than the caller means
   */
  static String of(Map<String, String> environment) {
    List<String> names = new ArrayList<>(environment.keySet());
    for (String name : names) {
      if (!isName(name) || !isValue(environment.get(name))) {
        throw new Win32Exception("CreateProcessW", Win32Error.ERROR_INVALID_PARAMETER);
      }
    }
    names.sort(EnvironmentBlock::compareUpperCase);
    StringBuilder block = new StringBuilder();
    for (String name : names) {
      block.append(name).append('=').append(environment.get(name)).append('\0');
    }
    // An empty block still ends with two NULs.
    return block.append(names.isEmpty() ? "\0\0" : "\0").toString();
  }

  private static boolean isName(String name) {
    // cmd.exe keeps a directory for each drive in variables such as "=C:".
    return name != null
        && !name.isEmpty()
        && name.indexOf('=', 1) < 0
        && !name.equals("=")
        && isValue(name);
  }

  private static boolean isValue(String value) {
    return value != null && value.indexOf('\0') < 0;
  }

  /** Upper case decides: {@code _} stands behind all letters, not before the small ones. */
  private static int compareUpperCase(String first, String second) {
    int shorter = Math.min(first.length(), second.length());
    for (int i = 0; i < shorter; i++) {
      int order =
          Character.compare(
              Character.toUpperCase(first.charAt(i)), Character.toUpperCase(second.charAt(i)));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(first.length(), second.length());
  }
}
