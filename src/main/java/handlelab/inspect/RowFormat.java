package handlelab.inspect;

import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Formats the parts of rows for text. Stateless. */
final class RowFormat {
  /** Stands for what the system does not tell. */
  static final String NONE = "-";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private RowFormat() {}

  static String flags(HandleRow row) {
    if (row.inheritable()) {
      return row.protectedFromClose() ? "inherit,protect" : "inherit";
    }
    return row.protectedFromClose() ? "protect" : NONE;
  }

  /** An access mask as Windows tools print it: {@code 0x00120089}. */
  static String mask(int access) {
    return "0x" + HexFormat.of().toHexDigits(access);
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

  /** Such as {@code \Device\NamedPipe\x (server end, listening)}; empty if neither is known. */
  static String nameAndState(HandleRow row, ObjectStates states) {
    String name = name(row.objectName());
    String state = states.of(row);
    return state == null ? name : name + (name.isEmpty() ? "(" : " (") + state + ")";
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

  /** Such as {@code java.exe}. */
  static String image(ProcessDetails process) {
    return process.imageName() == null ? NONE : name(process.imageName());
  }

  /** Such as {@code java.exe (started 2026-11-22 12:00:00)}. */
  static String started(ProcessDetails process) {
    return image(process)
        + (process.startTime() == null ? "" : " (started " + time(process.startTime()) + ")");
  }

  /** A time of this system's zone, such as {@code 2026-11-22 12:00:00}. */
  static String time(Instant time) {
    return time == null ? NONE : TIME.format(time);
  }

  /**
   * A process in one line, such as {@code 1008 java.exe, parent 1000, host process 30234, started
   * 2026-11-22 12:00:00, suspended}; what is not known is left out.
   */
  static String process(ProcessDetails process) {
    StringBuilder text = new StringBuilder().append(process.processId());
    if (process.imageName() != null) {
      text.append(' ').append(name(process.imageName()));
    }
    if (process.parentProcessId() != 0) {
      text.append(", parent ").append(process.parentProcessId());
    }
    if (process.hostProcessId() != 0) {
      text.append(", host process ").append(process.hostProcessId());
    }
    if (process.startTime() != null) {
      text.append(", started ").append(time(process.startTime()));
    }
    return text.append(process.isSuspended() ? ", suspended" : "").toString();
  }

  /** Such as {@code 1 handle} or {@code 2 handles}. */
  static String count(long number, String singular, String plural) {
    return number + " " + (number == 1 ? singular : plural);
  }
}
