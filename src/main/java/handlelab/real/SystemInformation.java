package handlelab.real;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One answer of {@code NtQuerySystemInformation}, of whatever size it has. */
final class SystemInformation implements AutoCloseable {
  private static final int FIRST_BYTES = 128 * 1024;

  private final Memory memory;

  /**
   * Asks, with a larger buffer until the answer fits: it may grow between two questions.
   *
   * @param informationClass a {@code SYSTEM_INFORMATION_CLASS}
   * @throws Win32Exception what the system says, as a Win32 code
   */
  SystemInformation(int informationClass) {
    CallMemory words = CallMemory.ofThread();
    Memory buffer = new Memory(FIRST_BYTES);
    while (true) {
      int status =
          NtdllLibrary.NtQuerySystemInformation(
              informationClass,
              Pointer.nativeValue(buffer),
              (int) buffer.size(),
              words.clearedWords());
      if (status == NtdllLibrary.STATUS_SUCCESS) {
        memory = buffer;
        return;
      }
      long size = buffer.size();
      buffer.close();
      if (status != NtdllLibrary.STATUS_INFO_LENGTH_MISMATCH) {
        throw new Win32Exception(
            "NtQuerySystemInformation", NtdllLibrary.RtlNtStatusToDosError(status));
      }
      long needed = Integer.toUnsignedLong(words.intAt(0));
      buffer = new Memory(Math.max(2 * size, needed + needed / 8));
    }
  }

  /** Where the answer lies. */
  long address() {
    return Pointer.nativeValue(memory);
  }

  /** The answer from index 0, valid until this is closed. */
  ByteBuffer bytes() {
    return memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    memory.close();
  }
}
