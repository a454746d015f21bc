package handlelab.api;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * The slice of kernel32 that this project is about, as one process sees it.
 *
 * <p>One method for one Windows function: same name in lower camel case without the W, same
 * parameters in the same order. An out-parameter becomes the return value; FALSE with a last error
 * becomes a {@link Win32Exception} that carries the function's exported name and the code. Every
 * call is made by the process that this instance belongs to. All methods may be called from any
 * thread. The short form of a function that has two is its long form with null.
 *
 * <p>In each list of errors, {@code ERROR_INVALID_HANDLE} (6) stands for a handle value that names
 * no row of the caller's table, or an object of another type, and {@code ERROR_ACCESS_DENIED} (5)
 * for a row that does not allow what the function needs. The low two bits of a handle value are
 * ignored; the pseudo handles are accepted as process and thread handles.
 *
 * <p>A null {@code Handle} or buffer is a {@code NullPointerException}, a read-only target a {@code
 * java.nio.ReadOnlyBufferException}: both before anything is called. On a simulated kernel a call
 * of a process that has ended is a {@link ProcessEndedException}.
 *
 * <p>Sources: Microsoft Learn, the page of each function; Wine's tests, which run on Windows too,
 * if a page is silent.
 */
public interface Kernel32 {
  /**
   * {@code CreateMailslotW}: makes a mailslot and returns a handle to its server end, which can be
   * read and not written.
   *
   * @param name {@code \\.\mailslot\[path\]name}; case does not count, the path need not exist
   * @param maxMessageSize in bytes, unsigned; 0 for any size
   * @param readTimeoutMillis how long a read waits for a message: 0 not at all, {@link
   *     Win32#MAILSLOT_WAIT_FOREVER} without limit; it belongs to the slot, so it applies to every
   *     handle of it
   * @param attributes null for a handle that is not inheritable
   * @return the server end, which the caller must close
   * @throws Win32Exception {@code ERROR_INVALID_NAME} (123) if it is not a mailslot's name; {@code
   *     ERROR_PATH_NOT_FOUND} (3) if it is null or empty; {@code ERROR_ALREADY_EXISTS} (183) if a
   *     slot of that name exists
   */
  Handle createMailslot(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes);

  /**
   * {@code GetMailslotInfo}, from the server end, and on Windows 8 and later from a client end.
   *
   * @param mailslot a handle to the slot
   * @return the slot's limits, and what waits in it
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}
   */
  MailslotInfo getMailslotInfo(Handle mailslot);

  /**
   * {@code SetMailslotInfo}: sets the slot's read timeout, for all later reads through any handle.
   *
   * @param mailslot a handle to its server end
   * @param readTimeoutMillis as for {@link #createMailslot}
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}
   */
  void setMailslotInfo(Handle mailslot, int readTimeoutMillis);

  /**
   * {@code CreateFileW}; for a mailslot's name it opens a client end, which can be written and not
   * read. Each open makes another object.
   *
   * @param name such as {@code \\.\mailslot\name}, {@code \\.\pipe\name} or a path
   * @param desiredAccess {@link Win32#GENERIC_WRITE} for a client; SYNCHRONIZE and
   *     FILE_READ_ATTRIBUTES are always added
   * @param shareMode {@code FILE_SHARE_*}; documented as FILE_SHARE_READ for mailslots, and Wine
   *     insists on it
   * @param attributes null for a handle that is not inheritable
   * @param creationDisposition {@link Win32#OPEN_EXISTING} for a mailslot
   * @param flagsAndAttributes {@code FILE_FLAG_*} and {@code FILE_ATTRIBUTE_*}; 0 for none
   * @param template null for none; never used for a mailslot
   * @return the new handle, which the caller must close
   * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} (2) if no such slot exists; {@code
   *     ERROR_PATH_NOT_FOUND} (3) if the name is null, empty, or that of a device that does not
   *     exist
   */
  Handle createFile(
      String name,
      int desiredAccess,
      int shareMode,
      SecurityAttributes attributes,
      int creationDisposition,
      int flagsAndAttributes,
      Handle template);

