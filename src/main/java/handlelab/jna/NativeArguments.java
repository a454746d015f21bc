package handlelab.jna;

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
public interface NativeArguments {
  /** {@return how many there are} */
  int count();

  /**
   * An argument that is a number, a handle or an address.
   *
   * @param index from 0
   * @return the value, with the sign of its type; 0 for null, and for memory without an address
   */
  long value(int index);

  /**
   * Tells if an argument is a null pointer or the number 0.
   *
   * @param index from 0
   * @return true if it is
   */
  boolean isNull(int index);

  /**
   * The memory that an argument is or points to, in the byte order of the system. Changes are seen
   * by the caller when the call returns, at the latest.
   *
   * @param index from 0; the argument must not be null
   * @param bytes how many bytes at most
   * @return from position 0; shorter if an array or buffer is
   */
  ByteBuffer memory(int index, int bytes);

  /**
   * A handle, or another value of 64 bits, in the memory that an argument points to, such as that
   * of a {@code HANDLEByReference} or a field of {@code PROCESS_INFORMATION}.
   *
   * @param index from 0
   * @param offset in bytes
   * @return the value; 0 if the argument is null or its memory is too short
   */
  default long pointed(int index, int offset) {
    if (isNull(index)) {
      return 0;
    }
    ByteBuffer memory = memory(index, offset + Long.BYTES);
    return memory.remaining() < offset + Long.BYTES ? 0 : memory.getLong(offset);
  }
}
