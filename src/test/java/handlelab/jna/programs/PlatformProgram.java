package handlelab.jna.programs;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.Kernel32Util;
import com.sun.jna.platform.win32.W32Errors;
import com.sun.jna.platform.win32.Win32Exception;
import com.sun.jna.platform.win32.WinBase;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.platform.win32.WinNT.HANDLEByReference;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;

/** Uses the interface of jna-platform. */
public final class PlatformProgram {
  private static final Kernel32 KERNEL32 = Kernel32.INSTANCE;

  private PlatformProgram() {}

  /** Runs all. */
  public static void main(String[] arguments) throws Exception {
    events();
    mutexes();
    handles();
    pipe();
    process();
    messages();
    lastErrorOfEachThread();
    interrupt();
  }

  private static void events() {
    HANDLE first = KERNEL32.CreateEvent(null, true, false, "program's first");
    HANDLE second = KERNEL32.CreateEvent(null, false, true, null);
    HANDLE[] both = {first, second};
    Check.equal("wait for any", 1, KERNEL32.WaitForMultipleObjects(2, both, false, 0));
    Check.equal(
        "wait for all", WinError.WAIT_TIMEOUT, KERNEL32.WaitForMultipleObjects(2, both, true, 0));
    HANDLE opened = KERNEL32.OpenEvent(WinNT.EVENT_MODIFY_STATE, false, "program's first");
    Check.isTrue("SetEvent", KERNEL32.SetEvent(opened));
    Check.equal("wait without SYNCHRONIZE", -1, KERNEL32.WaitForSingleObject(opened, 0));
    Check.equal("its error", WinError.ERROR_ACCESS_DENIED, Native.getLastError());
    Check.equal("wait", 0, KERNEL32.WaitForSingleObject(first, WinBase.INFINITE));
    Check.isTrue("ResetEvent", KERNEL32.ResetEvent(first));
    Check.equal("wait after", WinError.WAIT_TIMEOUT, KERNEL32.WaitForSingleObject(first, 1));
    for (HANDLE handle : new HANDLE[] {first, second, opened}) {
      Kernel32Util.closeHandle(handle);
    }
    try {
      Kernel32Util.closeHandle(first);
      Check.isTrue("closed twice", false);
    } catch (Win32Exception e) {
      Check.equal("second close", "The handle is invalid.", e.getMessage());
    }
    HANDLE missing = KERNEL32.OpenEvent(WinNT.SYNCHRONIZE, false, "program's first");
    Check.fails("OpenEvent", WinError.ERROR_FILE_NOT_FOUND, missing != null);
  }

  private static void mutexes() {
    HANDLE lock = KERNEL32.CreateMutex(null, true, "program's lock");
    Check.equal("error of a new mutex", 0, Native.getLastError());
    HANDLE again = KERNEL32.CreateMutex(null, true, "program's lock");
    Check.equal("error beside a handle", WinError.ERROR_ALREADY_EXISTS, KERNEL32.GetLastError());
    Check.isTrue("it has a handle", again != null && !again.equals(lock));
    Check.isTrue("ReleaseMutex", KERNEL32.ReleaseMutex(again));
    Check.fails("ReleaseMutex", WinError.ERROR_NOT_OWNER, KERNEL32.ReleaseMutex(lock));
    Kernel32Util.closeHandle(lock);
    Kernel32Util.closeHandle(again);
  }

  private static void handles() {
    HANDLE self = KERNEL32.GetCurrentProcess();
    HANDLE event = KERNEL32.CreateEvent(null, true, false, null);
    HANDLEByReference copy = new HANDLEByReference();
    Check.isTrue("DuplicateHandle", KERNEL32.DuplicateHandle(self, event, self, copy, 0, false, 2));
    Check.isTrue("SetEvent of the copy", KERNEL32.SetEvent(copy.getValue()));
    Check.equal("wait", 0, KERNEL32.WaitForSingleObject(event, 0));
    int protect = WinBase.HANDLE_FLAG_PROTECT_FROM_CLOSE;
    Check.isTrue("SetHandleInformation", KERNEL32.SetHandleInformation(event, protect, protect));
    Check.fails("CloseHandle", WinError.ERROR_INVALID_HANDLE, KERNEL32.CloseHandle(event));
    Check.isTrue("SetHandleInformation", KERNEL32.SetHandleInformation(event, protect, 0));
    Kernel32Util.closeHandles(event, copy.getValue());
  }

