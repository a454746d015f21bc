package handlelab.api;

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
  public static final int ERROR_MORE_DATA = 234;
  public static final int ERROR_NO_MORE_ITEMS = 259;
  public static final int ERROR_DIRECTORY = 267;
  public static final int ERROR_OBJECT_NAME_EXISTS = 698;
  public static final int ERROR_OPERATION_ABORTED = 995;
  public static final int ERROR_IO_PENDING = 997;
  public static final int ERROR_NOACCESS = 998;
  public static final int ERROR_NOT_FOUND = 1168;
  public static final int ERROR_NO_SYSTEM_RESOURCES = 1450;
  public static final int ERROR_NOT_ENOUGH_QUOTA = 1816;
  public static final int ERROR_NOT_SAME_OBJECT = 1656;
  public static final int ERROR_REMOTE_MAILSLOTS_DEPRECATED = 3025;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(ERROR_SUCCESS, "ERROR_SUCCESS"),
          Map.entry(ERROR_INVALID_FUNCTION, "ERROR_INVALID_FUNCTION"),
          Map.entry(ERROR_FILE_NOT_FOUND, "ERROR_FILE_NOT_FOUND"),
          Map.entry(ERROR_PATH_NOT_FOUND, "ERROR_PATH_NOT_FOUND"),
          Map.entry(ERROR_ACCESS_DENIED, "ERROR_ACCESS_DENIED"),
          Map.entry(ERROR_INVALID_HANDLE, "ERROR_INVALID_HANDLE"),
          Map.entry(ERROR_NOT_ENOUGH_MEMORY, "ERROR_NOT_ENOUGH_MEMORY"),
          Map.entry(ERROR_BAD_LENGTH, "ERROR_BAD_LENGTH"),
          Map.entry(ERROR_GEN_FAILURE, "ERROR_GEN_FAILURE"),
          Map.entry(ERROR_SHARING_VIOLATION, "ERROR_SHARING_VIOLATION"),
          Map.entry(ERROR_HANDLE_EOF, "ERROR_HANDLE_EOF"),
          Map.entry(ERROR_NOT_SUPPORTED, "ERROR_NOT_SUPPORTED"),
          Map.entry(ERROR_BAD_NETPATH, "ERROR_BAD_NETPATH"),
          Map.entry(ERROR_INVALID_PARAMETER, "ERROR_INVALID_PARAMETER"),
          Map.entry(ERROR_BROKEN_PIPE, "ERROR_BROKEN_PIPE"),
          Map.entry(ERROR_SEM_TIMEOUT, "ERROR_SEM_TIMEOUT"),
          Map.entry(ERROR_INSUFFICIENT_BUFFER, "ERROR_INSUFFICIENT_BUFFER"),
          Map.entry(ERROR_INVALID_NAME, "ERROR_INVALID_NAME"),
          Map.entry(ERROR_PROC_NOT_FOUND, "ERROR_PROC_NOT_FOUND"),
          Map.entry(ERROR_BAD_PATHNAME, "ERROR_BAD_PATHNAME"),
          Map.entry(ERROR_ALREADY_EXISTS, "ERROR_ALREADY_EXISTS"),
          Map.entry(ERROR_BAD_EXE_FORMAT, "ERROR_BAD_EXE_FORMAT"),
          Map.entry(ERROR_FILENAME_EXCED_RANGE, "ERROR_FILENAME_EXCED_RANGE"),
          Map.entry(ERROR_MORE_DATA, "ERROR_MORE_DATA"),
          Map.entry(ERROR_NO_MORE_ITEMS, "ERROR_NO_MORE_ITEMS"),
          Map.entry(ERROR_DIRECTORY, "ERROR_DIRECTORY"),
          Map.entry(ERROR_OBJECT_NAME_EXISTS, "ERROR_OBJECT_NAME_EXISTS"),
          Map.entry(ERROR_OPERATION_ABORTED, "ERROR_OPERATION_ABORTED"),
          Map.entry(ERROR_IO_PENDING, "ERROR_IO_PENDING"),
          Map.entry(ERROR_NOACCESS, "ERROR_NOACCESS"),
          Map.entry(ERROR_NOT_FOUND, "ERROR_NOT_FOUND"),
          Map.entry(ERROR_NO_SYSTEM_RESOURCES, "ERROR_NO_SYSTEM_RESOURCES"),
          Map.entry(ERROR_NOT_SAME_OBJECT, "ERROR_NOT_SAME_OBJECT"),
          Map.entry(ERROR_NOT_ENOUGH_QUOTA, "ERROR_NOT_ENOUGH_QUOTA"),
          Map.entry(ERROR_REMOTE_MAILSLOTS_DEPRECATED, "ERROR_REMOTE_MAILSLOTS_DEPRECATED"));

  private Win32Error() {}

  /**
   * The code with its name, such as {@code ERROR_FILE_NOT_FOUND (2)}, or {@code error 4711} where
   * it is unknown.
   */
  public static String describe(int errorCode) {
    String name = NAMES.get(errorCode);
    return name == null
        ? "error " + Integer.toUnsignedString(errorCode)
        : name + " (" + errorCode + ")";
  }
}