  /**
   * {@code ReadFile}: reads into {@code target} from its position, which moves by the bytes read;
   * from a mailslot, one whole message. If the call fails, the buffer is unchanged, except with
   * {@code ERROR_MORE_DATA}: the call has then filled the buffer with the first part of a message
   * of a pipe. The form with three arguments returns that as a result.
   *
   * @param file a mailslot's server end, or an end of a pipe
   * @param target filled from its position, at most to its limit
   * @return the bytes read; 0 for an empty message
   * @throws Win32Exception {@code ERROR_SEM_TIMEOUT} (121) if no message came within the slot's
   *     read timeout; {@code ERROR_INSUFFICIENT_BUFFER} (122) if the next message is longer than
   *     what remains in {@code target}: it stays in the slot; {@code ERROR_INVALID_PARAMETER} (87)
   *     or {@code ERROR_ACCESS_DENIED} for a client end; {@code ERROR_OPERATION_ABORTED} (995) if
   *     {@link #cancelIoEx} ended it; {@code ERROR_INVALID_HANDLE}
   */
  default int readFile(Handle file, ByteBuffer target) {
    IoResult result = readFile(file, target, null);
    if (result.state() == IoState.MORE_DATA) {
      throw new Win32Exception("ReadFile", Win32Error.ERROR_MORE_DATA);
    }
    return result.bytes();
  }

  /**
   * {@code WriteFile}: writes {@code source} from its position, which moves to its limit, as one
   * message if {@code file} is a mailslot. It never waits for a reader.
   *
   * @param file a mailslot's client end, or an end of a pipe
   * @param source the bytes between its position and its limit
   * @return the bytes written; 0 is an empty message, which is a message
   * @throws Win32Exception {@code ERROR_ACCESS_DENIED} for a server end, or a client end not opened
   *     for writing; {@code ERROR_HANDLE_EOF} (38) if the slot's last server handle is closed; an
   *     error whose code on Windows is unknown (simulated: {@code ERROR_INVALID_PARAMETER}) for
   *     more than the slot's maximum; {@code ERROR_INVALID_HANDLE}; on the simulated kernel {@code
   *     ERROR_NO_SYSTEM_RESOURCES} (1450) if there is no memory for it, and for more than 16 MiB at
   *     once where JVMs share the kernel
   */
  default int writeFile(Handle file, ByteBuffer source) {
    return writeFile(file, source, null).bytes();
  }

  /**
   * {@code DuplicateHandle}: adds a row to the target process's table that points to the object of
   * a row of the source process's. {@code sourceProcess} and {@code targetProcess} are handles in
   * the caller's table, {@code source} a value in the source process's.
   *
   * @param sourceProcess a handle in the caller's table, with PROCESS_DUP_HANDLE
   * @param source a value in the source process's table
   * @param targetProcess {@link Handle#NULL} with {@link Win32#DUPLICATE_CLOSE_SOURCE}: only close
   *     the source
   * @param desiredAccess ignored with {@link Win32#DUPLICATE_SAME_ACCESS}
   * @param inheritHandle whether children of the target process that inherit handles get the new
   *     one
   * @param options {@code DUPLICATE_*}; with DUPLICATE_CLOSE_SOURCE the source is closed whether or
   *     not the call fails
   * @return the value in the target process's table
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} if a process
   *     handle lacks PROCESS_DUP_HANDLE, if a process has exited, and for more access than is
   *     allowed
   */
  Handle duplicateHandle(
      Handle sourceProcess,
      Handle source,
      Handle targetProcess,
      int desiredAccess,
      boolean inheritHandle,
      int options);

  /**
   * {@code CloseHandle}: takes the row out of the caller's table. The object goes with its last
   * row. Closing a pseudo handle has no effect.
   *
   * @param handle a value in the caller's table
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}, also if the row is protected from close
   */
  void closeHandle(Handle handle);

  /**
   * {@code GetHandleInformation}: the handle's {@code HANDLE_FLAG_*} bits; 0 for a pseudo handle.
   *
   * @param handle a value in the caller's table
   * @return {@link Win32#HANDLE_FLAG_INHERIT} and {@link Win32#HANDLE_FLAG_PROTECT_FROM_CLOSE}, as
   *     they are set
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}
   */
  int getHandleInformation(Handle handle);

  /**
   * {@code SetHandleInformation}: sets the flags in {@code mask} to their values in {@code flags}.
   *
   * @param handle a value in the caller's table
   * @param mask the {@code HANDLE_FLAG_*} bits to change
   * @param flags their new values; bits outside {@code mask} are ignored
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} for a pseudo
   *     handle
   */
  void setHandleInformation(Handle handle, int mask, int flags);

