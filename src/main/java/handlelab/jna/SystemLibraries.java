package handlelab.jna;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The libraries of Windows whose functions open and close handles. Another library may export a
 * function of the same name, which has nothing to do with handles of the kernel. Thread-safe.
 */
final class SystemLibraries {
  private static final Pattern AROUND_NAME =
      Pattern.compile("^.*[/\\\\]|\\.dll$", Pattern.CASE_INSENSITIVE);

  /** How JNA names the library whose functions are looked for in all that are loaded. */
  private static final String WHOLE_PROCESS = "<process>";

  private static final String SETS_OF_WINDOWS = "api-ms-win-";

  private static volatile Set<String> names =
      Set.of("kernel32", "kernelbase", "advapi32", "ntdll", "ws2_32", "wsock32", WHOLE_PROCESS);

  private SystemLibraries() {}

  /** The names of the libraries. */
  static Set<String> names() {
    return names;
  }

  /** Sets others instead, for tests on systems without them. */
  static void replace(List<String> others) {
    names = Set.copyOf(others);
  }

  /**
   * Whether a library is one of them.
   *
   * @param nameOrPath as JNA has it
   */
  static boolean contains(String nameOrPath) {
    if (names.contains(nameOrPath)) {
      return true;
    }
    String name = AROUND_NAME.matcher(nameOrPath).replaceAll("").toLowerCase(Locale.ROOT);
    return names.contains(name) || name.startsWith(SETS_OF_WINDOWS);
  }
}
