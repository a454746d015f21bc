package handlelab.real;

import java.nio.ByteBuffer;

/** Reads a {@code UNICODE_STRING}: a length in bytes, and an address. Stateless. */
final class UnicodeString {
  static final int BYTES = 16;
  private static final int BUFFER = 8;

  private UnicodeString() {}

  /**
   * The text, which lies in the same memory; null if there is none.
   *
   * @param offset where the structure lies in {@code memory}
   * @param address that of the memory's index 0
   */
  static String read(ByteBuffer memory, int offset, long address) {
    int length = length(memory, offset);
    return length == 0 || buffer(memory, offset) == 0
        ? null
        : text(memory, Math.toIntExact(buffer(memory, offset) - address), length);
  }

  static int length(ByteBuffer memory, int offset) {
    return Short.toUnsignedInt(memory.getShort(offset));
  }

  static long buffer(ByteBuffer memory, int offset) {
    return memory.getLong(offset + BUFFER);
  }

  static String text(ByteBuffer memory, int offset, int bytes) {
    char[] characters = new char[bytes / Character.BYTES];
    memory.slice(offset, bytes).order(memory.order()).asCharBuffer().get(characters);
    return new String(characters);
  }
}
