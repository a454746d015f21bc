package handlelab.recorder;

import java.io.File;
import java.nio.ByteBuffer;

/**
 * The arguments of a call of a native function as C sees them, whatever the Java types were: each
 * is a value of up to 64 bits, or memory.
 *
 * <p>A {@code HANDLE}, {@code Pointer}, {@code DWORD}, {@code long} or {@code int} is a value, and
 * so is the address of a {@code Structure}, a {@code ...ByReference}, a {@code HANDLE[]} or a
 * string; arrays of a primitive type and buffers are memory without an address. For use by one
 * thread, during the call.
 */
public interface CallArguments {
  /** A command line on Windows has at most 32767 characters. */
  int MOST_TEXT_BYTES = 32767 * Character.BYTES;

  /**
   * {@return whether an argument is a null pointer or 0}
   *
   * @param index the argument's position, from 0
   */
  boolean isNull(int index);

  /**
   * {@return an argument as a number: an integer, a handle value or an address; 0 for null}
   *
   * @param index the argument's position
   */
  long value(int index);

  /**
   * {@return the memory that an argument is or points to, from position 0, in the system's byte
   * order; shorter than asked for if an array or buffer is} Changes are seen by the caller when the
   * call returns, at the latest.
   *
   * @param index the argument's position; the argument must not be null
   * @param bytes how many bytes at most
   */
  ByteBuffer memory(int index, int bytes);

  /**
   * {@return 64 bits of the memory that an argument points to; 0 for null, or if the memory is too
   * short}
   *
   * @param index the argument's position
   * @param offset in bytes
   */
  default long word(int index, int offset) {
    if (isNull(index)) {
      return 0;
    }
    ByteBuffer memory = memory(index, offset + Long.BYTES);
    return memory.remaining() < offset + Long.BYTES ? 0 : memory.getLong(offset);
  }

  /**
   * {@return 32 bits of the memory that an argument points to, as {@link #word}}
   *
   * @param index the argument's position
   * @param offset in bytes
   */
  default int int32(int index, int offset) {
    return (int) word(index, offset);
  }

  /**
   * {@return an argument as text; null for null}
   *
   * @param index the argument's position
   * @param isWide whether the function takes wide characters; else each byte is one
   */
  default String text(int index, boolean isWide) {
    if (isNull(index)) {
      return null;
    }
    ByteBuffer memory = memory(index, MOST_TEXT_BYTES);
    // Elsewhere than on Windows, wide characters that JNA has written have 4 bytes.
    boolean isUtf32 =
        File.separatorChar == '/'
            && memory.remaining() >= Integer.BYTES
            && memory.getInt(0) >>> 16 == 0;
    int bytes = !isWide ? 1 : isUtf32 ? Integer.BYTES : Character.BYTES;
    StringBuilder text = new StringBuilder();
    while (memory.remaining() >= bytes) {
      int next = bytes == 1 ? memory.get() & 0xFF : isUtf32 ? memory.getInt() : memory.getChar();
      if (next == 0) {
        break;
      }
      text.appendCodePoint(next);
    }
    return text.toString();
  }
}
