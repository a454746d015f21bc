package handlelab.jna;

import handlelab.recorder.CallArguments;
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
interface NativeArguments extends CallArguments {
  /** A command line on Windows has at most 32767 characters. */
  int MOST_TEXT_BYTES = 32767 * Character.BYTES;

  /**
   * The memory that an argument is or points to, in the byte order of the system. Changes are seen
   * by the caller when the call returns, at the latest.
   *
   * @param index from 0; the argument must not be null
   * @param bytes how many bytes at most
   * @return from position 0; shorter if an array or buffer is
   */
  ByteBuffer memory(int index, int bytes);

  /** 0 also if the memory is too short. */
  @Override
  default long word(int index, int offset) {
    if (isNull(index)) {
      return 0;
    }
    ByteBuffer memory = memory(index, offset + Long.BYTES);
    return memory.remaining() < offset + Long.BYTES ? 0 : memory.getLong(offset);
  }

  @Override
  default int int32(int index, int offset) {
    return (int) word(index, offset);
  }

  @Override
  default String text(int index) {
    if (isNull(index)) {
      return null;
    }
    ByteBuffer memory = memory(index, MOST_TEXT_BYTES);
    // JNA's wide characters have the size that C's have, 4 bytes on Linux.
    boolean isUtf32 = memory.remaining() >= Integer.BYTES && memory.getInt(0) >>> 16 == 0;
    int bytes = isUtf32 ? Integer.BYTES : Character.BYTES;
    StringBuilder text = new StringBuilder();
    while (memory.remaining() >= bytes) {
      int next = isUtf32 ? memory.getInt() : memory.getChar();
      if (next == 0) {
        break;
      }
      text.appendCodePoint(next);
    }
    return text.toString();
  }
}