  /**
   * {@code CompareObjectHandles} (Windows 10 and later): whether both handles point to one object.
   *
   * @param first a value in the caller's table
   * @param second the other one
   * @return false also for two objects that were opened by the same name, as two opens of a file
   *     are
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}
   */
  boolean compareObjectHandles(Handle first, Handle second);

  /**
   * {@code GetCurrentProcess}: the pseudo handle -1, which is in no table. Never fails.
   *
   * @return {@link Handle#CURRENT_PROCESS}, which need not be closed
   */
  default Handle getCurrentProcess() {
    return Handle.CURRENT_PROCESS;
  }

  /**
   * {@code GetCurrentThread}: the pseudo handle -2, which is in no table. Never fails.
   *
   * @return {@link Handle#CURRENT_THREAD}, which need not be closed
   */
  default Handle getCurrentThread() {
    return Handle.CURRENT_THREAD;
  }

  /**
   * {@code GetCurrentProcessId}. Never fails.
   *
   * @return the calling process's id
   */
  int getCurrentProcessId();

  /**
   * {@code GetCurrentThreadId}. Never fails.
   *
   * @return the calling thread's id, which no process and no other thread has; a virtual thread of
   *     the real kernel has that of its carrier
   */
  int getCurrentThreadId();

  /**
   * {@code GetProcessId}.
   *
   * @param process a handle with PROCESS_QUERY_LIMITED_INFORMATION
   * @return the process's id
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     PROCESS_QUERY_LIMITED_INFORMATION
   */
  int getProcessId(Handle process);

  /**
   * {@code CreateProcessW}: starts a process. With {@code inheritHandles} each inheritable row of
   * the caller is copied into the child's table, same value, same access, same flags; with a handle
   * list in {@code startupInfo}, only those.
   *
   * @param applicationName the image, with its extension; null to take it from the command line
   * @param commandLine at most 32,766 characters; null for the application name alone
   * @param processAttributes whether the handle to the process is inheritable; null for no
   * @param threadAttributes whether the handle to the main thread is inheritable; null for no
   * @param inheritHandles whether the child gets inheritable rows; a handle list needs it
   * @param creationFlags such as {@link Win32#CREATE_SUSPENDED}
   * @param environment all of the child's environment; null for a copy of the caller's
   * @param currentDirectory null for the caller's
   * @param startupInfo null for {@link StartupInfo#DEFAULT}
   * @return two handles that the caller must close, and two ids
   * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} (2) or {@code ERROR_PATH_NOT_FOUND} (3) if
   *     the image does not exist; {@code ERROR_ACCESS_DENIED} if it is a directory; {@code
   *     ERROR_BAD_EXE_FORMAT} (193) if it is not a program; {@code ERROR_DIRECTORY} (267) if the
   *     directory does not exist; {@code ERROR_FILENAME_EXCED_RANGE} (206) for a command line that
   *     is too long; {@code ERROR_INVALID_PARAMETER} (87) if both names are null, the command line
   *     is empty or starts with a blank, flags exclude each other, or the handle list names a
   *     handle that is not inheritable or names one twice; {@code ERROR_BAD_LENGTH} (24), of
   *     UpdateProcThreadAttribute, for an empty handle list
   */
  ProcessInformation createProcess(
      String applicationName,
      String commandLine,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      Map<String, String> environment,
      String currentDirectory,
      StartupInfo startupInfo);

  /**
   * {@code OpenProcess}: a handle to a process by its id. One that has exited can be opened as long
   * as any process holds a handle to it.
   *
   * @param desiredAccess {@code PROCESS_*} and {@link Win32#SYNCHRONIZE}
   * @param inheritHandle whether children that are created with inheritHandles get the new handle
   * @param processId as {@link #getProcessId} returns it
   * @return the new handle, which the caller must close
   * @throws Win32Exception {@code ERROR_INVALID_PARAMETER} if no process has that id, a thread's id
   *     included; {@code ERROR_ACCESS_DENIED} for the System process, and if {@code desiredAccess}
   *     is 0 or more than is allowed
   */
  Handle openProcess(int desiredAccess, boolean inheritHandle, int processId);

  /**
   * {@code ResumeThread}: lowers the thread's suspend count; at 0 it runs.
   *
   * @param thread a handle with THREAD_SUSPEND_RESUME
   * @return the suspend count before the call
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     THREAD_SUSPEND_RESUME
   */
  int resumeThread(Handle thread);

