package handlelab.real;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Map;

/**
 * kernel32.dll as the contract sees it: one call for one method, and the last error in the next
 * statement.
 *
 * <p>Whether a call failed is judged function by function: INVALID_HANDLE_VALUE is a failure of
 * {@code CreateFileW} and {@code CreateMailslotW} and a fine answer of {@code GetCurrentProcess}.
 * Errors and their causes: {@link Kernel32}. No state of its own, so any thread may call.
 */
final class RealKernel32 implements Kernel32 {
  private static final long INVALID_HANDLE_VALUE = -1;

  /** Up to this size copying a direct buffer costs less than asking JNI for its address. */
  private static final int COPIED_BYTES = 1024;

  @Override
  public Handle createMailslot(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes) {
    CallMemory memory = CallMemory.ofThread();
    long handle =
        Kernel32Library.CreateMailslotW(
            memory.wideName("CreateMailslotW", name),
            maxMessageSize,
            readTimeoutMillis,
            CallMemory.securityAttributes(attributes));
    if (handle == INVALID_HANDLE_VALUE) {
      throw failed("CreateMailslotW");
    }
    OverlappedRead.tableChanged();
    return new Handle(handle);
  }

  @Override
  public MailslotInfo getMailslotInfo(Handle mailslot) {
    CallMemory memory = CallMemory.ofThread();
    long words = memory.words();
    if (Kernel32Library.GetMailslotInfo(mailslot.value(), words, words + 4, words + 8, words + 12)
        == 0) {
      throw failed("GetMailslotInfo");
    }
    return new MailslotInfo(memory.intAt(0), memory.intAt(4), memory.intAt(8), memory.intAt(12));
  }

  @Override
  public void setMailslotInfo(Handle mailslot, int readTimeoutMillis) {
    if (Kernel32Library.SetMailslotInfo(mailslot.value(), readTimeoutMillis) == 0) {
      throw failed("SetMailslotInfo");
    }
  }

  @Override
  public Handle createFile(
      String name,
      int desiredAccess,
      int shareMode,
      SecurityAttributes attributes,
      int creationDisposition,
      int flagsAndAttributes,
      Handle template) {
    CallMemory memory = CallMemory.ofThread();
    long handle =
        Kernel32Library.CreateFileW(
            memory.wideName("CreateFileW", name),
            desiredAccess,
            shareMode,
            CallMemory.securityAttributes(attributes),
            creationDisposition,
            flagsAndAttributes,
            template == null ? 0 : template.value());
    if (handle == INVALID_HANDLE_VALUE) {
      throw failed("CreateFileW");
    }
    OverlappedRead.tableChanged();
    return new Handle(handle);
  }

  @Override
  public int readFile(Handle file, ByteBuffer target) {
    // A mailslot read takes the message away, so what would refuse it must speak before the call.
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    int position = target.position();
    int size = target.remaining();
    CallMemory memory = CallMemory.ofThread();
    int read;
    if (target.isDirect() && size > COPIED_BYTES) {
      try {
        read = read(file, addressOf(target) + position, size, memory);
      } finally {
        Reference.reachabilityFence(target);
      }
    } else {
      ByteBuffer data = memory.data(size);
      read = read(file, memory.dataAddress(), size, memory);
      target.put(position, data, 0, read);
      memory.trim();
    }
    target.position(position + read);
    return read;
  }

  private static int read(Handle file, long address, int size, CallMemory memory) {
    if (OverlappedRead.isNeeded(file.value(), memory)) {
      return OverlappedRead.read(file.value(), address, size, memory);
    }
    if (Kernel32Library.ReadFile(file.value(), address, size, memory.words(), 0) == 0) {
      throw failed("ReadFile");
    }
    return memory.intAt(0);
  }

  @Override
  public int writeFile(Handle file, ByteBuffer source) {
    int position = source.position();
    int size = source.remaining();
    CallMemory memory = CallMemory.ofThread();
    int written;
    if (source.isDirect() && size > COPIED_BYTES) {
      try {
        written = write(file, addressOf(source) + position, size, memory);
      } finally {
        Reference.reachabilityFence(source);
      }
    } else {
      memory.data(size).put(0, source, position, size);
      written = write(file, memory.dataAddress(), size, memory);
      memory.trim();
    }
    source.position(position + written);
    return written;
  }

  private static int write(Handle file, long address, int size, CallMemory memory) {
    if (Kernel32Library.WriteFile(file.value(), address, size, memory.words(), 0) == 0) {
      throw failed("WriteFile");
    }
    return memory.intAt(0);
  }

