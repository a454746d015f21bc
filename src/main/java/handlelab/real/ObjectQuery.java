package handlelab.real;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code NtQueryObject} on handles of this process, for one thread.
 *
 * <p>Its buffer is its own and not the thread's: a query that hangs keeps it for ever.
 */
final class ObjectQuery implements AutoCloseable {
  private static final int OBJECT_BASIC_INFORMATION_BYTES = 56;
  private static final int HANDLE_COUNT = 8;
  private static final int UNICODE_STRING_BUFFER = 8;
  private static final int IO_STATUS_BLOCK_BYTES = 16;

  /** {@code FILE_INFORMATION_CLASS.FilePipeLocalInformation}. */
  private static final int FILE_PIPE_LOCAL_INFORMATION = 24;

  private static final int FILE_PIPE_LOCAL_INFORMATION_BYTES = 40;
  private static final int READ_DATA_AVAILABLE = 20;
  private static final int NAMED_PIPE_STATE = 32;
  private static final int NAMED_PIPE_END = 36;
  private static final int FILE_PIPE_SERVER_END = 1;
  private static final int FILE_PIPE_DISCONNECTED_STATE = 1;

  /** The type of files, pipes and mailslots: the only one whose name query can hang. */
  static final String FILE_TYPE = "File";

  /** The structures end with a text of at most 65535 bytes. */
  private static final int BUFFER_BYTES = 66 * 1024;

  private final Memory memory = new Memory(BUFFER_BYTES);
  private final ByteBuffer bytes =
      memory.getByteBuffer(0, BUFFER_BYTES).order(ByteOrder.nativeOrder());

  /** How many rows of all processes point to the object, or 0 if the system hides it. */
  int handleCount(long handle) {
    return query(handle, NtdllLibrary.OBJECT_BASIC_INFORMATION, OBJECT_BASIC_INFORMATION_BYTES)
        ? bytes.getInt(HANDLE_COUNT)
        : 0;
  }

  /** The type's name, or null if the system hides it. */
  String typeName(long handle) {
    return query(handle, NtdllLibrary.OBJECT_TYPE_INFORMATION, BUFFER_BYTES) ? text() : null;
  }

  /**
   * Tells if asking for the name may hang: threads wait on pipes and mailslots, not on files of a
   * disk. Does not hang itself, because the system keeps the device type outside the file's lock.
   */
  boolean mayHang(long handle) {
    int device = deviceType(handle);
    return device == NtdllLibrary.FILE_DEVICE_NAMED_PIPE
        || device == NtdllLibrary.FILE_DEVICE_MAILSLOT;
  }

  /** A {@code FILE_DEVICE_*}; 0 if the system does not tell. */
  private int deviceType(long handle) {
    long block = Pointer.nativeValue(memory);
    int status =
        NtdllLibrary.NtQueryVolumeInformationFile(
            handle,
            block,
            block + IO_STATUS_BLOCK_BYTES,
            NtdllLibrary.FILE_FS_DEVICE_INFORMATION_BYTES,
            NtdllLibrary.FILE_FS_DEVICE_INFORMATION);
    return status == NtdllLibrary.STATUS_SUCCESS ? bytes.getInt(IO_STATUS_BLOCK_BYTES) : 0;
  }

  /**
   * Whether this is an end of a pipe that has been disconnected. Asking Wine 10 for the name of
   * such a client end crashes its server. May hang as {@link #objectName}.
   */
  private boolean isDisconnectedPipe(long handle) {
    if (deviceType(handle) != NtdllLibrary.FILE_DEVICE_NAMED_PIPE) {
      return false;
    }
    int status = queryPipe(handle);
    // An end without FILE_READ_ATTRIBUTES, such as an outbound server end, does not tell.
    return status == NtdllLibrary.STATUS_SUCCESS
        ? pipeField(NAMED_PIPE_STATE) == FILE_PIPE_DISCONNECTED_STATE
        : status != NtdllLibrary.STATUS_ACCESS_DENIED;
  }

  private int queryPipe(long handle) {
    long block = Pointer.nativeValue(memory);
    return NtdllLibrary.NtQueryInformationFile(
        handle,
        block,
        block + IO_STATUS_BLOCK_BYTES,
        FILE_PIPE_LOCAL_INFORMATION_BYTES,
        FILE_PIPE_LOCAL_INFORMATION);
  }

  private int pipeField(int offset) {
    return bytes.getInt(IO_STATUS_BLOCK_BYTES + offset);
  }

  /**
   * The state of an end of a pipe; null if it is none, or the system does not tell. May hang as
   * {@link #objectName}.
   */
  String pipeState(long handle) {
    boolean isKnown =
        deviceType(handle) == NtdllLibrary.FILE_DEVICE_NAMED_PIPE
            && queryPipe(handle) == NtdllLibrary.STATUS_SUCCESS;
    return isKnown
        ? StateQuery.pipe(
            pipeField(NAMED_PIPE_END) == FILE_PIPE_SERVER_END,
            pipeField(NAMED_PIPE_STATE),
            pipeField(READ_DATA_AVAILABLE))
        : null;
  }

  /**
   * The object's name, or null if it has none or the system hides it. May hang as long as a thread
   * waits on a file that was opened for synchronous use.
   *
   * @param type the object's, as {@link #typeName} has it
   */
  String objectName(long handle, String type) {
    if (FILE_TYPE.equals(type) && isDisconnectedPipe(handle)) {
      return null;
    }
    return query(handle, NtdllLibrary.OBJECT_NAME_INFORMATION, BUFFER_BYTES) ? text() : null;
  }

  private boolean query(long handle, int informationClass, int size) {
    // The return length is left out: NULL is allowed, and nothing here needs it.
    return NtdllLibrary.NtQueryObject(
            handle, informationClass, Pointer.nativeValue(memory), size, 0)
        == NtdllLibrary.STATUS_SUCCESS;
  }

  /** The UNICODE_STRING that all three structures but the first begin with. */
  private String text() {
    int length = Short.toUnsignedInt(bytes.getShort(0)) / Character.BYTES;
    long address = bytes.getLong(UNICODE_STRING_BUFFER);
    if (length == 0 || address == 0) {
      return null;
    }
    char[] characters = new char[length];
    int offset = Math.toIntExact(address - Pointer.nativeValue(memory));
    bytes
        .slice(offset, length * Character.BYTES)
        .order(ByteOrder.nativeOrder())
        .asCharBuffer()
        .get(characters);
    return new String(characters);
  }

  @Override
  public void close() {
    memory.close();
  }
}