  /**
   * {@code GetExitCodeProcess}.
   *
   * @param process a handle with PROCESS_QUERY_LIMITED_INFORMATION
   * @return {@link Win32#STILL_ACTIVE} (259) while it runs; a process may choose that as its exit
   *     code, too
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     PROCESS_QUERY_LIMITED_INFORMATION
   */
  int getExitCodeProcess(Handle process);

  /**
   * {@code TerminateProcess}: ends a process at once; all its handles are closed. It does not
   * return if the process is the caller's own.
   *
   * @param process a handle with PROCESS_TERMINATE, or {@link Handle#CURRENT_PROCESS}
   * @param exitCode what {@link #getExitCodeProcess} returns from then on, all 32 bits
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     PROCESS_TERMINATE, and if it has exited already
   */
  void terminateProcess(Handle process, int exitCode);

  /**
   * {@code WaitForSingleObject}: waits until the object is signalled, and takes the signal: resets
   * an event without manual reset, owns a mutex, takes one from a semaphore. A process or thread is
   * signalled when it has ended, a file when no operation of its own is pending.
   *
   * @param handle a handle with SYNCHRONIZE
   * @param timeoutMillis unsigned; 0 returns at once, {@link Win32#INFINITE} waits without limit
   * @return {@link Win32#WAIT_OBJECT_0}, {@link Win32#WAIT_TIMEOUT}, or {@link
   *     Win32#WAIT_ABANDONED}
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     SYNCHRONIZE
   * @throws UnsupportedOperationException for a mutex on a virtual thread, by the real kernel
   */
  int waitForSingleObject(Handle handle, int timeoutMillis);

  /**
   * Cancels every read that a thread of this process is blocked in through {@code file}, as {@code
   * CancelIoEx(file, NULL)} does. Each of them fails with {@code ERROR_OPERATION_ABORTED}; no
   * message is lost.
   *
   * <p>Errors: {@code ERROR_NOT_FOUND} if nothing is pending, {@code ERROR_INVALID_HANDLE} if the
   * process has no such handle. Source: Microsoft Learn, "CancelIoEx function".
   *
   * @param file a handle of the file; which one does not count
   */
  default void cancelIoEx(Handle file) {
    if (!cancelIoEx(file, null)) {
      throw new Win32Exception("CancelIoEx", Win32Error.ERROR_NOT_FOUND);
    }
  }

  /**
   * {@code CreateEventW}: makes an event, or opens the event of that name. The new handle has
   * EVENT_ALL_ACCESS.
   *
   * @param attributes null for a handle that is not inheritable
   * @param manualReset true for an event that stays set until {@link #resetEvent}; false for one
   *     that a wait resets, so that each {@link #setEvent} releases one waiter
   * @param initialState whether a new event is set
   * @param name null for an event without a name; case counts. Events, mutexes and semaphores share
   *     their names
   * @return the new handle, which the caller must close, and whether the event existed
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE} (6) if the name is that of an object of
   *     another type; {@code ERROR_PATH_NOT_FOUND} (3) if it contains a backslash, except after a
   *     {@code Global} or {@code Local} at its start; {@code ERROR_BAD_PATHNAME} (161) if it starts
   *     with one
   */
  Created createEvent(
      SecurityAttributes attributes, boolean manualReset, boolean initialState, String name);

  /**
   * {@code OpenEventW}: opens an event by its name.
   *
   * @param desiredAccess {@code EVENT_*} and {@link Win32#SYNCHRONIZE}
   * @param inheritHandle whether children that are created with inheritHandles get the new handle
   * @param name as for {@link #createEvent}
   * @return the new handle, which the caller must close
   * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} (2) if there is no object of that name;
   *     {@code ERROR_INVALID_HANDLE} if it is of another type, or the name is empty; {@code
   *     ERROR_INVALID_PARAMETER} (87) if the name is null; {@code ERROR_PATH_NOT_FOUND} and {@code
   *     ERROR_BAD_PATHNAME} as for {@link #createEvent}
   */
  Handle openEvent(int desiredAccess, boolean inheritHandle, String name);

  /**
   * {@code SetEvent}.
   *
   * @param event a handle with EVENT_MODIFY_STATE
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     EVENT_MODIFY_STATE
   */
  void setEvent(Handle event);

  /**
   * {@code ResetEvent}.
   *
   * @param event a handle with EVENT_MODIFY_STATE
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     EVENT_MODIFY_STATE
   */
  void resetEvent(Handle event);

