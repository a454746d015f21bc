package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * The name of a mailslot below {@code \\.\mailslot\}. Documented: case does not count, and
 * backslashes make pseudo-directories that need not exist.
 *
 * @param text as its creator wrote it
 */
record MailslotName(String text) {
  /** Tested: NT takes a whole path of 65,532 bytes and refuses 65,534. */
  private static final int MAX_PATH_CHARS = 65_532 / 2 - "\\??\\mailslot\\".length();

  MailslotName {
    if (text.length() > MAX_PATH_CHARS) {
      throw new IllegalArgumentException("longer than a path of NT");
    }
  }

  /**
   * The name that {@code CreateMailslotW} is asked to make.
   *
   * @throws Win32Exception ERROR_PATH_NOT_FOUND for null (Tested), an empty or blank path or a
   *     device that is not there; ERROR_INVALID_NAME for a path of a disk (Tested), of pipes or of
   *     another machine, for the mailslot device itself (Assumed), and for a name that is too long
   *     or has a NUL
   */
  static MailslotName toCreate(String path) {
    if (path == null || path.isBlank()) {
      throw new Win32Exception("CreateMailslotW", Win32Error.ERROR_PATH_NOT_FOUND);
    }
    DevicePath device = DevicePath.parse(path);
    if (device.kind() == DevicePath.Kind.UNKNOWN_DEVICE) {
      throw new Win32Exception("CreateMailslotW", Win32Error.ERROR_PATH_NOT_FOUND);
    }
    if (device.kind() != DevicePath.Kind.MAILSLOT
        || device.rest().isEmpty()
        || device.rest().length() > MAX_PATH_CHARS) {
      throw new Win32Exception("CreateMailslotW", Win32Error.ERROR_INVALID_NAME);
    }
    return new MailslotName(device.rest());
  }

  /**
   * The name that {@code CreateFileW} is asked to open, or null for the mailslot device itself.
   *
   * @throws Win32Exception ERROR_PATH_NOT_FOUND for null, an empty path, or a device that is not
   *     there; ERROR_REMOTE_MAILSLOTS_DEPRECATED for another machine's mailslot, as Windows 11 24H2
   *     has it by default; ERROR_BAD_NETPATH for its other shares
   * @throws UnsupportedOperationException for a file, a pipe, and a device that Windows has
   */
  static MailslotName toOpen(String path) {
    if (path == null || path.isBlank()) {
      throw new Win32Exception("CreateFileW", Win32Error.ERROR_PATH_NOT_FOUND);
    }
    DevicePath device = DevicePath.parse(path);
    return switch (device.kind()) {
      case MAILSLOT -> toOpenLocal(device.rest());
      case NO_PATH -> throw notOpened(Win32Error.ERROR_INVALID_NAME);
      case PIPE -> throw notSimulated(path, "device of pipes");
      case OTHER_DEVICE -> throw notSimulated(path, "consoles and devices");
      case DISK -> throw notSimulated(path, "files");
      case UNKNOWN_DEVICE ->
          throw notOpened(
              device.rest().isEmpty()
                  ? Win32Error.ERROR_FILE_NOT_FOUND
                  : Win32Error.ERROR_PATH_NOT_FOUND);
      case NETWORK ->
          throw notOpened(
              UpperCase.of(device.rest()).matches("\\\\\\\\[^\\\\]+\\\\MAILSLOT\\\\.*")
                  ? Win32Error.ERROR_REMOTE_MAILSLOTS_DEPRECATED
                  : Win32Error.ERROR_BAD_NETPATH);
    };
  }

  private static UnsupportedOperationException notSimulated(String path, String what) {
    return new UnsupportedOperationException(
        "CreateFileW of "
            + path
            + " is not simulated: this kernel has no "
            + what
            + ". It opens mailslots and pipes, by names such as \\\\.\\mailslot\\name");
  }

  private static MailslotName toOpenLocal(String rest) {
    if (rest.length() > MAX_PATH_CHARS) {
      throw notOpened(Win32Error.ERROR_INVALID_NAME);
    }
    return rest.isEmpty() ? null : new MailslotName(rest);
  }

  private static Win32Exception notOpened(int errorCode) {
    return new Win32Exception("CreateFileW", errorCode);
  }

  /** The name in the object manager. */
  String objectName() {
    return "\\Device\\Mailslot\\" + text;
  }

  /** What all names of the same slot have in common. */
  String key() {
    return UpperCase.of(text);
  }
}
