package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.inspect.AccessNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Parameters and results as a C programmer would write them. Stateless. */
final class CallText {
  private CallText() {}

  static String call(String function, Object... parameters) {
    List<String> words = new ArrayList<>();
    for (Object parameter : parameters) {
      words.add(word(parameter));
    }
    return function + "(" + String.join(", ", words) + ")";
  }

  private static String word(Object parameter) {
    if (parameter instanceof Handle handle) {
      return handle(handle);
    }
    if (parameter instanceof Boolean truth) {
      return truth ? "TRUE" : "FALSE";
    }
    return String.valueOf(parameter);
  }

  /** A handle parameter; the pseudo handles by the functions that return them. */
  static String handle(Handle handle) {
    if (handle.equals(Handle.CURRENT_PROCESS)) {
      return "GetCurrentProcess()";
    }
    if (handle.equals(Handle.CURRENT_THREAD)) {
      return "GetCurrentThread()";
    }
    return handle.equals(Handle.NULL) ? "NULL" : handle.toString();
  }

  /** A handle value that a function returned: in hexadecimal and in decimal. */
  static String value(Handle handle) {
    if (handle.equals(Handle.NULL)) {
      return "NULL";
    }
    return handle.value() < 0
        ? Long.toString(handle.value())
        : handle + " (" + handle.value() + ")";
  }

  static String quoted(String text) {
    return text == null ? "NULL" : "\"" + text + "\"";
  }

  static String readTimeout(int millis) {
    return millis == Win32.MAILSLOT_WAIT_FOREVER
        ? "MAILSLOT_WAIT_FOREVER"
        : Integer.toString(millis);
  }

  static String waitTimeout(int millis) {
    return millis == Win32.INFINITE ? "INFINITE" : Integer.toString(millis);
  }

  static String attributes(SecurityAttributes attributes) {
    if (attributes == null) {
      return "NULL";
    }
    return "&{bInheritHandle " + (attributes.inheritHandle() ? "TRUE" : "FALSE") + "}";
  }

  static String access(String type, int access) {
    return access == 0 ? "0" : AccessNames.text(type, access);
  }

  static String share(int mode) {
    return bits(mode, "FILE_SHARE_READ", 1, "FILE_SHARE_WRITE", 2, "FILE_SHARE_DELETE", 4);
  }

  static String handleFlags(int flags) {
    return bits(flags, "HANDLE_FLAG_INHERIT", 1, "HANDLE_FLAG_PROTECT_FROM_CLOSE", 2);
  }

  static String duplicateOptions(int options) {
    return bits(
        options,
        "DUPLICATE_CLOSE_SOURCE",
        Win32.DUPLICATE_CLOSE_SOURCE,
        "DUPLICATE_SAME_ACCESS",
        Win32.DUPLICATE_SAME_ACCESS,
        "DUPLICATE_SAME_ATTRIBUTES",
        Win32.DUPLICATE_SAME_ATTRIBUTES);
  }

  static String creationFlags(int flags) {
    return bits(flags, "CREATE_SUSPENDED", Win32.CREATE_SUSPENDED);
  }

  static String startup(StartupInfo startup) {
    if (startup == null || startup.inheritOnly() == null) {
      return "&si";
    }
    return startup.inheritOnly().stream()
        .map(CallText::handle)
        .collect(Collectors.joining(", ", "&si with HANDLE_LIST {", "}"));
  }

  /** Bytes as text where they are, else their number. */
  static String bytes(ByteBuffer bytes) {
    return quoted(StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
  }

  static String waitResult(int result) {
    return switch (result) {
      case Win32.WAIT_OBJECT_0 -> "WAIT_OBJECT_0";
      case Win32.WAIT_TIMEOUT -> "WAIT_TIMEOUT";
      case Win32.WAIT_ABANDONED -> "WAIT_ABANDONED";
      default -> Integer.toString(result);
    };
  }

  private static String bits(int value, Object... namesAndBits) {
    List<String> names = new ArrayList<>();
    int left = value;
    for (int i = 0; i < namesAndBits.length; i += 2) {
      int bit = (Integer) namesAndBits[i + 1];
      if ((left & bit) != 0) {
        names.add((String) namesAndBits[i]);
        left &= ~bit;
      }
    }
    if (left != 0 || names.isEmpty()) {
      names.add(left == 0 ? "0" : "0x" + Integer.toHexString(left));
    }
    return String.join(" | ", names);
  }
}
