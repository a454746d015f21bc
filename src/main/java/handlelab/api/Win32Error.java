package handlelab.api;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;

/** The error codes of {@code winerror.h} that this project meets, and their names. */
public final class Win32Error {
  public static final int ERROR_SUCCESS = 0;
  public static final int ERROR_INVALID_FUNCTION = 1;
  public static final int ERROR_FILE_NOT_FOUND = 2;
  public static final int ERROR_PATH_NOT_FOUND = 3;
  public static final int ERROR_ACCESS_DENIED = 5;
  public static final int ERROR_INVALID_HANDLE = 6;
  public static final int ERROR_NOT_ENOUGH_MEMORY = 8;
  public static final int ERROR_BAD_LENGTH = 24;
  public static final int ERROR_GEN_FAILURE = 31;
  public static final int ERROR_SHARING_VIOLATION = 32;
  public static final int ERROR_HANDLE_EOF = 38;
  public static final int ERROR_NOT_SUPPORTED = 50;
  public static final int ERROR_BAD_NETPATH = 53;
  public static final int ERROR_INVALID_PARAMETER = 87;
  public static final int ERROR_BROKEN_PIPE = 109;
  public static final int ERROR_SEM_TIMEOUT = 121;
  public static final int ERROR_INSUFFICIENT_BUFFER = 122;
  public static final int ERROR_INVALID_NAME = 123;
  public static final int ERROR_PROC_NOT_FOUND = 127;
  public static final int ERROR_BAD_PATHNAME = 161;
  public static final int ERROR_ALREADY_EXISTS = 183;
  public static final int ERROR_BAD_EXE_FORMAT = 193;
  public static final int ERROR_FILENAME_EXCED_RANGE = 206;
  public static final int ERROR_BAD_PIPE = 230;
  public static final int ERROR_PIPE_BUSY = 231;
  public static final int ERROR_NO_DATA = 232;
  public static final int ERROR_PIPE_NOT_CONNECTED = 233;
  public static final int ERROR_MORE_DATA = 234;
  public static final int ERROR_NO_MORE_ITEMS = 259;
  public static final int ERROR_DIRECTORY = 267;
  public static final int ERROR_NOT_OWNER = 288;
  public static final int ERROR_TOO_MANY_POSTS = 298;
  public static final int ERROR_PIPE_CONNECTED = 535;
  public static final int ERROR_PIPE_LISTENING = 536;
  public static final int ERROR_OBJECT_NAME_EXISTS = 698;
  public static final int ERROR_OPERATION_ABORTED = 995;
  public static final int ERROR_IO_INCOMPLETE = 996;
  public static final int ERROR_IO_PENDING = 997;
  public static final int ERROR_NOACCESS = 998;
  public static final int ERROR_NOT_FOUND = 1168;
  public static final int ERROR_PRIVILEGE_NOT_HELD = 1314;
  public static final int ERROR_NO_SYSTEM_RESOURCES = 1450;
  public static final int ERROR_NOT_SAME_OBJECT = 1656;
  public static final int ERROR_NOT_ENOUGH_QUOTA = 1816;
  public static final int ERROR_REMOTE_MAILSLOTS_DEPRECATED = 3025;

  private Win32Error() {}

  /**
   * The code with its name, such as {@code ERROR_FILE_NOT_FOUND (2)}, or {@code error 4711} if it
   * is unknown.
   */
  public static String describe(int errorCode) {
    String name = Names.BY_CODE.get(errorCode);
    return name == null
        ? "error " + Integer.toUnsignedString(errorCode)
        : name + " (" + errorCode + ")";
  }

  /** Read from the fields when the first error is described. */
  private static final class Names {
    static final Map<Integer, String> BY_CODE = read();

    private static Map<Integer, String> read() {
      Map<Integer, String> names = new HashMap<>();
      try {
        for (Field field : Win32Error.class.getFields()) {
          names.put(field.getInt(null), field.getName());
        }
      } catch (IllegalAccessException e) {
        throw new AssertionError(e); // all of them are public
      }
      return names;
    }
  }
}
