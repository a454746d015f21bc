package handlelab.real;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import handlelab.api.ConnectState;
import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import handlelab.api.Overlapped;
import handlelab.api.PeekResult;
import handlelab.api.PipeHandles;
import handlelab.api.PipeInfo;
import handlelab.api.PipeState;
import handlelab.api.ProcessInformation;
import handlelab.api.ProcessTimes;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
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

  private static final int PROCESS_INFORMATION_BYTES = 24;

  /** With the terminating NUL; Windows knows no longer path. */
  private static final int LONGEST_PATH_CHARS = 32_768;

  @Override
  public Handle createMailslot(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes) {
    long handle =
        Kernel32Library.CreateMailslotW(
            wideName("CreateMailslotW", name),
            maxMessageSize,
            readTimeoutMillis,
            CallMemory.securityAttributes(attributes));
    return opened("CreateMailslotW", handle == INVALID_HANDLE_VALUE ? 0 : handle);
  }

  @Override
  public MailslotInfo getMailslotInfo(Handle mailslot) {
    CallMemory memory = CallMemory.ofThread();
    long words = memory.words();
    check(
        "GetMailslotInfo",
        Kernel32Library.GetMailslotInfo(mailslot.value(), words, words + 4, words + 8, words + 12));
    return new MailslotInfo(memory.intAt(0), memory.intAt(4), memory.intAt(8), memory.intAt(12));
  }

  @Override
  public void setMailslotInfo(Handle mailslot, int readTimeoutMillis) {
    check("SetMailslotInfo", Kernel32Library.SetMailslotInfo(mailslot.value(), readTimeoutMillis));
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
    long handle =
        Kernel32Library.CreateFileW(
            wideName("CreateFileW", name),
            desiredAccess,
            shareMode,
            CallMemory.securityAttributes(attributes),
            creationDisposition,
            flagsAndAttributes,
            template == null ? 0 : template.value());
    return opened("CreateFileW", handle == INVALID_HANDLE_VALUE ? 0 : handle);
  }

  @Override
  public IoResult readFile(Handle file, ByteBuffer target, Overlapped overlapped) {
    return FileIo.read(file, target, overlapped);
  }

  @Override
  public IoResult writeFile(Handle file, ByteBuffer source, Overlapped overlapped) {
    return FileIo.write(file, source, overlapped);
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
    check(
        "DuplicateHandle",
        Kernel32Library.DuplicateHandle(
            sourceProcess.value(),
            source.value(),
            targetProcess.value(),
            memory.clearedWords(),
            desiredAccess,
            bool(inheritHandle),
            options));
    AsynchronousFiles.tableChanged();
    return new Handle(memory.longAt(0));
  }

  @Override
  public void closeHandle(Handle handle) {
    check("CloseHandle", Kernel32Library.CloseHandle(handle.value()));
    AsynchronousFiles.tableChanged();
  }

  @Override
  public int getHandleInformation(Handle handle) {
    CallMemory memory = CallMemory.ofThread();
    check(
        "GetHandleInformation",
        Kernel32Library.GetHandleInformation(handle.value(), memory.words()));
    return memory.intAt(0);
  }

  @Override
  public void setHandleInformation(Handle handle, int mask, int flags) {
    check(
        "SetHandleInformation", Kernel32Library.SetHandleInformation(handle.value(), mask, flags));
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
  public int getCurrentThreadId() {
    return Kernel32Library.GetCurrentThreadId();
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
    if (applicationName == null && commandLine == null) {
      // Windows reads through the null pointer and crashes the process.
      throw new Win32Exception("CreateProcessW", Win32Error.ERROR_INVALID_PARAMETER);
    }
    StartupInfo startup = startupInfo == null ? StartupInfo.DEFAULT : startupInfo;
    int flags =
        creationFlags
            | (environment == null ? 0 : Win32.CREATE_UNICODE_ENVIRONMENT)
            | (startup.inheritOnly() == null ? 0 : Win32.EXTENDED_STARTUPINFO_PRESENT);
    try (ProcessCreation memory = new ProcessCreation()) {
      Memory information = memory.zeroed(PROCESS_INFORMATION_BYTES);
      check(
          "CreateProcessW",
          Kernel32Library.CreateProcessW(
              memory.text(applicationName),
              memory.text(commandLine),
              CallMemory.securityAttributes(processAttributes),
              CallMemory.securityAttributes(threadAttributes),
              bool(inheritHandles),
              flags,
              memory.environment(environment),
              memory.text(currentDirectory),
              memory.startupInfo(startup, (flags & Win32.EXTENDED_STARTUPINFO_PRESENT) != 0),
              Pointer.nativeValue(information)));
      return new ProcessInformation(
          new Handle(information.getLong(0)),
          new Handle(information.getLong(8)),
          information.getInt(16),
          information.getInt(20));
    }
  }

  @Override
  public Handle openProcess(int desiredAccess, boolean inheritHandle, int processId) {
    return opened(
        "OpenProcess", Kernel32Library.OpenProcess(desiredAccess, bool(inheritHandle), processId));
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
    check(
        "GetExitCodeProcess", Kernel32Library.GetExitCodeProcess(process.value(), memory.words()));
    return memory.intAt(0);
  }

  @Override
  public void terminateProcess(Handle process, int exitCode) {
    check("TerminateProcess", Kernel32Library.TerminateProcess(process.value(), exitCode));
  }

  @Override
  public int waitForSingleObject(Handle handle, int timeoutMillis) {
    refuseMutexOnVirtualThread("WaitForSingleObject", handle);
    int result = Kernel32Library.WaitForSingleObject(handle.value(), timeoutMillis);
    if (result == Win32.WAIT_FAILED) {
      throw failed("WaitForSingleObject");
    }
    return result;
  }

  @Override
  public int waitForMultipleObjects(List<Handle> handles, boolean waitAll, int timeoutMillis) {
    List<Handle> all = List.copyOf(handles);
    CallMemory memory = CallMemory.ofThread();
    ByteBuffer array = memory.data(Math.multiplyExact(all.size(), Long.BYTES));
    for (int i = 0; i < all.size(); i++) {
      refuseMutexOnVirtualThread("WaitForMultipleObjects", all.get(i));
      array.putLong(i * Long.BYTES, all.get(i).value());
    }
    int result =
        Kernel32Library.WaitForMultipleObjects(
            all.size(), memory.dataAddress(), bool(waitAll), timeoutMillis);
    if (result == Win32.WAIT_FAILED) {
      throw failed("WaitForMultipleObjects");
    }
    return result;
  }

  private static void refuseMutexOnVirtualThread(String function, Handle handle) {
    if (VirtualThreads.isCurrent()) {
      try (ObjectQuery query = new ObjectQuery()) {
        if ("Mutant".equals(query.typeName(handle.value()))) {
          VirtualThreads.refuse(function + " on a mutex");
        }
      }
    }
  }

  @Override
  public Created createEvent(
      SecurityAttributes attributes, boolean manualReset, boolean initialState, String name) {
    return created(
        "CreateEventW",
        Kernel32Library.CreateEventW(
            CallMemory.securityAttributes(attributes),
            bool(manualReset),
            bool(initialState),
            wideName("CreateEventW", name)));
  }

  /** Translates what the last call returned: NULL, or a handle with the last error 183 or 0. */
  private static Created created(String function, long handle) {
    int error = Native.getLastError();
    if (handle == 0) {
      throw new Win32Exception(function, error);
    }
    AsynchronousFiles.tableChanged();
    return new Created(new Handle(handle), error == Win32Error.ERROR_ALREADY_EXISTS);
  }

  @Override
  public Handle openEvent(int desiredAccess, boolean inheritHandle, String name) {
    return opened(
        "OpenEventW",
        Kernel32Library.OpenEventW(
            desiredAccess, bool(inheritHandle), wideName("OpenEventW", name)));
  }

  private static Handle opened(String function, long handle) {
    if (handle == 0) {
      throw failed(function);
    }
    AsynchronousFiles.tableChanged();
    return new Handle(handle);
  }

  @Override
  public void setEvent(Handle event) {
    check("SetEvent", Kernel32Library.SetEvent(event.value()));
  }

  @Override
  public void resetEvent(Handle event) {
    check("ResetEvent", Kernel32Library.ResetEvent(event.value()));
  }

  @Override
  public Created createMutex(SecurityAttributes attributes, boolean initialOwner, String name) {
    if (initialOwner) {
      VirtualThreads.refuse("CreateMutexW with an owner");
    }
    return created(
        "CreateMutexW",
        Kernel32Library.CreateMutexW(
            CallMemory.securityAttributes(attributes),
            bool(initialOwner),
            wideName("CreateMutexW", name)));
  }

  @Override
  public Handle openMutex(int desiredAccess, boolean inheritHandle, String name) {
    return opened(
        "OpenMutexW",
        Kernel32Library.OpenMutexW(
            desiredAccess, bool(inheritHandle), wideName("OpenMutexW", name)));
  }

  @Override
  public void releaseMutex(Handle mutex) {
    VirtualThreads.refuse("ReleaseMutex");
    check("ReleaseMutex", Kernel32Library.ReleaseMutex(mutex.value()));
  }

  @Override
  public Created createSemaphore(
      SecurityAttributes attributes, int initialCount, int maximumCount, String name) {
    return created(
        "CreateSemaphoreW",
        Kernel32Library.CreateSemaphoreW(
            CallMemory.securityAttributes(attributes),
            initialCount,
            maximumCount,
            wideName("CreateSemaphoreW", name)));
  }

  @Override
  public Handle openSemaphore(int desiredAccess, boolean inheritHandle, String name) {
    return opened(
        "OpenSemaphoreW",
        Kernel32Library.OpenSemaphoreW(
            desiredAccess, bool(inheritHandle), wideName("OpenSemaphoreW", name)));
  }

  @Override
  public int releaseSemaphore(Handle semaphore, int releaseCount) {
    CallMemory memory = CallMemory.ofThread();
    check(
        "ReleaseSemaphore",
        Kernel32Library.ReleaseSemaphore(semaphore.value(), releaseCount, memory.words()));
    return memory.intAt(0);
  }

  @Override
  public PipeHandles createPipe(SecurityAttributes attributes, int size) {
    CallMemory memory = CallMemory.ofThread();
    long words = memory.words();
    check(
        "CreatePipe",
        Kernel32Library.CreatePipe(
            words, words + 8, CallMemory.securityAttributes(attributes), size));
    AsynchronousFiles.tableChanged();
    return new PipeHandles(new Handle(memory.longAt(0)), new Handle(memory.longAt(8)));
  }

  @Override
  public Created createNamedPipe(
      String name,
      int openMode,
      int pipeMode,
      int maxInstances,
      int outBufferSize,
      int inBufferSize,
      int defaultTimeoutMillis,
      SecurityAttributes attributes) {
    long handle =
        Kernel32Library.CreateNamedPipeW(
            wideName("CreateNamedPipeW", name),
            openMode,
            pipeMode,
            maxInstances,
            outBufferSize,
            inBufferSize,
            defaultTimeoutMillis,
            CallMemory.securityAttributes(attributes));
    return created("CreateNamedPipeW", handle == INVALID_HANDLE_VALUE ? 0 : handle);
  }

  @Override
  public ConnectState connectNamedPipe(Handle pipe, Overlapped overlapped) {
    return FileIo.connect(pipe, overlapped);
  }

  @Override
  public void disconnectNamedPipe(Handle pipe) {
    check("DisconnectNamedPipe", Kernel32Library.DisconnectNamedPipe(pipe.value()));
  }

  @Override
  public boolean waitNamedPipe(String name, int timeoutMillis) {
    long wideName = wideName("WaitNamedPipeW", name);
    if (Kernel32Library.WaitNamedPipeW(wideName, timeoutMillis) != 0) {
      return true;
    }
    int error = Native.getLastError();
    if (error == Win32Error.ERROR_SEM_TIMEOUT) {
      return false;
    }
    throw new Win32Exception("WaitNamedPipeW", error);
  }

  @Override
  public PeekResult peekNamedPipe(Handle pipe) {
    return peek(pipe, 0, 0, CallMemory.ofThread());
  }

  @Override
  public PeekResult peekNamedPipe(Handle pipe, ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    CallMemory memory = CallMemory.ofThread();
    ByteBuffer data = memory.data(target.remaining());
    PeekResult result = peek(pipe, memory.dataAddress(), target.remaining(), memory);
    target.put(target.position(), data, 0, result.bytesRead());
    target.position(target.position() + result.bytesRead());
    memory.trim();
    return result;
  }

  private static PeekResult peek(Handle pipe, long data, int size, CallMemory memory) {
    long words = memory.clearedWords();
    check(
        "PeekNamedPipe",
        Kernel32Library.PeekNamedPipe(pipe.value(), data, size, words, words + 4, words + 8));
    return new PeekResult(memory.intAt(0), memory.intAt(4), memory.intAt(8));
  }

  @Override
  public PipeState getNamedPipeHandleState(Handle pipe) {
    CallMemory memory = CallMemory.ofThread();
    long words = memory.words();
    check(
        "GetNamedPipeHandleStateW",
        Kernel32Library.GetNamedPipeHandleStateW(pipe.value(), words, words + 4, 0, 0, 0, 0));
    return new PipeState(memory.intAt(0), memory.intAt(4));
  }

  @Override
  public void setNamedPipeHandleState(Handle pipe, int mode) {
    long word = CallMemory.ofThread().word(mode);
    check(
        "SetNamedPipeHandleState",
        Kernel32Library.SetNamedPipeHandleState(pipe.value(), word, 0, 0));
  }

  @Override
  public PipeInfo getNamedPipeInfo(Handle pipe) {
    CallMemory memory = CallMemory.ofThread();
    long words = memory.words();
    check(
        "GetNamedPipeInfo",
        Kernel32Library.GetNamedPipeInfo(pipe.value(), words, words + 4, words + 8, words + 12));
    return new PipeInfo(memory.intAt(0), memory.intAt(4), memory.intAt(8), memory.intAt(12));
  }

  @Override
  public void flushFileBuffers(Handle file) {
    check("FlushFileBuffers", Kernel32Library.FlushFileBuffers(file.value()));
  }

  @Override
  public IoResult getOverlappedResult(Handle file, Overlapped overlapped, boolean wait) {
    return FileIo.result(file, overlapped, wait);
  }

  @Override
  public void cancelIo(Handle file) {
    VirtualThreads.refuse("CancelIo");
    check("CancelIo", Kernel32Library.CancelIo(file.value()));
  }

  @Override
  public boolean cancelIoEx(Handle file, Overlapped overlapped) {
    return FileIo.cancel(file, overlapped);
  }

  @Override
  public int getFileType(Handle file) {
    // FILE_TYPE_UNKNOWN is an answer with NO_ERROR; Wine then leaves the last error as it was.
    Native.setLastError(Win32Error.ERROR_SUCCESS);
    int type = Kernel32Library.GetFileType(file.value());
    if (type == Win32.FILE_TYPE_UNKNOWN && Native.getLastError() != Win32Error.ERROR_SUCCESS) {
      throw failed("GetFileType");
    }
    return type;
  }

  @Override
  public String queryFullProcessImageName(Handle process, int flags) {
    CallMemory memory = CallMemory.ofThread();
    ByteBuffer path = memory.data(LONGEST_PATH_CHARS * Character.BYTES);
    check(
        "QueryFullProcessImageNameW",
        Kernel32Library.QueryFullProcessImageNameW(
            process.value(), flags, memory.dataAddress(), memory.word(LONGEST_PATH_CHARS)));
    return path.duplicate()
        .order(path.order())
        .limit(memory.intAt(0) * Character.BYTES)
        .asCharBuffer()
        .toString();
  }

  @Override
  public ProcessTimes getProcessTimes(Handle process) {
    CallMemory memory = CallMemory.ofThread();
    long words = memory.words();
    check(
        "GetProcessTimes",
        Kernel32Library.GetProcessTimes(process.value(), words, words + 8, words + 16, words + 24));
    return new ProcessTimes(
        memory.longAt(0), memory.longAt(8), memory.longAt(16), memory.longAt(24));
  }

  /** -1 is a value that may have been set, except for a number that is none of the three. */
  @Override
  public Handle getStdHandle(int stdHandle) {
    long handle = Kernel32Library.GetStdHandle(stdHandle);
    if (handle == INVALID_HANDLE_VALUE
        && (stdHandle > Win32.STD_INPUT_HANDLE || stdHandle < Win32.STD_ERROR_HANDLE)) {
      throw failed("GetStdHandle");
    }
    return new Handle(handle);
  }

  @Override
  public void setStdHandle(int stdHandle, Handle handle) {
    check("SetStdHandle", Kernel32Library.SetStdHandle(stdHandle, handle.value()));
  }

  /** Whether both are handles of one object; false also if the system cannot say. */
  static boolean isSameObject(long first, long second) {
    return KernelbaseLibrary.hasCompareObjectHandles()
        && KernelbaseLibrary.CompareObjectHandles(first, second) != 0;
  }

  private static int bool(boolean value) {
    return value ? 1 : 0;
  }

  private static long wideName(String function, String name) {
    return CallMemory.ofThread().wideName(function, name);
  }

  /** Fails if the call that this thread has just made returned FALSE. */
  static void check(String function, int result) {
    if (result == 0) {
      throw failed(function);
    }
  }

  /** The failure of the call that this thread has just made. */
  static Win32Exception failed(String function) {
    return new Win32Exception(function, Native.getLastError());
  }
}
