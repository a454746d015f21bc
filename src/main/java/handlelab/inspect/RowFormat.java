package handlelab.inspect;

import handlelab.api.HandleRow;

/** Formats the parts of rows for text. Stateless. */
final class RowFormat {
  /** Stands for what the system does not tell. */
  static final String NONE = "-";

  private RowFormat() {}

  static String flags(HandleRow row) {
    if (row.inheritable()) {
      return row.protectedFromClose() ? "inherit,protect" : "inherit";
    }
    return row.protectedFromClose() ? "protect" : NONE;
  }

  /** An access mask as Windows tools print it: {@code 0x00120089}. */
  static String mask(int access) {
    String digits = Integer.toHexString(access);
    return "0x" + "0".repeat(8 - digits.length()) + digits;
  }

  /** A name that a terminal can be given: control characters are escaped as in Java. */
  static String name(String objectName) {
    if (objectName == null) {
      return "";
    }
    for (int i = 0; i < objectName.length(); i++) {
      if (Character.isISOControl(objectName.charAt(i))) {
        return escaped(objectName);
      }
    }
    return objectName;
  }

  private static String escaped(String objectName) {
    StringBuilder text = new StringBuilder();
    objectName
        .chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                text.append("\\u").append(Integer.toHexString(0x1_0000 | c), 1, 5);
              } else {
                text.append((char) c);
              }
            });
    return text.toString();
  }

  /** Such as {@code 1 handle} or {@code 2 handles}. */
  static String count(long number, String singular, String plural) {
    return number + " " + (number == 1 ? singular : plural);
  }
}
