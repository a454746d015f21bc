package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.Set;

/**
 * The name of an event, mutex or semaphore. Documented: case counts; the object lies in the session
 * ({@code Local\}, or no prefix) or is shared by all of them ({@code Global\}).
 *
 * @param text without the prefix
 */
record ObjectName(boolean isGlobal, String text) {
  private static final String GLOBAL = "Global\\";
  private static final String LOCAL = "Local\\";

  /** What lies beside the objects, and so is of another type. */
  private static final Set<String> DIRECTORIES = Set.of("Global", "Local", "Session");

  /**
   * The name for a function that creates; null for an object without a name.
   *
   * @throws Win32Exception ERROR_PATH_NOT_FOUND for a backslash in the name (Documented that it is
   *     not allowed), ERROR_BAD_PATHNAME for one at its start (Assumed), ERROR_INVALID_HANDLE for
   *     the name of a directory (Assumed), ERROR_INVALID_NAME for a NUL, as the binding of the real
   *     kernel32 refuses it
   */
  static ObjectName toCreate(String function, String name) {
    return name == null || name.isEmpty() ? null : parse(function, name);
  }

  /**
   * The name for a function that opens.
   *
   * @throws Win32Exception ERROR_INVALID_PARAMETER for null (Tested), ERROR_INVALID_HANDLE for an
   *     empty name, which is that of the directory (Assumed); else as {@link #toCreate}
   */
  static ObjectName toOpen(String function, String name) {
    if (name == null) {
      throw new Win32Exception(function, Win32Error.ERROR_INVALID_PARAMETER);
    }
    if (name.isEmpty()) {
      throw new Win32Exception(function, Win32Error.ERROR_INVALID_HANDLE);
    }
    return parse(function, name);
  }

  private static ObjectName parse(String function, String name) {
    boolean isGlobal = name.startsWith(GLOBAL);
    String text = name;
    if (isGlobal) {
      text = name.substring(GLOBAL.length());
    } else if (name.startsWith(LOCAL)) {
      text = name.substring(LOCAL.length());
    }
    if (text.indexOf('\0') >= 0) {
      throw new Win32Exception(function, Win32Error.ERROR_INVALID_NAME);
    }
    if (text.startsWith("\\")) {
      throw new Win32Exception(function, Win32Error.ERROR_BAD_PATHNAME);
    }
    if (text.isEmpty() || text.indexOf('\\') >= 0) {
      throw new Win32Exception(function, Win32Error.ERROR_PATH_NOT_FOUND);
    }
    if (DIRECTORIES.contains(text)) {
      throw new Win32Exception(function, Win32Error.ERROR_INVALID_HANDLE);
    }
    return new ObjectName(isGlobal, text);
  }

  /** The name in the object manager. Tested: session 0 has no directory of its own. */
  String objectName() {
    return (isGlobal ? "\\BaseNamedObjects\\" : "\\Sessions\\1\\BaseNamedObjects\\") + text;
  }
}
