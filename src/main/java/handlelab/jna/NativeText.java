package handlelab.jna;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.recorder.CallArguments;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Text in memory as C has it, with a NUL at its end. Wide text that JNA wrote has characters of 4
 * bytes on Linux and macOS, and that of a {@code char[]} or bytes in UTF-16 has 2; the first
 * character shows which it is.
 */
final class NativeText {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private final Jna jna;
  private final CallArguments arguments;
  private final boolean isWide;

  NativeText(Jna jna, CallArguments arguments, boolean isWide) {
    this.jna = jna;
    this.arguments = arguments;
    this.isWide = isWide;
  }

  /** The text that an argument points to; null for null. */
  String read(int index) throws Throwable {
    return arguments.isNull(index)
        ? null
        : read(arguments.memory(index, UNLIMITED), arguments.value(index) != 0, "\0");
  }

  /** An environment block, which ends with two NULs. */
  String readBlock(int index) throws Throwable {
    return read(arguments.memory(index, UNLIMITED), arguments.value(index) != 0, "\0\0");
  }

  /**
   * The text up to, not including, an end.
   *
   * @param isNative whether the memory is native, which JNA may have written
   * @param end NULs only
   */
  String read(ByteBuffer memory, boolean isNative, String end) throws Throwable {
    int unit = isWide ? wideUnit(memory, isNative) : 1;
    int length = 0;
    int zeros = 0;
    while (zeros < end.length() && memory.remaining() - length >= unit) {
      zeros = isZero(memory, length, unit) ? zeros + 1 : 0;
      length += unit;
    }
    byte[] bytes = new byte[length - zeros * unit];
    memory.get(0, bytes);
    return new String(bytes, charset(unit));
  }

  private static boolean isZero(ByteBuffer memory, int offset, int unit) {
    for (int i = 0; i < unit; i++) {
      if (memory.get(offset + i) != 0) {
        return false;
      }
    }
    return true;
  }

  private Charset charset(int unit) throws Throwable {
    return switch (unit) {
      case 4 -> Charset.forName("UTF-32LE");
      case 2 -> StandardCharsets.UTF_16LE;
      default -> jna.encoding();
    };
  }

  private int wideUnit(ByteBuffer memory, boolean isNative) {
    boolean isOfJna =
        isNative
            && jna.wideCharBytes() == Integer.BYTES
            && Character.isValidCodePoint(memory.getInt(0));
    return isOfJna ? Integer.BYTES : Character.BYTES;
  }

  /** How many characters a text has for the function. */
  int length(String text) throws Throwable {
    return isWide ? text.length() : text.getBytes(jna.encoding()).length;
  }

  /** The text with a NUL at its end, for memory that JNA reads. */
  byte[] encode(String text, boolean isNative) throws Throwable {
    int unit = !isWide ? 1 : isNative ? jna.wideCharBytes() : Character.BYTES;
    return (text + '\0').getBytes(charset(unit));
  }

  /**
   * Writes text with a NUL into the memory of an argument.
   *
   * @param maxCharacters the room for it, the NUL included
   * @throws Win32Exception ERROR_INSUFFICIENT_BUFFER
   */
  void write(int index, String text, int maxCharacters, String function) throws Throwable {
    if (length(text) >= maxCharacters) {
      throw new Win32Exception(function, Win32Error.ERROR_INSUFFICIENT_BUFFER);
    }
    byte[] bytes = encode(text, arguments.value(index) != 0);
    arguments.memory(index, bytes.length).put(bytes);
  }
}
