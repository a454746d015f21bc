package handlelab.story;

import static java.util.Map.entry;

import handlelab.api.Win32;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Numbers as text, by the name of the argument or field that they stand in; a result has the name
 * of its method. A name that is not listed means a plain number. Stateless.
 */
final class NumberText {
  private static final IntFunction<String> HANDLE_FLAGS =
      flags("HANDLE_FLAG_INHERIT", "HANDLE_FLAG_PROTECT_FROM_CLOSE");

  private static final IntFunction<String> PIPE_MODES =
      flags("PIPE_NOWAIT", "PIPE_READMODE_MESSAGE", "PIPE_TYPE_MESSAGE");

  private static final Map<String, IntFunction<String>> BY_NAME =
      Map.ofEntries(
          entry("maxMessageSize", Integer::toUnsignedString),
          entry("nextSize", constant("MAILSLOT_NO_MESSAGE")),
          entry("readTimeoutMillis", constant("MAILSLOT_WAIT_FOREVER")),
          entry("timeoutMillis", constant("INFINITE")),
          entry(
              "waitNamedPipe.timeoutMillis",
              constant("NMPWAIT_USE_DEFAULT_WAIT", "NMPWAIT_NOWAIT", "NMPWAIT_WAIT_FOREVER")),
          entry(
              "openMode",
              flags(
                  "PIPE_ACCESS_INBOUND",
                  "PIPE_ACCESS_OUTBOUND",
                  "FILE_FLAG_OVERLAPPED",
                  "FILE_FLAG_FIRST_PIPE_INSTANCE")),
          entry("pipeMode", PIPE_MODES),
          entry("setNamedPipeHandleState.mode", PIPE_MODES),
          entry("PipeState.mode", PIPE_MODES),
          entry("PipeInfo.flags", flags("PIPE_SERVER_END", "PIPE_TYPE_MESSAGE")),
          entry("queryFullProcessImageName.flags", flags("PROCESS_NAME_NATIVE")),
          entry("getFileType", constant("FILE_TYPE_UNKNOWN", "FILE_TYPE_PIPE")),
          entry("stdHandle", constant("STD_INPUT_HANDLE", "STD_OUTPUT_HANDLE", "STD_ERROR_HANDLE")),
          entry("waitForMultipleObjects", NumberText::index),
          entry("shareMode", flags("FILE_SHARE_READ", "FILE_SHARE_WRITE", "FILE_SHARE_DELETE")),
          entry(
              "creationDisposition",
              constant(
                  "CREATE_NEW",
                  "CREATE_ALWAYS",
                  "OPEN_EXISTING",
                  "OPEN_ALWAYS",
                  "TRUNCATE_EXISTING")),
          entry("flagsAndAttributes", flags("FILE_ATTRIBUTE_NORMAL", "FILE_FLAG_OVERLAPPED")),
          entry(
              "options",
              flags(
                  "DUPLICATE_CLOSE_SOURCE", "DUPLICATE_SAME_ACCESS", "DUPLICATE_SAME_ATTRIBUTES")),
          entry(
              "creationFlags",
              flags(
                  "DEBUG_PROCESS",
                  "CREATE_SUSPENDED",
                  "DETACHED_PROCESS",
                  "CREATE_NEW_CONSOLE",
                  "CREATE_NEW_PROCESS_GROUP",
                  "CREATE_NO_WINDOW")),
          entry("mask", HANDLE_FLAGS),
          entry("flags", HANDLE_FLAGS),
          entry("getHandleInformation", HANDLE_FLAGS),
          entry("getExitCodeProcess", constant("STILL_ACTIVE")),
          entry(
              "waitForSingleObject", constant("WAIT_OBJECT_0", "WAIT_TIMEOUT", "WAIT_ABANDONED")));

  private NumberText() {}

  /**
   * The name for a number whose meaning depends on where it stands, else {@code name}.
   *
   * @param owner the method or the record
   */
  static String key(String owner, String name) {
    String key = owner + "." + name;
    return BY_NAME.containsKey(key) ? key : name;
  }

  /** Which of several objects a wait has ended for. */
  private static String index(int result) {
    if (result == Win32.WAIT_TIMEOUT) {
      return "WAIT_TIMEOUT";
    }
    boolean isAbandoned = result >= Win32.WAIT_ABANDONED;
    int index = isAbandoned ? result - Win32.WAIT_ABANDONED : result;
    return (isAbandoned ? "WAIT_ABANDONED" : "WAIT_OBJECT_0") + (index == 0 ? "" : " + " + index);
  }

  static String of(String name, int number) {
    return BY_NAME.getOrDefault(name, Integer::toString).apply(number);
  }

  /** The name of a number among these constants, else the number without a sign. */
  private static IntFunction<String> constant(String... names) {
    return number -> {
      for (String name : names) {
        if (value(name) == number) {
          return name;
        }
      }
      return Integer.toUnsignedString(number);
    };
  }

  /** The names of the bits that are set; bits without a name as one number. */
  private static IntFunction<String> flags(String... names) {
    return number -> {
      List<String> parts = new ArrayList<>();
      int left = number;
      for (String name : names) {
        if ((number & value(name)) != 0) {
          parts.add(name);
          left &= ~value(name);
        }
      }
      if (left != 0) {
        parts.add("0x" + Integer.toHexString(left));
      }
      return parts.isEmpty() ? "0" : String.join(" | ", parts);
    };
  }

  private static int value(String constant) {
    try {
      return Win32.class.getField(constant).getInt(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Win32 has no constant " + constant, e);
    }
  }
}
