package handlelab.jna.programs;

import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.Kernel32Util;
import com.sun.jna.platform.win32.WinBase;
import com.sun.jna.platform.win32.WinDef.DWORD;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.ptr.IntByReference;
import java.nio.file.Path;

/** Starts itself as a child, which sets an event that it inherits, and returns its exit code. */
public final class ParentProgram {
  private static final Kernel32 KERNEL32 = Kernel32.INSTANCE;
  private static final int CHILD_CODE = 42;

  private ParentProgram() {}

  /** Runs the parent, or the child with the value of the handle. */
  public static void main(String[] arguments) {
    if (arguments.length == 1) {
      HANDLE event = new HANDLE(new Pointer(Long.parseLong(arguments[0])));
      Check.isTrue("SetEvent in the child", KERNEL32.SetEvent(event));
      System.exit(CHILD_CODE);
    }
    WinBase.SECURITY_ATTRIBUTES inheritable = new WinBase.SECURITY_ATTRIBUTES();
    inheritable.bInheritHandle = true;
    HANDLE event = KERNEL32.CreateEvent(inheritable, true, false, null);
    WinBase.PROCESS_INFORMATION child = new WinBase.PROCESS_INFORMATION();
    Check.isTrue(
        "CreateProcess",
        KERNEL32.CreateProcess(
            null,
            command(event),
            null,
            null,
            true,
            new DWORD(0),
            null,
            null,
            new WinBase.STARTUPINFO(),
            child));
    Check.equal("wait for the child", 0, KERNEL32.WaitForSingleObject(child.hProcess, 60_000));
    Check.equal("wait for its event", 0, KERNEL32.WaitForSingleObject(event, 0));
    IntByReference code = new IntByReference();
    Check.isTrue("GetExitCodeProcess", KERNEL32.GetExitCodeProcess(child.hProcess, code));
    Check.equal("exit code", CHILD_CODE, code.getValue());
    Check.equal("id", child.dwProcessId.intValue(), KERNEL32.GetProcessId(child.hProcess));
    Kernel32Util.closeHandles(child.hProcess, child.hThread, event);
    boolean isStarted =
        KERNEL32.CreateProcess(
            null,
            "no-such-program",
            null,
            null,
            false,
            new DWORD(0),
            null,
            null,
            new WinBase.STARTUPINFO(),
            child);
    Check.fails("CreateProcess", WinError.ERROR_FILE_NOT_FOUND, isStarted);
  }

  private static String command(HANDLE event) {
    return String.join(
        " ",
        '"' + Path.of(System.getProperty("java.home"), "bin", "java").toString() + '"',
        "-XX:TieredStopAtLevel=1",
        "-cp",
        '"' + System.getProperty("java.class.path") + '"',
        ParentProgram.class.getName(),
        Long.toString(Pointer.nativeValue(event.getPointer())));
  }
}