  /**
   * {@code CreateMutexW}: makes a mutex, or opens the mutex of that name. The new handle has
   * MUTEX_ALL_ACCESS.
   *
   * <p>A thread owns a mutex after a wait for it, once for each wait, until as many calls of {@link
   * #releaseMutex}. If it ends before, the mutex is abandoned: the next waiter gets it with {@link
   * Win32#WAIT_ABANDONED}. On the real kernel the owner is a thread of the system, so virtual
   * threads may neither create an owned mutex, wait for one, nor release one.
   *
   * @param attributes null for a handle that is not inheritable
   * @param initialOwner whether the calling thread owns a new mutex
   * @param name as for {@link #createEvent}
   * @return the new handle, which the caller must close, and whether the mutex existed
   * @throws Win32Exception as {@link #createEvent}
   * @throws UnsupportedOperationException if a virtual thread of the real kernel is to be the owner
   */
  Created createMutex(SecurityAttributes attributes, boolean initialOwner, String name);

  /**
   * {@code OpenMutexW}: opens a mutex by its name.
   *
   * @param desiredAccess {@link Win32#SYNCHRONIZE} to wait; MUTEX_MODIFY_STATE gives nothing
   * @param inheritHandle whether children that are created with inheritHandles get the new handle
   * @param name as for {@link #createEvent}
   * @return the new handle, which the caller must close
   * @throws Win32Exception as {@link #openEvent}
   */
  Handle openMutex(int desiredAccess, boolean inheritHandle, String name);

  /**
   * {@code ReleaseMutex}: gives the calling thread's ownership back once.
   *
   * @param mutex a handle to it; no access is needed
   * @throws Win32Exception {@code ERROR_NOT_OWNER} (288) if the calling thread does not own it;
   *     {@code ERROR_INVALID_HANDLE}
   * @throws UnsupportedOperationException on a virtual thread, by the real kernel
   */
  void releaseMutex(Handle mutex);

  /**
   * {@code CreateSemaphoreW}: makes a semaphore, or opens the semaphore of that name. The new
   * handle has SEMAPHORE_ALL_ACCESS.
   *
   * @param attributes null for a handle that is not inheritable
   * @param initialCount of a new semaphore; each wait takes one
   * @param maximumCount at least 1
   * @param name as for {@link #createEvent}
   * @return the new handle, which the caller must close, and whether the semaphore existed
   * @throws Win32Exception {@code ERROR_INVALID_PARAMETER} (87) if a count is out of range, else as
   *     {@link #createEvent}
   */
  Created createSemaphore(
      SecurityAttributes attributes, int initialCount, int maximumCount, String name);

  /**
   * {@code OpenSemaphoreW}: opens a semaphore by its name.
   *
   * @param desiredAccess {@code SEMAPHORE_*} and {@link Win32#SYNCHRONIZE}
   * @param inheritHandle whether children that are created with inheritHandles get the new handle
   * @param name as for {@link #createEvent}
   * @return the new handle, which the caller must close
   * @throws Win32Exception as {@link #openEvent}
   */
  Handle openSemaphore(int desiredAccess, boolean inheritHandle, String name);

  /**
   * {@code ReleaseSemaphore}: adds to the count.
   *
   * @param semaphore a handle with SEMAPHORE_MODIFY_STATE
   * @param releaseCount how much to add, at least 1
   * @return the count before the call
   * @throws Win32Exception {@code ERROR_TOO_MANY_POSTS} (298) if the count would pass its maximum;
   *     {@code ERROR_INVALID_PARAMETER} (87) if {@code releaseCount} is less than 1; {@code
   *     ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without SEMAPHORE_MODIFY_STATE
   */
  int releaseSemaphore(Handle semaphore, int releaseCount);

  /**
   * {@code WaitForMultipleObjects}: waits until one of the objects is signalled, or all of them at
   * the same time. With {@code waitAll} nothing is taken before all can be.
   *
   * @param handles at least one, at most {@link Win32#MAXIMUM_WAIT_OBJECTS}
   * @param waitAll whether to wait for all of them, not for one
   * @param timeoutMillis as for {@link #waitForSingleObject}
   * @return {@link Win32#WAIT_OBJECT_0} plus the lowest index of a signalled object, {@link
   *     Win32#WAIT_ABANDONED} plus the index of an abandoned mutex, or {@link Win32#WAIT_TIMEOUT};
   *     with {@code waitAll} the index is 0
   * @throws Win32Exception {@code ERROR_INVALID_PARAMETER} (87) if there are no handles or too
   *     many, or with {@code waitAll} if an object occurs twice; {@code ERROR_INVALID_HANDLE};
   *     {@code ERROR_ACCESS_DENIED} without SYNCHRONIZE
   */
  int waitForMultipleObjects(List<Handle> handles, boolean waitAll, int timeoutMillis);