  private static void pipe() {
    HANDLEByReference read = new HANDLEByReference();
    HANDLEByReference write = new HANDLEByReference();
    WinBase.SECURITY_ATTRIBUTES attributes = new WinBase.SECURITY_ATTRIBUTES();
    attributes.bInheritHandle = true;
    Check.isTrue("CreatePipe", KERNEL32.CreatePipe(read, write, attributes, 0));
    byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
    IntByReference bytes = new IntByReference();
    Check.isTrue("WriteFile", KERNEL32.WriteFile(write.getValue(), hello, 5, bytes, null));
    Check.equal("written", 5, bytes.getValue());
    Check.isTrue(
        "PeekNamedPipe", KERNEL32.PeekNamedPipe(read.getValue(), null, 0, null, bytes, null));
    Check.equal("there to read", 5, bytes.getValue());
    byte[] buffer = new byte[10];
    Check.isTrue("ReadFile", KERNEL32.ReadFile(read.getValue(), buffer, 10, bytes, null));
    Check.equal(
        "read", "hello", new String(buffer, 0, bytes.getValue(), StandardCharsets.US_ASCII));
    Kernel32Util.closeHandle(write.getValue());
    Check.fails(
        "ReadFile",
        WinError.ERROR_BROKEN_PIPE,
        KERNEL32.ReadFile(read.getValue(), buffer, 10, bytes, null));
    Check.equal("read at the end", 0, bytes.getValue());
    Kernel32Util.closeHandle(read.getValue());
  }

  private static void process() {
    int id = KERNEL32.GetCurrentProcessId();
    HANDLE self = KERNEL32.OpenProcess(WinNT.PROCESS_QUERY_LIMITED_INFORMATION, false, id);
    Check.equal("GetProcessId", id, KERNEL32.GetProcessId(self));
    IntByReference code = new IntByReference();
    Check.isTrue("GetExitCodeProcess", KERNEL32.GetExitCodeProcess(self, code));
    Check.equal("exit code", WinBase.STILL_ACTIVE, code.getValue());
    Check.fails(
        "TerminateProcess", WinError.ERROR_ACCESS_DENIED, KERNEL32.TerminateProcess(self, 3));
    String name = Kernel32Util.QueryFullProcessImageName(self, 0);
    Check.isTrue("image is " + name, name.contains("PlatformProgram"));
    Kernel32Util.closeHandle(self);
    Check.equal(
        "priority", 0x20, KERNEL32.GetPriorityClass(KERNEL32.GetCurrentProcess()).intValue());
    // By a handle that allows to set it and nothing else.
    Kernel32Util.setProcessPriority(KERNEL32.GetCurrentProcessId(), Kernel32.HIGH_PRIORITY_CLASS);
    Check.equal(
        "new priority", 0x80, KERNEL32.GetPriorityClass(KERNEL32.GetCurrentProcess()).intValue());
    Check.isTrue("thread id", KERNEL32.GetCurrentThreadId() != id);
    HANDLE none = KERNEL32.OpenProcess(WinNT.PROCESS_QUERY_INFORMATION, false, 0x7FFFFFFC);
    Check.fails("OpenProcess", WinError.ERROR_INVALID_PARAMETER, none != null);
  }

  private static void messages() {
    Check.equal("message", "Access is denied.", Kernel32Util.formatMessage(5));
    Check.equal(
        "message of an HRESULT",
        "All pipe instances are busy.",
        Kernel32Util.formatMessage(W32Errors.HRESULT_FROM_WIN32(231).intValue(), 0, 0));
    Memory text = new Memory(400);
    int length =
        KERNEL32.FormatMessage(
            WinBase.FORMAT_MESSAGE_FROM_SYSTEM, null, 2, 0, new PointerByReference(text), 0, null);
    Check.fails("FormatMessage", WinError.ERROR_INSUFFICIENT_BUFFER, length != 0);
  }

  /** Windows knows no interrupts: a wait goes on. */
  private static void interrupt() throws Exception {
    HANDLE started = KERNEL32.CreateEvent(null, true, false, null);
    HANDLE event = KERNEL32.CreateEvent(null, true, false, null);
    FutureTask<String> task =
        new FutureTask<>(
            () -> {
              KERNEL32.SetEvent(started);
              int result = KERNEL32.WaitForSingleObject(event, WinBase.INFINITE);
              return result + " " + Thread.currentThread().isInterrupted();
            });
    Thread waiter = new Thread(task);
    waiter.start();
    KERNEL32.WaitForSingleObject(started, WinBase.INFINITE);
    waiter.interrupt();
    Check.isTrue("SetEvent", KERNEL32.SetEvent(event));
    Check.equal("wait of an interrupted thread", "0 true", task.get());
    Kernel32Util.closeHandles(started, event);
  }

  private static void lastErrorOfEachThread() throws InterruptedException {
    KERNEL32.SetLastError(77);
    Thread other = new Thread(() -> KERNEL32.CloseHandle(new HANDLE()));
    other.start();
    other.join();
    Check.equal("last error of this thread", 77, KERNEL32.GetLastError());
  }
}
