package handlelab.sim;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * kernel32 as one simulated process calls it: finds objects in that process's table, and works on
 * them.
 */
final class ProcessKernel32 implements Kernel32 {
  private final ProcessObject process;
  private final SimulatedKernel kernel;
  private final MailslotCalls mailslots;
  private final FileCalls files;
  private final ObjectCalls objects;
  private final PipeCalls pipes;

  ProcessKernel32(ProcessObject process) {
    this.process = process;
    this.kernel = process.kernel;
    this.mailslots = new MailslotCalls(this);
    this.objects = new ObjectCalls(this);
    this.pipes = new PipeCalls(this);
    this.files = new FileCalls(this, mailslots, pipes);
  }

  ProcessObject process() {
    return process;
  }

  SimulatedKernel kernel() {
    return kernel;
  }

  /**
   * The only way to an object: the row that a handle of this process names, pseudo handles
   * included.
   *
   * @throws Win32Exception ERROR_INVALID_HANDLE where no row or an object of another type is there;
   *     ERROR_ACCESS_DENIED where the row does not allow {@code access}
   */
  Row row(String function, Handle handle, Class<? extends KernelObject> type, int access) {
    process.checkRunning();
    Row row = rowOrNull(handle);
    if (row == null || !type.isInstance(row.object())) {
      // The table may have been closed since, because the process was terminated.
      process.checkRunning();
      throw new Win32Exception(function, Win32Error.ERROR_INVALID_HANDLE);
    }
    if ((row.access() & access) != access) {
      throw new Win32Exception(function, Win32Error.ERROR_ACCESS_DENIED);
    }
    return row;
  }

  private Row rowOrNull(Handle handle) {
    long value = handle.value();
    if (value == Handle.CURRENT_PROCESS.value()) {
      return new Row(process, Win32.PROCESS_ALL_ACCESS, 0);
    }
    if (value == Handle.CURRENT_THREAD.value()) {
      return new Row(currentThread(), Win32.THREAD_ALL_ACCESS, 0);
    }
    return process.table.get(value);
  }

  /** The thread that makes the call. */
  ThreadObject currentThread() {
    kernel.lock.lock();
    try {
      process.checkRunning();
      return process.currentThread();
    } finally {
      kernel.lock.unlock();
    }
  }

  static boolean isPseudo(Handle handle) {
    return handle.value() >= -6 && handle.value() <= -1;
  }

  @Override
  public Handle createMailslot(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes) {
    return mailslots.create(name, maxMessageSize, readTimeoutMillis, attributes);
  }

  @Override
  public MailslotInfo getMailslotInfo(Handle mailslot) {
    return mailslots.info(mailslot);
  }

  @Override
  public void setMailslotInfo(Handle mailslot, int readTimeoutMillis) {
    mailslots.setReadTimeout(mailslot, readTimeoutMillis);
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
    return files.open(
        name, desiredAccess, shareMode, attributes, creationDisposition, flagsAndAttributes);
  }

  @Override
  public Handle duplicateHandle(
      Handle sourceProcess,
      Handle source,
      Handle targetProcess,
      int desiredAccess,
      boolean inheritHandle,
      int options) {
    kernel.lock.lock();
    try {
      return new Duplication(this, desiredAccess, inheritHandle, options)
          .perform(sourceProcess, source, targetProcess);
    } finally {
      kernel.lock.unlock();
    }
  }

  /**
   * Documented: closing a pseudo handle has no effect; Tested: a protected row is not closable,
   * which is error 6, and {@code STD_ERROR_HANDLE} as an unsigned number closes the standard handle
   * and clears it.
   */
  @Override
  public void closeHandle(Handle handle) {
    kernel.lock.lock();
    try {
      process.checkRunning();
      Handle closed = standardHandleOf(handle);
      if (isPseudo(closed)) {
        return;
      }
      Row row = process.table.get(closed.value());
      if (row == null || row.isProtected()) {
        throw new Win32Exception("CloseHandle", Win32Error.ERROR_INVALID_HANDLE);
      }
      kernel.release(process.table.remove(closed.value()));
    } finally {
      kernel.lock.unlock();
    }
  }

