package handlelab.lib;

/** The names of local mailslots. Stateless; any thread. */
public final class MailslotNames {
  /** What every local mailslot's name begins with. */
  public static final String PREFIX = "\\\\.\\mailslot\\";

  private static final String DEVICE = "mailslot";

  private MailslotNames() {}

  /**
   * The full name: {@code name} itself if it begins with two backslashes, else {@code
   * \\.\mailslot\} and {@code name}. A name may hold backslashes; no such directory needs to exist.
   * Slashes in {@code //./mailslot/} mean backslashes, as to Windows.
   *
   * @param name a full name, or what follows the prefix
   * @return the name to call Windows with
   * @throws IllegalArgumentException if the name is surely mistyped, because it would silently name
   *     another slot: it lost a backslash, has each of them twice, or is a file's path. The message
   *     has the right spelling
   */
  public static String fullName(String name) {
    String path = name.replace('/', '\\');
    if (path.startsWith("\\\\") && !path.startsWith("\\\\\\\\")) {
      // Names of other devices and computers are for the kernel to judge.
      return name.startsWith("\\\\") ? name : path;
    }
    int start = 0;
    while (start < path.length() && (path.charAt(start) == '\\' || path.charAt(start) == '.')) {
      start++;
    }
    boolean isRooted = start > 0 && path.lastIndexOf('\\', start - 1) >= 0;
    String rest = path.substring(start);
    boolean isBelowDevice = rest.regionMatches(true, 0, DEVICE + "\\", 0, DEVICE.length() + 1);
    if (isRooted || isBelowDevice) {
      boolean hasDevice = rest.regionMatches(true, 0, DEVICE, 0, DEVICE.length());
      String slot = hasDevice ? rest.substring(DEVICE.length()) : rest;
      throw mistyped(name, slot.replaceAll("\\\\+", "\\\\").replaceAll("^\\\\", ""));
    }
    if (isDrivePath(path)) {
      throw mistyped(name, path.substring(path.lastIndexOf('\\') + 1));
    }
    return PREFIX + name;
  }

  private static boolean isDrivePath(String path) {
    return path.length() >= 2
        && Character.isLetter(path.charAt(0))
        && path.charAt(1) == ':'
        && (path.length() == 2 || path.charAt(2) == '\\');
  }

  private static IllegalArgumentException mistyped(String name, String meant) {
    String slot = meant.isEmpty() || meant.endsWith(":") ? "NAME" : meant;
    return new IllegalArgumentException(
        name + " is not the name of a mailslot; write " + slot + " or " + PREFIX + slot);
  }
}
