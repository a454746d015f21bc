package handlelab.api;

/**
 * A handle value: the number by which one process names a row of its own handle table.
 *
 * <p>The number means nothing in another process. Real values are multiples of four; the pseudo
 * values are negative and stand in no table. {@code -1} has two readings, decided by the function:
 * a failed {@code CreateFileW} returns it, and it names the calling process wherever a process
 * handle is taken.
 *
 * @param value the value, sign-extended to 64 bits
 */
public record Handle(long value) {
  /** No handle: names no row, and stands for an argument that is left out. */
  public static final Handle NULL = new Handle(0);

  /** {@code INVALID_HANDLE_VALUE}, which {@code CreateFileW} returns if it fails. */
  public static final Handle INVALID = new Handle(-1);

  /** The pseudo handle of the calling process, as {@code GetCurrentProcess} returns it. */
  public static final Handle CURRENT_PROCESS = new Handle(-1);

  /** The pseudo handle of the calling thread, as {@code GetCurrentThread} returns it. */
  public static final Handle CURRENT_THREAD = new Handle(-2);

  /**
   * Reads a value in decimal or with {@code 0x}: what {@link #toString} writes, pseudo handles
   * included, and what a user types.
   *
   * @param text such as {@code 256}, {@code 0x100} or {@code -1}
   * @return the handle of that value
   * @throws NumberFormatException if the text is no 64-bit number
   */
  public static Handle parse(String text) {
    return new Handle(
        text.regionMatches(true, 0, "0x", 0, 2)
            ? Long.parseUnsignedLong(text.substring(2), 16)
            : Long.parseLong(text));
  }

  /** The value as Windows tools print it, such as {@code 0x100}. */
  @Override
  public String toString() {
    return "0x" + Long.toHexString(value);
  }
}
