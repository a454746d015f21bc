package handlelab.api;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The slice of kernel32 that this project is about, as one process sees it.
 *
 * <p>One method for one Windows function: same name in lower camel case without the W, same
 * parameters in the same order. An out-parameter becomes the return value; FALSE with a last error
 * becomes a {@link Win32Exception}. Every call is made by the process that this instance belongs
 * to. All methods may be called from any thread.
 */
public interface Kernel32 {
  Handle createMailslot(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes);

  MailslotInfo getMailslotInfo(Handle mailslot);

  void setMailslotInfo(Handle mailslot, int readTimeoutMillis);

  Handle createFile(
      String name,
      int desiredAccess,
      int shareMode,
      SecurityAttributes attributes,
      int creationDisposition,
      int flagsAndAttributes,
      Handle template);

  /**
   * Reads into {@code target} from its position, which moves by the bytes read. Returns their
   * number.
   */
  int readFile(Handle file, ByteBuffer target);

  /**
   * Writes {@code source} from its position to its limit, as one message where {@code file} is a
   * mailslot.
   */
  int writeFile(Handle file, ByteBuffer source);

  Handle duplicateHandle(
      Handle sourceProcess,
      Handle source,
      Handle targetProcess,
      int desiredAccess,
      boolean inheritHandle,
      int options);

  void closeHandle(Handle handle);

  /** The handle's {@code HANDLE_FLAG_*} bits. */
  int getHandleInformation(Handle handle);

  void setHandleInformation(Handle handle, int mask, int flags);

  boolean compareObjectHandles(Handle first, Handle second);

  Handle getCurrentProcess();

  Handle getCurrentThread();

  int getCurrentProcessId();

  int getProcessId(Handle process);

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

  Handle openProcess(int desiredAccess, boolean inheritHandle, int processId);

  /** The thread's suspend count before the call. */
  int resumeThread(Handle thread);

  int getExitCodeProcess(Handle process);

  void terminateProcess(Handle process, int exitCode);

  /** {@code WAIT_OBJECT_0}, {@code WAIT_TIMEOUT}, or {@code WAIT_ABANDONED}. */
  int waitForSingleObject(Handle handle, int timeoutMillis);

  /**
   * Cancels every read that a thread of this process is blocked in through {@code file}, as {@code
   * CancelIoEx(file, NULL)} does. Each of them fails with {@code ERROR_OPERATION_ABORTED}; no
   * message is lost.
   *
   * <p>Errors: {@code ERROR_NOT_FOUND} where nothing is pending, {@code ERROR_INVALID_HANDLE} where
   * the process has no such handle. Source: Microsoft Learn, "CancelIoEx function".
   *
   * @throws UnsupportedOperationException where this kernel cannot cancel
   */
  default void cancelIoEx(Handle file) {
    throw new UnsupportedOperationException("this kernel32 cannot cancel a pending read");
  }
}
