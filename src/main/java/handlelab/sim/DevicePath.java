package handlelab.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;

/**
 * A path as {@code CreateFileW} and {@code CreateMailslotW} take it, sorted by the device that it
 * names.
 *
 * <p>Tested (ntdll path tests of Wine): slashes become backslashes, runs of them collapse, {@code
 * .} and {@code ..} are resolved but never above the prefix, dots and blanks at the end of the last
 * element are cut; after {@code \\?\} nothing of that happens.
 *
 * @param kind which device
 * @param rest what follows the device's name, without the backslash between; empty for the device
 *     itself
 */
record DevicePath(Kind kind, String rest) {
  private static final Set<String> DEVICES =
      Set.of("NUL", "CON", "CONIN$", "CONOUT$", "AUX", "PRN", "PHYSICALDRIVE0");

  enum Kind {
    MAILSLOT,
    PIPE,
    /** A device that every Windows has, such as {@code NUL}. */
    OTHER_DEVICE,
    /** A device that is not there. */
    UNKNOWN_DEVICE,
    /** Another machine, or a domain: {@code \\server\...}. */
    NETWORK,
    /** A file of a disk. */
    DISK,
    /** None: a path has no NUL; the binding of the real kernel32 refuses it, too. */
    NO_PATH
  }

  static DevicePath parse(String path) {
    if (path.indexOf('\0') >= 0) {
      return new DevicePath(Kind.NO_PATH, path);
    }
    if (path.startsWith("\\\\?\\") || path.startsWith("\\??\\")) {
      return ofDevice(path.substring(4));
    }
    if (DEVICES.contains(path.toUpperCase(Locale.ROOT))) {
      return new DevicePath(Kind.OTHER_DEVICE, "");
    }
    String unified = path.replace('/', '\\');
    if (unified.startsWith("\\\\.\\") || unified.startsWith("\\\\?\\")) {
      return ofDevice(normalised(unified.substring(4)));
    }
    return new DevicePath(unified.startsWith("\\\\") ? Kind.NETWORK : Kind.DISK, unified);
  }

  private static DevicePath ofDevice(String path) {
    int separator = path.indexOf('\\');
    String device = separator < 0 ? path : path.substring(0, separator);
    String rest = separator < 0 ? "" : path.substring(separator + 1);
    if (device.equalsIgnoreCase("mailslot")) {
      return new DevicePath(Kind.MAILSLOT, rest);
    }
    if (device.equalsIgnoreCase("pipe")) {
      return new DevicePath(Kind.PIPE, rest);
    }
    if (separator < 0 && DEVICES.contains(device.toUpperCase(Locale.ROOT))) {
      return new DevicePath(Kind.OTHER_DEVICE, rest);
    }
    if (device.matches("[A-Za-z]:")) {
      return new DevicePath(Kind.DISK, path);
    }
    if (device.equalsIgnoreCase("UNC")) {
      return new DevicePath(Kind.NETWORK, "\\\\" + rest);
    }
    return new DevicePath(Kind.UNKNOWN_DEVICE, rest);
  }

  private static String normalised(String path) {
    Deque<String> elements = new ArrayDeque<>();
    for (String element : path.split("\\\\", -1)) {
      if (element.equals("..")) {
        elements.pollLast();
      } else if (!element.isEmpty() && !element.equals(".")) {
        elements.addLast(element);
      }
    }
    boolean endsInSeparator = path.endsWith("\\") && !elements.isEmpty();
    String last = elements.isEmpty() ? "" : elements.removeLast();
    StringBuilder result = new StringBuilder();
    for (String element : elements) {
      result.append(withoutOneDot(element)).append('\\');
    }
    return result
        .append(endsInSeparator ? withoutOneDot(last) + "\\" : withoutDotsAndBlanks(last))
        .toString();
  }

  private static String withoutOneDot(String element) {
    return element.endsWith(".") ? element.substring(0, element.length() - 1) : element;
  }

  private static String withoutDotsAndBlanks(String element) {
    int end = element.length();
    while (end > 0 && (element.charAt(end - 1) == '.' || element.charAt(end - 1) == ' ')) {
      end--;
    }
    return element.substring(0, end);
  }
}