  /** Takes a standard handle that is named by its number; any other handle is returned as it is. */
  private Handle standardHandleOf(Handle handle) {
    int number = (int) handle.value();
    int index = StandardHandles.indexOf(number);
    if (index < 0 || handle.value() != Integer.toUnsignedLong(number)) {
      return handle;
    }
    Handle taken = process.standardHandles.get(index);
    process.standardHandles.set(index, Handle.NULL);
    return taken;
  }

  @Override
  public int getHandleInformation(Handle handle) {
    // The object is not touched: it may be far away. A value without a row may be a pseudo handle.
    Row row = process.table.get(handle.value());
    return row == null
        ? row("GetHandleInformation", handle, KernelObject.class, 0).flags()
        : row.flags();
  }

  /**
   * Only the bits of {@code mask} change, and unknown ones are ignored. A pseudo handle has no row
   * to keep flags in: ERROR_ACCESS_DENIED.
   */
  @Override
  public void setHandleInformation(Handle handle, int mask, int flags) {
    kernel.lock.lock();
    try {
      Row row = row("SetHandleInformation", handle, KernelObject.class, 0);
      if (isPseudo(handle)) {
        throw new Win32Exception("SetHandleInformation", Win32Error.ERROR_ACCESS_DENIED);
      }
      int known = mask & (Win32.HANDLE_FLAG_INHERIT | Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE);
      int newFlags = (row.flags() & ~known) | (flags & known);
      process.table.replace(handle.value(), row.with(row.access(), newFlags));
    } finally {
      kernel.lock.unlock();
    }
  }

  @Override
  public boolean compareObjectHandles(Handle first, Handle second) {
    KernelObject object = row("CompareObjectHandles", first, KernelObject.class, 0).object();
    return object == row("CompareObjectHandles", second, KernelObject.class, 0).object();
  }

  @Override
  public int getCurrentProcessId() {
    return process.id;
  }

  @Override
  public int getCurrentThreadId() {
    return currentThread().id;
  }

  private ProcessObject processOf(String function, Handle handle, int access) {
    return (ProcessObject) row(function, handle, ProcessObject.class, access).object();
  }

  @Override
  public int getProcessId(Handle handle) {
    return processOf("GetProcessId", handle, Win32.PROCESS_QUERY_LIMITED_INFORMATION).id;
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
    process.checkRunning();
    ImageSearch.Found<Program> found =
        image(applicationName, commandLine, creationFlags, currentDirectory);
    return new ProcessCreation(
            process,
            processAttributes,
            threadAttributes,
            inheritHandles,
            creationFlags,
            startupInfo)
        .create(found);
  }

  private ImageSearch.Found<Program> image(
      String applicationName, String commandLine, int creationFlags, String currentDirectory) {
    kernel.lock.lock();
    try {
      return new ImageSearch<>(kernel.programs)
          .find(applicationName, commandLine, creationFlags, currentDirectory);
    } finally {
      kernel.lock.unlock();
    }
  }

  /**
   * Tested: a thread's id, and an id that nobody has, is an invalid parameter; so is 0. Documented:
   * the System process.
   */
  @Override
  public Handle openProcess(int desiredAccess, boolean inheritHandle, int processId) {
    kernel.lock.lock();
    try {
      process.checkRunning();
      if ((processId & ~3) == SimulatedKernel.SYSTEM_PROCESS_ID) {
        throw new Win32Exception("OpenProcess", Win32Error.ERROR_ACCESS_DENIED);
      }
      if (!(kernel.byId(processId) instanceof ProcessObject target)) {
        throw new Win32Exception("OpenProcess", Win32Error.ERROR_INVALID_PARAMETER);
      }
      int access = ObjectType.PROCESS.grant("OpenProcess", desiredAccess, Win32.PROCESS_ALL_ACCESS);
      if (access == 0) {
        throw new Win32Exception("OpenProcess", Win32Error.ERROR_ACCESS_DENIED);
      }
      int flags = inheritHandle ? Win32.HANDLE_FLAG_INHERIT : 0;
      return kernel.addRow(process.table, target, access, flags, "OpenProcess");
    } finally {
      kernel.lock.unlock();
    }
  }

