package handlelab.api;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The slice of kernel32 that this project is about, as one process sees it.
 *
 * <p>One method for one Windows function: same name in lower camel case without the W, same
 * parameters in the same order. An out-parameter becomes the return value; FALSE with a last error
 * becomes a {@link Win32Exception} that carries the function's exported name and the code. Every
 * call is made by the process that this instance belongs to. All methods may be called from any
 * thread.
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
   * @throws Win32Exception {@code ERROR_INVALID_NAME} (123) if it is not a mailslot's name; {@code
   *     ERROR_PATH_NOT_FOUND} (3) if it is null or empty; {@code ERROR_ALREADY_EXISTS} (183) if a
   *     slot of that name exists
   */
  Handle createMailslot(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes);

  /**
   * {@code GetMailslotInfo}, from the server end, and on Windows 8 and later from a client end.
   *
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}
   */
  MailslotInfo getMailslotInfo(Handle mailslot);

  /**
   * {@code SetMailslotInfo}: sets the slot's read timeout, for all later reads through any handle.
   *
   * @param readTimeoutMillis as for {@link #createMailslot}
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}
   */
  void setMailslotInfo(Handle mailslot, int readTimeoutMillis);

  /**
   * {@code CreateFileW}; for a mailslot's name it opens a client end, which can be written and not
   * read. Each open makes another object.
   *
   * @param desiredAccess {@link Win32#GENERIC_WRITE} for a client; SYNCHRONIZE and
   *     FILE_READ_ATTRIBUTES are always added
   * @param shareMode {@code FILE_SHARE_*}; documented as FILE_SHARE_READ for mailslots, and Wine
   *     insists on it
   * @param attributes null for a handle that is not inheritable
   * @param creationDisposition {@link Win32#OPEN_EXISTING} for a mailslot
   * @param template null for none; never used for a mailslot
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
   * from a mailslot, one whole message. If the call fails, the buffer is unchanged.
   *
   * @return the bytes read; 0 for an empty message
   * @throws Win32Exception {@code ERROR_SEM_TIMEOUT} (121) if no message came within the slot's
   *     read timeout; {@code ERROR_INSUFFICIENT_BUFFER} (122) if the next message is longer than
   *     what remains in {@code target}: it stays in the slot; {@code ERROR_INVALID_PARAMETER} (87)
   *     or {@code ERROR_ACCESS_DENIED} for a client end; {@code ERROR_OPERATION_ABORTED} (995) if
   *     {@link #cancelIoEx} ended it; {@code ERROR_INVALID_HANDLE}
   */
  int readFile(Handle file, ByteBuffer target);

  /**
   * {@code WriteFile}: writes {@code source} from its position, which moves to its limit, as one
   * message if {@code file} is a mailslot. It never waits for a reader.
   *
   * @return the bytes written; 0 is an empty message, which is a message
   * @throws Win32Exception {@code ERROR_ACCESS_DENIED} for a server end, or a client end not opened
   *     for writing; {@code ERROR_HANDLE_EOF} (38) if the slot's last server handle is closed; an
   *     error whose code on Windows is unknown (simulated: {@code ERROR_INVALID_PARAMETER}) for
   *     more than the slot's maximum; {@code ERROR_INVALID_HANDLE}
   */
  int writeFile(Handle file, ByteBuffer source);

  /**
   * {@code DuplicateHandle}: adds a row to the target process's table that points to the object of
   * a row of the source process's. {@code sourceProcess} and {@code targetProcess} are handles in
   * the caller's table, {@code source} a value in the source process's.
   *
   * @param targetProcess {@link Handle#NULL} with {@link Win32#DUPLICATE_CLOSE_SOURCE}: only close
   *     the source
   * @param desiredAccess ignored with {@link Win32#DUPLICATE_SAME_ACCESS}
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
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}, also if the row is protected from close
   */
  void closeHandle(Handle handle);

  /**
   * {@code GetHandleInformation}: the handle's {@code HANDLE_FLAG_*} bits; 0 for a pseudo handle.
   *
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}
   */
  int getHandleInformation(Handle handle);

  /**
   * {@code SetHandleInformation}: sets the flags in {@code mask} to their values in {@code flags}.
   *
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} for a pseudo
   *     handle
   */
  void setHandleInformation(Handle handle, int mask, int flags);

  /**
   * {@code CompareObjectHandles} (Windows 10 and later): whether both handles point to one object.
   *
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}
   */
  boolean compareObjectHandles(Handle first, Handle second);

  /** {@code GetCurrentProcess}: the pseudo handle -1, which is in no table. Never fails. */
  Handle getCurrentProcess();

  /** {@code GetCurrentThread}: the pseudo handle -2, which is in no table. Never fails. */
  Handle getCurrentThread();

  /** {@code GetCurrentProcessId}. Never fails. */
  int getCurrentProcessId();

  /**
   * {@code GetProcessId}.
   *
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
   * @throws Win32Exception {@code ERROR_INVALID_PARAMETER} if no process has that id, a thread's id
   *     included; {@code ERROR_ACCESS_DENIED} for the System process, and if {@code desiredAccess}
   *     is 0 or more than is allowed
   */
  Handle openProcess(int desiredAccess, boolean inheritHandle, int processId);

  /**
   * {@code ResumeThread}: lowers the thread's suspend count; at 0 it runs.
   *
   * @return the suspend count before the call
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     THREAD_SUSPEND_RESUME
   */
  int resumeThread(Handle thread);

  /**
   * {@code GetExitCodeProcess}.
   *
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
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     PROCESS_TERMINATE, and if it has exited already
   */
  void terminateProcess(Handle process, int exitCode);

  /**
   * {@code WaitForSingleObject}: waits until the object is signalled: a process or thread is when
   * it has ended.
   *
   * @param timeoutMillis unsigned; 0 returns at once, {@link Win32#INFINITE} waits without limit
   * @return {@link Win32#WAIT_OBJECT_0}, {@link Win32#WAIT_TIMEOUT}, or {@link
   *     Win32#WAIT_ABANDONED}
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE}; {@code ERROR_ACCESS_DENIED} without
   *     SYNCHRONIZE
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
   * @throws UnsupportedOperationException if this kernel cannot cancel
   */
  default void cancelIoEx(Handle file) {
    throw new UnsupportedOperationException("this kernel32 cannot cancel a pending read");
  }
}
