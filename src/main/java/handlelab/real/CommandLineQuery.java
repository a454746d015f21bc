package handlelab.real;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import handlelab.api.Win32;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the command lines of processes from their memory, by way of the process environment block.
 * A process that may not be read keeps an unknown one. Used by one thread.
 *
 * <p>Source: Microsoft Learn, "PEB structure" and "RTL_USER_PROCESS_PARAMETERS structure"; the
 * offsets for 64 bits are in {@code winternl.h}. {@code ProcessCommandLineInformation}, which needs
 * less access, is not documented, and Wine 10 does not have it (Observed).
 */
final class CommandLineQuery implements AutoCloseable {
  private static final int ACCESS = Win32.PROCESS_QUERY_INFORMATION | Win32.PROCESS_VM_READ;
  private static final int PROCESS_BASIC_INFORMATION_BYTES = 48;
  private static final int PEB_BASE_ADDRESS = 8;
  private static final int PROCESS_PARAMETERS = 0x20;
  private static final int COMMAND_LINE = 0x70;

  /** A command line has at most 32,767 characters. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Memory memory = new Memory(BUFFER_BYTES);
  private final ByteBuffer bytes =
      memory.getByteBuffer(0, BUFFER_BYTES).order(ByteOrder.nativeOrder());

  /** The command line of a process; null if it is not known. */
  String commandLine(int processId) {
    long handle = Kernel32Library.OpenProcess(ACCESS, 0, processId);
    if (handle == 0) {
      return null;
    }
    try {
      return commandLine(handle);
    } finally {
      Kernel32Library.CloseHandle(handle);
    }
  }

  private String commandLine(long process) {
    int status =
        NtdllLibrary.NtQueryInformationProcess(
            process,
            NtdllLibrary.PROCESS_BASIC_INFORMATION,
            Pointer.nativeValue(memory),
            PROCESS_BASIC_INFORMATION_BYTES,
            0);
    if (status != NtdllLibrary.STATUS_SUCCESS
        || !read(process, bytes.getLong(PEB_BASE_ADDRESS) + PROCESS_PARAMETERS, Long.BYTES)
        || !read(process, bytes.getLong(0) + COMMAND_LINE, UnicodeString.BYTES)) {
      return null;
    }
    int length = UnicodeString.length(bytes, 0);
    return length != 0 && read(process, UnicodeString.buffer(bytes, 0), length)
        ? UnicodeString.text(bytes, 0, length)
        : null;
  }

  private boolean read(long process, long address, int length) {
    return Kernel32Library.ReadProcessMemory(
            process, address, Pointer.nativeValue(memory), length, 0)
        != 0;
  }

  @Override
  public void close() {
    memory.close();
  }
}