  @Override
  public int resumeThread(Handle handle) {
    kernel.lock.lock();
    try {
      Row row = row("ResumeThread", handle, ThreadObject.class, Win32.THREAD_SUSPEND_RESUME);
      ThreadObject thread = (ThreadObject) row.object();
      int before = thread.suspendCount;
      if (before > 0) {
        thread.suspendCount--;
        if (before == 1 && !thread.isEnded()) {
          thread.process.start();
        }
      }
      return before;
    } finally {
      kernel.lock.unlock();
    }
  }

  @Override
  public int getExitCodeProcess(Handle handle) {
    kernel.lock.lock();
    try {
      return processOf("GetExitCodeProcess", handle, Win32.PROCESS_QUERY_LIMITED_INFORMATION)
          .exitCode;
    } finally {
      kernel.lock.unlock();
    }
  }

  /**
   * Documented: a process that has exited cannot be terminated: ERROR_ACCESS_DENIED. A {@link
   * Program} that ends itself does not come back from the call.
   */
  @Override
  public void terminateProcess(Handle handle, int exitCode) {
    ProcessObject target = processOf("TerminateProcess", handle, Win32.PROCESS_TERMINATE);
    if (!kernel.endIfRunning(target, exitCode)) {
      throw new Win32Exception("TerminateProcess", Win32Error.ERROR_ACCESS_DENIED);
    }
    if (process.isProgramThread()) {
      process.checkRunning();
    }
  }

  @Override
  public int waitForSingleObject(Handle handle, int timeoutMillis) {
    Row row = row("WaitForSingleObject", handle, KernelObject.class, Win32.SYNCHRONIZE);
    kernel.lock.lock();
    try {
      process.checkRunning();
      return process.await(List.of(row.object()), timeoutMillis, "WaitForSingleObject");
    } finally {
      kernel.lock.unlock();
    }
  }

  @Override
  public int waitForMultipleObjects(List<Handle> handles, boolean waitAll, int timeoutMillis) {
    return objects.waitForMultiple(handles, waitAll, timeoutMillis);
  }

  @Override
  public Created createEvent(
      SecurityAttributes attributes, boolean manualReset, boolean initialState, String name) {
    return objects.createEvent(attributes, manualReset, initialState, name);
  }

  @Override
  public Handle openEvent(int desiredAccess, boolean inheritHandle, String name) {
    return objects.open("OpenEventW", ObjectType.EVENT, desiredAccess, inheritHandle, name);
  }

  @Override
  public void setEvent(Handle event) {
    objects.setEvent(event);
  }

  @Override
  public void resetEvent(Handle event) {
    objects.resetEvent(event);
  }

  @Override
  public Created createMutex(SecurityAttributes attributes, boolean initialOwner, String name) {
    return objects.createMutex(attributes, initialOwner, name);
  }

  @Override
  public Handle openMutex(int desiredAccess, boolean inheritHandle, String name) {
    return objects.open("OpenMutexW", ObjectType.MUTEX, desiredAccess, inheritHandle, name);
  }

  @Override
  public void releaseMutex(Handle mutex) {
    objects.releaseMutex(mutex);
  }

  @Override
  public Created createSemaphore(
      SecurityAttributes attributes, int initialCount, int maximumCount, String name) {
    return objects.createSemaphore(attributes, initialCount, maximumCount, name);
  }

  @Override
  public Handle openSemaphore(int desiredAccess, boolean inheritHandle, String name) {
    return objects.open("OpenSemaphoreW", ObjectType.SEMAPHORE, desiredAccess, inheritHandle, name);
  }

  @Override
  public int releaseSemaphore(Handle semaphore, int releaseCount) {
    return objects.releaseSemaphore(semaphore, releaseCount);
  }

  @Override
  public PipeHandles createPipe(SecurityAttributes attributes, int size) {
    return pipes.createAnonymous(attributes, size);
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
    return pipes.create(
        name,
        openMode,
        pipeMode,
        maxInstances,
        outBufferSize,
        inBufferSize,
        defaultTimeoutMillis,
        attributes);
  }