  /**
   * {@code CreatePipe}: makes an anonymous pipe, which is a stream of bytes. Its ends cannot be
   * used for overlapped operations. A read returns when there is at least one byte, and fails when
   * all write handles of all processes are closed.
   *
   * @param attributes null for handles that are not inheritable; it applies to both
   * @param size of the buffer in bytes; 0 for the default of 4,096
   * @return both ends
   */
  PipeHandles createPipe(SecurityAttributes attributes, int size);

  /**
   * {@code CreateNamedPipeW}: makes an instance of a named pipe and returns a handle to its server
   * end. A client can connect at once, by {@link #createFile}.
   *
   * @param name {@code \\.\pipe\name}; case does not count
   * @param openMode one of {@code PIPE_ACCESS_*}, and FILE_FLAG_OVERLAPPED,
   *     FILE_FLAG_WRITE_THROUGH, FILE_FLAG_FIRST_PIPE_INSTANCE
   * @param pipeMode {@code PIPE_TYPE_*}, {@code PIPE_READMODE_*} of this end, PIPE_NOWAIT
   * @param maxInstances 1 to {@link Win32#PIPE_UNLIMITED_INSTANCES}; set by the first instance
   * @param outBufferSize in bytes, of the direction from server to client
   * @param inBufferSize in bytes, of the direction from client to server
   * @param defaultTimeoutMillis of {@link #waitNamedPipe}; 0 for 50
   * @param attributes null for a handle that is not inheritable
   * @return {@code existed} if this is not the first instance
   * @throws Win32Exception {@code ERROR_INVALID_NAME} (123) if it is not a pipe's name; {@code
   *     ERROR_PATH_NOT_FOUND} (3) if it is null or empty; {@code ERROR_INVALID_PARAMETER} (87) if a
   *     mode has no direction, has unknown bits, or combines PIPE_TYPE_BYTE with
   *     PIPE_READMODE_MESSAGE; {@code ERROR_PIPE_BUSY} (231) if there are as many instances as the
   *     first allows; {@code ERROR_ACCESS_DENIED} if it differs from the first instance, or with
   *     FILE_FLAG_FIRST_PIPE_INSTANCE if it is not the first
   */
  Created createNamedPipe(
      String name,
      int openMode,
      int pipeMode,
      int maxInstances,
      int outBufferSize,
      int inBufferSize,
      int defaultTimeoutMillis,
      SecurityAttributes attributes);

  /**
   * {@code ConnectNamedPipe}: waits for a client at a server end. A client that came before the
   * call is {@link ConnectState#ALREADY_CONNECTED}.
   *
   * @param pipe a server end
   * @param overlapped null to wait within the call
   * @return whether a client is connected, or the call goes on
   * @throws Win32Exception {@code ERROR_NO_DATA} (232) if a client came and has gone: {@link
   *     #disconnectNamedPipe} first; {@code ERROR_INVALID_FUNCTION} (1) for a client end; {@code
   *     ERROR_OPERATION_ABORTED} (995) if it was cancelled; {@code ERROR_INVALID_HANDLE}
   */
  ConnectState connectNamedPipe(Handle pipe, Overlapped overlapped);

  /**
   * {@code DisconnectNamedPipe}: takes the client away from a server end. What either side has not
   * read is lost. The instance does not listen again before {@link #connectNamedPipe}.
   *
   * @param pipe a server end
   * @throws Win32Exception {@code ERROR_PIPE_NOT_CONNECTED} (233) if it is disconnected; {@code
   *     ERROR_INVALID_FUNCTION} (1) for a client end; {@code ERROR_INVALID_HANDLE}
   */
  void disconnectNamedPipe(Handle pipe);

  /**
   * {@code WaitNamedPipeW}: waits until an instance of the pipe listens. It neither connects nor
   * reserves it.
   *
   * @param name {@code \\.\pipe\name}; case does not count
   * @param timeoutMillis {@code NMPWAIT_*} or a time
   * @return false if the time passed: {@code ERROR_SEM_TIMEOUT} (121)
   * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} (2), at once, if there is no such pipe
   */
  boolean waitNamedPipe(String name, int timeoutMillis);

