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
   * The object's name, or null if it has none or the system hides it. May hang as long as a thread
   * waits on a file that was opened for synchronous use.
   */
  String objectName(long handle) {
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
