package handlelab.story;

import handlelab.api.MailslotInfo;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import java.util.List;
import java.util.stream.Collectors;

/** How transcripts show what functions take and give. Stateless. */
final class Shown {
  private Shown() {}

  static String orNull(String text) {
    return text == null ? "NULL" : quoted(text);
  }

  static String quoted(String text) {
    return text.length() > 200 ? "text of " + text.length() : '"' + text + '"';
  }

  /** Words with a blank between: each in quotes, with what stands for quotes, tabs and lines. */
  static String words(List<String> words) {
    return words.stream()
        .map(
            word ->
                '"'
                    + word.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\t", "\\t")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                    + '"')
        .collect(Collectors.joining(" "));
  }

  static String timeout(int millis) {
    return " timeout=" + (millis == -1 ? "forever" : Integer.toUnsignedString(millis));
  }

  static String inherit(SecurityAttributes attributes) {
    return attributes != null && attributes.inheritHandle() ? " inherit" : "";
  }

  static String flags(int flags) {
    return switch (flags) {
      case 0 -> "no flags";
      case Win32.HANDLE_FLAG_INHERIT -> "INHERIT";
      case Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE -> "PROTECT_FROM_CLOSE";
      case 3 -> "INHERIT|PROTECT_FROM_CLOSE";
      default -> "flags " + flags;
    };
  }

  static String wait(int result) {
    return switch (result) {
      case Win32.WAIT_OBJECT_0 -> "WAIT_OBJECT_0";
      case Win32.WAIT_TIMEOUT -> "WAIT_TIMEOUT";
      default -> "wait result " + result;
    };
  }

  static String info(MailslotInfo info) {
    String next =
        info.nextSize() == MailslotInfo.NO_MESSAGE
            ? "none"
            : Integer.toUnsignedString(info.nextSize());
    return "max="
        + Integer.toUnsignedString(info.maxMessageSize())
        + " next="
        + next
        + " count="
        + info.messageCount()
        + timeout(info.readTimeoutMillis());
  }
}