  @Override
  public ConnectState connectNamedPipe(Handle pipe, Overlapped overlapped) {
    return files.connect(pipe, overlapped);
  }

  @Override
  public void disconnectNamedPipe(Handle pipe) {
    pipes.disconnect(pipe);
  }

  @Override
  public boolean waitNamedPipe(String name, int timeoutMillis) {
    return pipes.wait(name, timeoutMillis);
  }

  @Override
  public PeekResult peekNamedPipe(Handle pipe, ByteBuffer target) {
    return pipes.peek(pipe, target);
  }

  @Override
  public PipeState getNamedPipeHandleState(Handle pipe) {
    return pipes.state(pipe);
  }

  @Override
  public void setNamedPipeHandleState(Handle pipe, int mode) {
    pipes.setState(pipe, mode);
  }

  @Override
  public PipeInfo getNamedPipeInfo(Handle pipe) {
    return pipes.info(pipe);
  }

  @Override
  public void flushFileBuffers(Handle file) {
    files.flush(file);
  }

  @Override
  public IoResult readFile(Handle file, ByteBuffer target, Overlapped overlapped) {
    return files.read(file, target, overlapped);
  }

  @Override
  public IoResult writeFile(Handle file, ByteBuffer source, Overlapped overlapped) {
    return files.write(file, source, overlapped);
  }

  @Override
  public IoResult getOverlappedResult(Handle file, Overlapped overlapped, boolean wait) {
    return files.result(overlapped, wait);
  }

  @Override
  public void cancelIo(Handle file) {
    files.cancelOwn(file);
  }

  @Override
  public boolean cancelIoEx(Handle file, Overlapped overlapped) {
    return files.cancel(file, overlapped);
  }

  /**
   * The image's path. Assumed: an image without a folder is that of the system's first drive, and
   * drives are volumes of one disk.
   */
  @Override
  public String queryFullProcessImageName(Handle handle, int flags) {
    ProcessObject target =
        processOf("QueryFullProcessImageNameW", handle, Win32.PROCESS_QUERY_LIMITED_INFORMATION);
    if ((flags & ~Win32.PROCESS_NAME_NATIVE) != 0) {
      throw new Win32Exception("QueryFullProcessImageNameW", Win32Error.ERROR_INVALID_PARAMETER);
    }
    String name = target.imageName;
    boolean hasFolder = name.indexOf('\\') >= 0 || name.indexOf('/') >= 0;
    String path = hasFolder ? name : "C:\\" + name;
    return flags == 0
        ? path
        : "\\Device\\HarddiskVolume1" + path.replaceFirst("^[A-Za-z]:", "").replace('/', '\\');
  }

  /** The processor's time is not simulated: 0. */
  @Override
  public ProcessTimes getProcessTimes(Handle handle) {
    kernel.lock.lock();
    try {
      return processOf("GetProcessTimes", handle, Win32.PROCESS_QUERY_LIMITED_INFORMATION).times();
    } finally {
      kernel.lock.unlock();
    }
  }

  @Override
  public int getFileType(Handle file) {
    return files.type(file);
  }

  @Override
  public Handle getStdHandle(int stdHandle) {
    kernel.lock.lock();
    try {
      process.checkRunning();
      return process.standardHandles.get(standardHandleIndex("GetStdHandle", stdHandle));
    } finally {
      kernel.lock.unlock();
    }
  }

  @Override
  public void setStdHandle(int stdHandle, Handle handle) {
    Objects.requireNonNull(handle);
    kernel.lock.lock();
    try {
      process.checkRunning();
      process.standardHandles.set(standardHandleIndex("SetStdHandle", stdHandle), handle);
    } finally {
      kernel.lock.unlock();
    }
  }

  private static int standardHandleIndex(String function, int stdHandle) {
    int index = StandardHandles.indexOf(stdHandle);
    if (index < 0) {
      throw new Win32Exception(function, Win32Error.ERROR_INVALID_HANDLE);
    }
    return index;
  }
}