  /**
   * {@code PeekNamedPipe} without a buffer: how many bytes could be read. Never waits.
   *
   * @param pipe an end that can be read
   * @return how many bytes there are; none are read
   * @throws Win32Exception as {@link #peekNamedPipe(Handle, ByteBuffer)}
   */
  default PeekResult peekNamedPipe(Handle pipe) {
    return peekNamedPipe(pipe, ByteBuffer.allocate(0));
  }

  /**
   * {@code PeekNamedPipe}: copies into {@code target} from its position, which moves by the bytes
   * copied, and leaves them in the pipe. Of a message pipe it copies from the first message only.
   * Never waits.
   *
   * @param pipe an end that can be read
   * @param target filled from its position, at most to its limit
   * @return how many bytes were copied, and how many there are
   * @throws Win32Exception {@code ERROR_BROKEN_PIPE} (109) if the other end is closed and nothing
   *     is left; {@code ERROR_PIPE_NOT_CONNECTED} (233) if it was disconnected; {@code
   *     ERROR_BAD_PIPE} (230) if no client has connected yet; {@code ERROR_ACCESS_DENIED} if this
   *     end cannot be read; {@code ERROR_INVALID_HANDLE}
   */
  PeekResult peekNamedPipe(Handle pipe, ByteBuffer target);

  /**
   * {@code GetNamedPipeHandleStateW}.
   *
   * @param pipe either end
   * @return this end's modes, and the number of instances
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     FILE_READ_ATTRIBUTES
   */
  PipeState getNamedPipeHandleState(Handle pipe);

  /**
   * {@code SetNamedPipeHandleState}: sets this end's read mode and wait mode.
   *
   * @param pipe either end
   * @param mode {@code PIPE_READMODE_*} and PIPE_WAIT or PIPE_NOWAIT
   * @throws Win32Exception {@code ERROR_INVALID_PARAMETER} (87) for message mode on a byte pipe, or
   *     unknown bits; {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     FILE_WRITE_ATTRIBUTES
   */
  void setNamedPipeHandleState(Handle pipe, int mode);

  /**
   * {@code GetNamedPipeInfo}.
   *
   * @param pipe either end
   * @return what was set when the pipe was made, and which end this is
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     FILE_READ_ATTRIBUTES
   */
  PipeInfo getNamedPipeInfo(Handle pipe);

  /**
   * {@code FlushFileBuffers}: of a pipe, waits until the other end has read everything.
   *
   * @param file a handle that can be written
   * @throws Win32Exception {@code ERROR_PIPE_NOT_CONNECTED} (233) if the pipe is disconnected;
   *     {@code ERROR_ACCESS_DENIED} if this end cannot be written; {@code ERROR_INVALID_HANDLE}
   */
  void flushFileBuffers(Handle file);

  /**
   * {@code ReadFile}, from a mailslot or a pipe; see {@link Overlapped}. The calling thread must
   * live until the operation is done: its end cancels the operation.
   *
   * @param file a mailslot's server end, or an end of a pipe
   * @param target filled from its position; not to be used while the operation is pending
   * @param overlapped null to wait within the call, whatever the handle was opened for
   * @return MORE_DATA if a message is longer than what remains in {@code target}: the next read
   *     goes on with it; PENDING only with {@code overlapped}
   * @throws Win32Exception {@code ERROR_BROKEN_PIPE} (109) if the other end is closed and nothing
   *     is left; {@code ERROR_PIPE_NOT_CONNECTED} (233) if the pipe was disconnected; {@code
   *     ERROR_PIPE_LISTENING} (536) if no client has connected yet; {@code ERROR_NO_DATA} (232) if
   *     an end with PIPE_NOWAIT is empty; else as {@link #readFile(Handle, ByteBuffer)}
   * @throws IllegalStateException if {@code overlapped} is pending
   * @throws UnsupportedOperationException for an overlapped operation of a virtual thread, by the
   *     real kernel: it would end with the carrier thread
   */
  IoResult readFile(Handle file, ByteBuffer target, Overlapped overlapped);