  private static long addressOf(ByteBuffer direct) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
  }

  @Override
  public Handle duplicateHandle(
      Handle sourceProcess,
      Handle source,
      Handle targetProcess,
      int desiredAccess,
      boolean inheritHandle,
      int options) {
    CallMemory memory = CallMemory.ofThread();
    if (Kernel32Library.DuplicateHandle(
            sourceProcess.value(),
            source.value(),
            targetProcess.value(),
            memory.clearedWords(),
            desiredAccess,
            inheritHandle ? 1 : 0,
            options)
        == 0) {
      throw failed("DuplicateHandle");
    }
    OverlappedRead.tableChanged();
    return new Handle(memory.longAt(0));
  }

  @Override
  public void closeHandle(Handle handle) {
    if (Kernel32Library.CloseHandle(handle.value()) == 0) {
      throw failed("CloseHandle");
    }
    OverlappedRead.tableChanged();
  }

  @Override
  public int getHandleInformation(Handle handle) {
    CallMemory memory = CallMemory.ofThread();
    if (Kernel32Library.GetHandleInformation(handle.value(), memory.words()) == 0) {
      throw failed("GetHandleInformation");
    }
    return memory.intAt(0);
  }

  @Override
  public void setHandleInformation(Handle handle, int mask, int flags) {
    if (Kernel32Library.SetHandleInformation(handle.value(), mask, flags) == 0) {
      throw failed("SetHandleInformation");
    }
  }

  @Override
  public boolean compareObjectHandles(Handle first, Handle second) {
    if (!KernelbaseLibrary.hasCompareObjectHandles()) {
      throw new Win32Exception("CompareObjectHandles", Win32Error.ERROR_PROC_NOT_FOUND);
    }
    if (KernelbaseLibrary.CompareObjectHandles(first.value(), second.value()) != 0) {
      return true;
    }
    int error = Native.getLastError();
    if (error == Win32Error.ERROR_NOT_SAME_OBJECT) {
      return false;
    }
    throw new Win32Exception("CompareObjectHandles", error);
  }

  @Override
  public Handle getCurrentProcess() {
    return new Handle(Kernel32Library.GetCurrentProcess());
  }

  @Override
  public Handle getCurrentThread() {
    return new Handle(Kernel32Library.GetCurrentThread());
  }

  @Override
  public int getCurrentProcessId() {
    return Kernel32Library.GetCurrentProcessId();
  }

  @Override
  public int getProcessId(Handle process) {
    int processId = Kernel32Library.GetProcessId(process.value());
    if (processId == 0) {
      throw failed("GetProcessId");
    }
    return processId;
  }

  @Override
  public ProcessInformation createProcess(
      String applicationName,
      String commandLine,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      Map<String, String> environment,
      String currentDirectory,
      StartupInfo startupInfo) {
    return ProcessCreation.create(
        applicationName,
        commandLine,
        processAttributes,
        threadAttributes,
        inheritHandles,
        creationFlags,
        environment,
        currentDirectory,
        startupInfo);
  }

  @Override
  public Handle openProcess(int desiredAccess, boolean inheritHandle, int processId) {
    long handle = Kernel32Library.OpenProcess(desiredAccess, inheritHandle ? 1 : 0, processId);
    if (handle == 0) {
      throw failed("OpenProcess");
    }
    return new Handle(handle);
  }

  @Override
  public int resumeThread(Handle thread) {
    int previousCount = Kernel32Library.ResumeThread(thread.value());
    if (previousCount == -1) {
      throw failed("ResumeThread");
    }
    return previousCount;
  }

  @Override
  public int getExitCodeProcess(Handle process) {
    CallMemory memory = CallMemory.ofThread();
    if (Kernel32Library.GetExitCodeProcess(process.value(), memory.words()) == 0) {
      throw failed("GetExitCodeProcess");
    }
    return memory.intAt(0);
  }

  @Override
  public void terminateProcess(Handle process, int exitCode) {
    if (Kernel32Library.TerminateProcess(process.value(), exitCode) == 0) {
      throw failed("TerminateProcess");
    }
  }

  @Override
  public int waitForSingleObject(Handle handle, int timeoutMillis) {
    int result = Kernel32Library.WaitForSingleObject(handle.value(), timeoutMillis);
    if (result == Win32.WAIT_FAILED) {
      throw failed("WaitForSingleObject");
    }
    return result;
  }

  @Override
  public void cancelIoEx(Handle file) {
    if (Kernel32Library.CancelIoEx(file.value(), 0) == 0) {
      throw failed("CancelIoEx");
    }
  }

  /** Whether both are handles of one object; false also if the system cannot say. */
  static boolean isSameObject(long first, long second) {
    return KernelbaseLibrary.hasCompareObjectHandles()
        && KernelbaseLibrary.CompareObjectHandles(first, second) != 0;
  }

  /** The failure of the call that this thread has just made. */
  static Win32Exception failed(String function) {
    return new Win32Exception(function, Native.getLastError());
  }
}
