package handlelab.real;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import handlelab.api.Handle;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * One call of {@code CreateProcessW}: its texts, structures and lists, alive until it returns.
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
  private static final int PROCESS_INFORMATION_BYTES = 24;

  /** Frees the memory, the last first: the attribute list goes before what it points to. */
  private final Deque<Runnable> frees = new ArrayDeque<>();

  private ProcessCreation() {}

  /** {@link handlelab.api.Kernel32#createProcess}. */
  static ProcessInformation create(
      String applicationName,
      String commandLine,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      Map<String, String> environment,
      String currentDirectory,
      StartupInfo startupInfo) {
    if (applicationName == null && commandLine == null) {
      // Windows reads through the null pointer and crashes the process.
      throw new Win32Exception("CreateProcessW", Win32Error.ERROR_INVALID_PARAMETER);
    }
    int flags = creationFlags;
    if (environment != null) {
      flags |= Win32.CREATE_UNICODE_ENVIRONMENT;
    }
    StartupInfo startup = startupInfo == null ? StartupInfo.DEFAULT : startupInfo;
    if (startup.inheritOnly() != null) {
      flags |= Win32.EXTENDED_STARTUPINFO_PRESENT;
    }
    try (ProcessCreation call = new ProcessCreation()) {
      Memory information = call.zeroed(PROCESS_INFORMATION_BYTES);
      if (Kernel32Library.CreateProcessW(
              call.text(applicationName),
              call.text(commandLine),
              CallMemory.securityAttributes(processAttributes),
              CallMemory.securityAttributes(threadAttributes),
              inheritHandles ? 1 : 0,
              flags,
              environment == null ? 0 : call.characters(EnvironmentBlock.of(environment)),
              call.text(currentDirectory),
              call.startupInfo(startup, (flags & Win32.EXTENDED_STARTUPINFO_PRESENT) != 0),
              Pointer.nativeValue(information))
          == 0) {
        throw RealKernel32.failed("CreateProcessW");
      }
      return new ProcessInformation(
          new Handle(information.getLong(0)),
          new Handle(information.getLong(8)),
          information.getInt(16),
          information.getInt(20));
    }
  }

  /**
   * A {@code STARTUPINFOW}, or a {@code STARTUPINFOEXW} if the creation flags promise one: with the
   * flag and the short structure, Windows reads past its end.
   */
  private long startupInfo(StartupInfo startup, boolean extended) {
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
      HandleListAttribute list = new HandleListAttribute(startup.inheritOnly());
      frees.push(list::close);
      structure.setLong(STARTUP_ATTRIBUTE_LIST, list.address());
    }
    return Pointer.nativeValue(structure);
  }

  private static long valueOf(Handle handle) {
    return handle == null ? 0 : handle.value();
  }

  /** UTF-16 with a NUL; memory of its own, because CreateProcessW may write into the command. */
  private long text(String text) {
    if (text == null) {
      return 0;
    }
    if (text.indexOf('\0') >= 0) {
      throw new Win32Exception("CreateProcessW", Win32Error.ERROR_INVALID_PARAMETER);
    }
    return characters(text + '\0');
  }

  private long characters(String characters) {
    Memory target = zeroed(Math.multiplyExact(Character.BYTES, characters.length()));
    target.write(0, characters.toCharArray(), 0, characters.length());
    return Pointer.nativeValue(target);
  }

  private Memory zeroed(int bytes) {
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