  /**
   * {@code WriteFile}, to a mailslot or a pipe; see {@link Overlapped}. A write to a pipe whose
   * buffer is full waits, or is pending, until a reader has taken enough. The calling thread must
   * live until the operation is done: its end cancels the operation.
   *
   * @param file a mailslot's client end, or an end of a pipe
   * @param source the bytes between its position and its limit; not to be changed while the
   *     operation is pending
   * @param overlapped null to wait within the call, whatever the handle was opened for
   * @return PENDING only with {@code overlapped}
   * @throws Win32Exception {@code ERROR_NO_DATA} (232) if the other end is closed; {@code
   *     ERROR_BROKEN_PIPE} (109) if it was closed during the call; {@code ERROR_PIPE_NOT_CONNECTED}
   *     (233) if the pipe was disconnected; {@code ERROR_PIPE_LISTENING} (536) if no client has
   *     connected yet; else as {@link #writeFile(Handle, ByteBuffer)}
   * @throws IllegalStateException if {@code overlapped} is pending
   * @throws UnsupportedOperationException as {@link #readFile(Handle, ByteBuffer, Overlapped)}
   */
  IoResult writeFile(Handle file, ByteBuffer source, Overlapped overlapped);

  /**
   * {@code GetOverlappedResult}: how an operation stands, or how it ended.
   *
   * <p>A start that failed, or that ConnectNamedPipe answered with {@code ALREADY_CONNECTED}, has
   * no result: the answer is PENDING, and with {@code wait} the call never returns, as on Windows.
   *
   * @param file the handle that the operation was started with
   * @param overlapped the operation
   * @param wait whether to wait until the operation is done
   * @return its state, and the bytes that it moved
   * @throws Win32Exception the operation's error if it failed, such as {@code
   *     ERROR_OPERATION_ABORTED} (995) if it was cancelled
   */
  IoResult getOverlappedResult(Handle file, Overlapped overlapped, boolean wait);

  /**
   * {@code CancelIo}: cancels the pending operations that the calling thread has started through
   * any handle of this file. There may be none.
   *
   * @param file a handle of the file
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}
   * @throws UnsupportedOperationException on a virtual thread, by the real kernel
   */
  void cancelIo(Handle file);

  /**
   * {@code CancelIoEx}: cancels a pending operation of this process on this file, whichever thread
   * has started it. It ends with {@code ERROR_OPERATION_ABORTED} (995), unless it is done before.
   *
   * @param file a handle of the file
   * @param overlapped null for all of them, blocked calls included
   * @return false if there was none: {@code ERROR_NOT_FOUND} (1168)
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}
   */
  boolean cancelIoEx(Handle file, Overlapped overlapped);

  /**
   * {@code GetFileType}.
   *
   * @param file a value in the caller's table
   * @return {@code FILE_TYPE_*}; FILE_TYPE_UNKNOWN (0) for a mailslot
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}
   */
  int getFileType(Handle file);

  /**
   * {@code QueryFullProcessImageNameW}: the path of the process's image, of any length.
   *
   * @param process a handle with PROCESS_QUERY_LIMITED_INFORMATION
   * @param flags 0, or {@link Win32#PROCESS_NAME_NATIVE} for the form that starts with {@code
   *     \Device\}
   * @return such as {@code C:\Windows\System32\cmd.exe}
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     PROCESS_QUERY_LIMITED_INFORMATION
   */
  String queryFullProcessImageName(Handle process, int flags);

  /**
   * {@code GetProcessTimes}.
   *
   * @param process a handle with PROCESS_QUERY_LIMITED_INFORMATION
   * @return when it started and ended, and the time that it has used
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     PROCESS_QUERY_LIMITED_INFORMATION
   */
  ProcessTimes getProcessTimes(Handle process);

  /**
   * {@code GetStdHandle}: a standard handle of this process. It is a value that was set, by {@link
   * #setStdHandle} or at the creation of the process, and may name no row any more.
   *
   * @param stdHandle {@link Win32#STD_INPUT_HANDLE}, {@link Win32#STD_OUTPUT_HANDLE} or {@link
   *     Win32#STD_ERROR_HANDLE}
   * @return {@link Handle#NULL} if none is set
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE} for any other number
   */
  Handle getStdHandle(int stdHandle);

  /**
   * {@code SetStdHandle}: sets a standard handle of this process; the handle is not checked. On the
   * real kernel the process is this JVM, whose own streams keep the handles that they were made
   * with.
   *
   * @param stdHandle as for {@link #getStdHandle}
   * @param handle what {@link #getStdHandle} returns from then on; {@link Handle#NULL} for none
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE} for any other number
   */
  void setStdHandle(int stdHandle, Handle handle);
}
