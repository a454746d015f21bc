package handlelab.real;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import handlelab.api.Handle;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The texts, structures and lists of one call of {@code CreateProcessW}, alive until it returns.
 *
 * <p>The call is rare and slow, so each makes its memory anew and frees it. Layouts are those of
 * 64-bit Windows ({@code processthreadsapi.h}, {@code winbase.h}).
 */
final class ProcessCreation implements AutoCloseable {
  private static final int STARTUPINFOW_BYTES = 104;
  private static final int STARTUPINFOEXW_BYTES = 112;
  private static final int STARTUP_FLAGS = 60;
  private static final int STARTUP_STANDARD_INPUT = 80;
  private static final int STARTUP_STANDARD_OUTPUT = 88;
  private static final int STARTUP_STANDARD_ERROR = 96;
  private static final int STARTUP_ATTRIBUTE_LIST = 104;
  private static final long PROC_THREAD_ATTRIBUTE_HANDLE_LIST = 0x0002_0002;

  /** Frees the memory, the last first: the attribute list goes before what it points to. */
  private final Deque<Runnable> frees = new ArrayDeque<>();

  /**
   * A {@code STARTUPINFOW}, or a {@code STARTUPINFOEXW} if the creation flags promise one: with the
   * flag and the short structure, Windows reads past its end.
   */
  long startupInfo(StartupInfo startup, boolean extended) {
    // lpReserved2 stays NULL: it is the C runtime's way to hand on file descriptors.
    Memory structure = zeroed(STARTUPINFOEXW_BYTES);
    structure.setInt(0, extended ? STARTUPINFOEXW_BYTES : STARTUPINFOW_BYTES);
    if (startup.standardInput() != null
        || startup.standardOutput() != null
        || startup.standardError() != null) {
      structure.setInt(STARTUP_FLAGS, Win32.STARTF_USESTDHANDLES);
      structure.setLong(STARTUP_STANDARD_INPUT, valueOf(startup.standardInput()));
      structure.setLong(STARTUP_STANDARD_OUTPUT, valueOf(startup.standardOutput()));
      structure.setLong(STARTUP_STANDARD_ERROR, valueOf(startup.standardError()));
    }
    if (startup.inheritOnly() != null) {
      structure.setLong(STARTUP_ATTRIBUTE_LIST, handleList(startup.inheritOnly()));
    }
    return Pointer.nativeValue(structure);
  }

  /**
   * A {@code PROC_THREAD_ATTRIBUTE_LIST} with one attribute, the {@code
   * PROC_THREAD_ATTRIBUTE_HANDLE_LIST}: the only handles that a child inherits. Windows keeps the
   * pointer to the handles, so their memory lives as long as the list.
   *
   * @throws Win32Exception what {@code UpdateProcThreadAttribute} says, such as {@code
   *     ERROR_BAD_LENGTH} for an empty list on Windows
   */
  private long handleList(List<Handle> inheritOnly) {
    long bytes = (long) Long.BYTES * inheritOnly.size();
    // No Memory has size 0; what counts is the size that is passed to Windows.
    Memory handles = zeroed(Math.max(Long.BYTES, bytes));
    for (int i = 0; i < inheritOnly.size(); i++) {
      handles.setLong((long) Long.BYTES * i, inheritOnly.get(i).value());
    }
    Memory size = zeroed(Long.BYTES);
    // Without a list it fails with ERROR_INSUFFICIENT_BUFFER and returns the size.
    Kernel32Library.InitializeProcThreadAttributeList(0, 1, 0, Pointer.nativeValue(size));
    long list = Pointer.nativeValue(zeroed(size.getLong(0)));
    RealKernel32.check(
        "InitializeProcThreadAttributeList",
        Kernel32Library.InitializeProcThreadAttributeList(list, 1, 0, Pointer.nativeValue(size)));
    frees.push(() -> Kernel32Library.DeleteProcThreadAttributeList(list));
    RealKernel32.check(
        "UpdateProcThreadAttribute",
        Kernel32Library.UpdateProcThreadAttribute(
            list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, Pointer.nativeValue(handles), bytes, 0, 0));
    return list;
  }

  private static long valueOf(Handle handle) {
    return handle == null ? 0 : handle.value();
  }

  /** UTF-16 with a NUL; memory of its own, because CreateProcessW may write into the command. */
  long text(String text) {
    if (text == null) {
      return 0;
    }
    if (text.indexOf('\0') >= 0) {
      throw new Win32Exception("CreateProcessW", Win32Error.ERROR_INVALID_PARAMETER);
    }
    return characters(text + '\0');
  }

  /** The variables, or NULL for null. */
  long environment(Map<String, String> environment) {
    return environment == null ? 0 : characters(EnvironmentBlock.of(environment));
  }

  private long characters(String characters) {
    Memory target = zeroed(Math.multiplyExact(Character.BYTES, characters.length()));
    target.write(0, characters.toCharArray(), 0, characters.length());
    return Pointer.nativeValue(target);
  }

  Memory zeroed(long bytes) {
    Memory block = new Memory(bytes);
    frees.push(block::close);
    block.clear();
    return block;
  }

  @Override
  public void close() {
    frees.forEach(Runnable::run);
  }
}
