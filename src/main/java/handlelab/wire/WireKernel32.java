package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Map;

/**
 * A kernel32 at the other end of a stream: each call is one request and one reply.
 *
 * <p>Errors are those of the kernel that is served, and those of {@link WireConnection} where the
 * stream fails. Any thread may call; the source decides which connection its calls take. A subclass
 * may make some calls otherwise.
 */
public class WireKernel32 implements Kernel32 {
  private final ConnectionSource source;

  /**
   * @param source asked before each call
   */
  public WireKernel32(ConnectionSource source) {
    this.source = source;
  }

  private long value(Request request) {
    return source.connection().value(request);
  }

  private Handle handle(Request request) {
    return new Handle(value(request));
  }

  private void call(Request request) {
    var unused = source.connection().call(request, Reply.Done.class);
  }

  @Override
  public Handle createMailslot(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes) {
    return handle(
        new MailslotRequest.CreateMailslot(name, maxMessageSize, readTimeoutMillis, attributes));
  }

  @Override
  public MailslotInfo getMailslotInfo(Handle mailslot) {
    var request = new MailslotRequest.GetMailslotInfo(mailslot);
    return source.connection().call(request, Reply.Slot.class).info();
  }

  @Override
  public void setMailslotInfo(Handle mailslot, int readTimeoutMillis) {
    call(new MailslotRequest.SetMailslotInfo(mailslot, readTimeoutMillis));
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
    return handle(
        new MailslotRequest.CreateFile(
            name,
            desiredAccess,
            shareMode,
            attributes,
            creationDisposition,
            flagsAndAttributes,
            template));
  }

  @Override
  public int readFile(Handle file, ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    int maxBytes = Math.min(target.remaining(), WireLimits.MAX_MESSAGE_BYTES);
    var request = new MailslotRequest.ReadFile(file, maxBytes);
    WireConnection connection = source.connection();
    // The bytes lie in the connection's buffer until its next call.
    synchronized (connection) {
      ByteBuffer bytes = connection.call(request, Reply.Data.class).bytes();
      int length = bytes.remaining();
      if (length > maxBytes) {
        connection.close();
        throw new ConnectionLostException(
            "an answer of " + length + " bytes to a ReadFile of " + maxBytes, null);
      }
      target.put(bytes);
      return length;
    }
  }

  /**
   * @throws Win32Exception also ERROR_NO_SYSTEM_RESOURCES for more than {@link
   *     WireLimits#MAX_MESSAGE_BYTES}
   */
  @Override
  public int writeFile(Handle file, ByteBuffer source) {
    if (source.remaining() > WireLimits.MAX_MESSAGE_BYTES) {
      throw new Win32Exception("WriteFile", Win32Error.ERROR_NO_SYSTEM_RESOURCES);
    }
    int written = (int) value(new MailslotRequest.WriteFile(file, source));
    source.position(source.position() + written);
    return written;
  }

  @Override
  public void cancelIoEx(Handle file) {
    call(new MailslotRequest.CancelIoEx(file));
  }

  @Override
  public Handle duplicateHandle(
      Handle sourceProcess,
      Handle source,
      Handle targetProcess,
      int desiredAccess,
      boolean inheritHandle,
      int options) {
    return handle(
        new HandleRequest.DuplicateHandle(
            sourceProcess, source, targetProcess, desiredAccess, inheritHandle, options));
  }

  @Override
  public void closeHandle(Handle handle) {
    call(new HandleRequest.CloseHandle(handle));
  }

  @Override
  public int getHandleInformation(Handle handle) {
    return (int) value(new HandleRequest.GetHandleInformation(handle));
  }

  @Override
  public void setHandleInformation(Handle handle, int mask, int flags) {
    call(new HandleRequest.SetHandleInformation(handle, mask, flags));
  }

  @Override
  public boolean compareObjectHandles(Handle first, Handle second) {
    return value(new HandleRequest.CompareObjectHandles(first, second)) != 0;
  }

  @Override
  public Handle getCurrentProcess() {
    return handle(ProcessRequest.Current.PROCESS);
  }

  @Override
  public Handle getCurrentThread() {
    return handle(ProcessRequest.Current.THREAD);
  }

  @Override
  public int getCurrentProcessId() {
    return (int) value(ProcessRequest.Current.PROCESS_ID);
  }

  @Override
  public int getProcessId(Handle process) {
    return (int) value(new ProcessRequest.GetProcessId(process));
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
    var request =
        new ProcessRequest.CreateProcess(
            applicationName,
            commandLine,
            processAttributes,
            threadAttributes,
            inheritHandles,
            creationFlags,
            environment,
            currentDirectory,
            startupInfo);
    return source.connection().call(request, Reply.Started.class).information();
  }

  @Override
  public Handle openProcess(int desiredAccess, boolean inheritHandle, int processId) {
    return handle(new ProcessRequest.OpenProcess(desiredAccess, inheritHandle, processId));
  }

  @Override
  public int resumeThread(Handle thread) {
    return (int) value(new ProcessRequest.ResumeThread(thread));
  }

  @Override
  public int getExitCodeProcess(Handle process) {
    return (int) value(new ProcessRequest.GetExitCodeProcess(process));
  }

  @Override
  public void terminateProcess(Handle process, int exitCode) {
    call(new ProcessRequest.TerminateProcess(process, exitCode));
  }

  @Override
  public int waitForSingleObject(Handle handle, int timeoutMillis) {
    return (int) value(new ProcessRequest.WaitForSingleObject(handle, timeoutMillis));
  }
}
