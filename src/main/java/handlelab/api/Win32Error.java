package handlelab.api;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;

/** The error codes of {@code winerror.h} that this project meets, and their names. */
public final class Win32Error {
  /** No error. */
  public static final int ERROR_SUCCESS = 0;

  /** The object cannot do this, such as ConnectNamedPipe on a client end. */
  public static final int ERROR_INVALID_FUNCTION = 1;

  /** No object or file has that name. */
  public static final int ERROR_FILE_NOT_FOUND = 2;

  /** The directory, device or name before the last part does not exist. */
  public static final int ERROR_PATH_NOT_FOUND = 3;

  /** The handle or the caller lacks the access that the function needs. */
  public static final int ERROR_ACCESS_DENIED = 5;

  /** The value names no row of the table, or an object of another type. */
  public static final int ERROR_INVALID_HANDLE = 6;

  /** The system or the process has too little memory. */
  public static final int ERROR_NOT_ENOUGH_MEMORY = 8;

  /** A length does not fit, such as that of an empty handle list. */
  public static final int ERROR_BAD_LENGTH = 24;

  /** A device does not work; the reason is not known. */
  public static final int ERROR_GEN_FAILURE = 31;

  /** The share modes of another open do not allow this one. */
  public static final int ERROR_SHARING_VIOLATION = 32;

  /** The end was reached, or the mailslot that is written has no server any more. */
  public static final int ERROR_HANDLE_EOF = 38;

  /** The system does not support the request. */
  public static final int ERROR_NOT_SUPPORTED = 50;

  /** The network path, such as another machine's mailslot, was not found. */
  public static final int ERROR_BAD_NETPATH = 53;

  /** An argument is out of range, or contradicts another. */
  public static final int ERROR_INVALID_PARAMETER = 87;

  /** The pipe's other end is closed. */
  public static final int ERROR_BROKEN_PIPE = 109;

  /** The time passed, as for a mailslot's read or WaitNamedPipe. */
  public static final int ERROR_SEM_TIMEOUT = 121;

  /** The buffer is too small, as for a mailslot's next message. */
  public static final int ERROR_INSUFFICIENT_BUFFER = 122;

  /** The name is not one of the expected kind. */
  public static final int ERROR_INVALID_NAME = 123;

  /** The library has no function of that name. */
  public static final int ERROR_PROC_NOT_FOUND = 127;

  /** The path is malformed, such as an object's name that starts with a backslash. */
  public static final int ERROR_BAD_PATHNAME = 161;

  /** An object of that name exists; for most create functions, a success. */
  public static final int ERROR_ALREADY_EXISTS = 183;

  /** The file is not a program that Windows can run. */
  public static final int ERROR_BAD_EXE_FORMAT = 193;

  /** A name, or the command line, is too long. */
  public static final int ERROR_FILENAME_EXCED_RANGE = 206;

  /** The pipe is in a state that does not allow this, such as not yet connected. */
  public static final int ERROR_BAD_PIPE = 230;

  /** All instances of the pipe are in use. */
  public static final int ERROR_PIPE_BUSY = 231;

  /** The pipe is empty, or is closing. */
  public static final int ERROR_NO_DATA = 232;

  /** No process is on the pipe's other end. */
  public static final int ERROR_PIPE_NOT_CONNECTED = 233;

  /** The message is longer than the buffer; the rest is still there. */
  public static final int ERROR_MORE_DATA = 234;

  /** An enumeration has come to its end. */
  public static final int ERROR_NO_MORE_ITEMS = 259;

  /** The directory's name is invalid, such as a child's current directory. */
  public static final int ERROR_DIRECTORY = 267;

  /** The calling thread does not own the mutex that it releases. */
  public static final int ERROR_NOT_OWNER = 288;

  /** The semaphore's count would pass its maximum. */
  public static final int ERROR_TOO_MANY_POSTS = 298;

  /** A client had connected before ConnectNamedPipe; not a failure. */
  public static final int ERROR_PIPE_CONNECTED = 535;

  /** The pipe waits for a client. */
  public static final int ERROR_PIPE_LISTENING = 536;

  /** An object of that name exists and was opened. */
  public static final int ERROR_OBJECT_NAME_EXISTS = 698;

  /** The operation was cancelled, or its thread ended. */
  public static final int ERROR_OPERATION_ABORTED = 995;

  /** The overlapped operation is not done yet. */
  public static final int ERROR_IO_INCOMPLETE = 996;

  /** The overlapped operation has started and goes on. */
  public static final int ERROR_IO_PENDING = 997;

  /** A pointer leads to memory that cannot be accessed. */
  public static final int ERROR_NOACCESS = 998;

  /** There is nothing to act on, such as no operation to cancel. */
  public static final int ERROR_NOT_FOUND = 1168;

  /** The caller lacks a privilege that the function needs. */
  public static final int ERROR_PRIVILEGE_NOT_HELD = 1314;

  /** The system has too few resources, such as pool memory. */
  public static final int ERROR_NO_SYSTEM_RESOURCES = 1450;

  /** Two handles point to different objects. */
  public static final int ERROR_NOT_SAME_OBJECT = 1656;

  /** A quota of the process or the system is used up. */
  public static final int ERROR_NOT_ENOUGH_QUOTA = 1816;

  /** Windows has mailslots of other machines switched off. */
  public static final int ERROR_REMOTE_MAILSLOTS_DEPRECATED = 3025;

  private Win32Error() {}

  /**
   * The code with its name, such as {@code ERROR_FILE_NOT_FOUND (2)}, or {@code error 4711} if it
   * is unknown.
   *
   * @param errorCode a code of {@code winerror.h}, as an unsigned number
   * @return the text that a {@link Win32Exception} has in its message
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
