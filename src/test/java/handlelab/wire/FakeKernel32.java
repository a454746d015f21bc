package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.MailslotInfo;
import handlelab.api.Overlapped;
import handlelab.api.ProcessDetails;
import handlelab.api.ProcessEndedException;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A kernel that answers with what it was asked, keeps one queue of messages, and fails on call. */
final class FakeKernel32 implements HandleTables {
  /** Handles with these values fail in their way. */
  static final Handle FAILS = new Handle(0x1000);

  static final Handle ENDED = new Handle(0x1004);
  static final Handle BREAKS = new Handle(0x1008);

  final List<String> calls = new ArrayList<>();
  final Deque<byte[]> messages = new ArrayDeque<>();
  final List<HandleRow> rows = new ArrayList<>();

  /** Has the functions of this class, and refuses others. */
  Kernel32 kernel32() {
    return Kernel32Call.intercept(this::call);
  }

  private Object call(Kernel32Call call) {
    Object[] arguments = call.arguments().values().toArray();
    for (Method function : FakeKernel32.class.getMethods()) {
      if (function.getName().equals(call.method())
          && function.getParameterCount() == arguments.length) {
        try {
          return function.invoke(this, arguments);
        } catch (InvocationTargetException e) {
          throw (RuntimeException) e.getCause();
        } catch (IllegalAccessException e) {
          throw new LinkageError(call.method(), e);
        }
      }
    }
    throw new UnsupportedOperationException(call.function() + " is not simulated");
  }

  private void note(String function, Object... parameters) {
    calls.add(function + List.of(parameters));
  }

  private static void fail(String function, Handle handle) {
    if (handle.equals(FAILS)) {
      throw new Win32Exception(function, Win32Error.ERROR_INVALID_HANDLE);
    }
    if (handle.equals(ENDED)) {
      throw new ProcessEndedException(4711);
    }
    if (handle.equals(BREAKS)) {
      throw new IllegalArgumentException("broken " + function);
    }
  }

  public Handle createMailslot(String name, int max, int timeout, SecurityAttributes attributes) {
    note("createMailslot", String.valueOf(name), max, timeout, String.valueOf(attributes));
    return new Handle(0x100);
  }

  public MailslotInfo getMailslotInfo(Handle mailslot) {
    fail("GetMailslotInfo", mailslot);
    return new MailslotInfo(1, 2, 3, -1);
  }

  public void setMailslotInfo(Handle mailslot, int readTimeoutMillis) {
    note("setMailslotInfo", mailslot, readTimeoutMillis);
  }

  public Handle createFile(
      String name,
      int access,
      int share,
      SecurityAttributes attributes,
      int disposition,
      int flags,
      Handle template) {
    note("createFile", name, access, share, String.valueOf(attributes), disposition, flags);
    return new Handle(0x104);
  }

  public int readFile(Handle file, ByteBuffer target) {
    fail("ReadFile", file);
    byte[] message = messages.peek();
    if (message.length > target.remaining()) {
      throw new Win32Exception("ReadFile", Win32Error.ERROR_INSUFFICIENT_BUFFER);
    }
    target.put(messages.remove());
    return message.length;
  }

  public IoResult readFile(Handle file, ByteBuffer target, Overlapped overlapped) {
    return new IoResult(IoState.DONE, readFile(file, target));
  }

  public int writeFile(Handle file, ByteBuffer source) {
    fail("WriteFile", file);
    byte[] message = new byte[source.remaining()];
    source.get(message);
    messages.add(message);
    return message.length;
  }

  public Handle duplicateHandle(
      Handle sourceProcess,
      Handle source,
      Handle targetProcess,
      int access,
      boolean inherit,
      int options) {
    note("duplicateHandle", sourceProcess, source, targetProcess, access, inherit, options);
    return new Handle(source.value() + 4);
  }

  public void closeHandle(Handle handle) {
    fail("CloseHandle", handle);
    note("closeHandle", handle);
  }

  public int getHandleInformation(Handle handle) {
    fail("GetHandleInformation", handle);
    return (int) (handle.value() & 3);
  }

  public void setHandleInformation(Handle handle, int mask, int flags) {
    note("setHandleInformation", handle, mask, flags);
  }

  public boolean compareObjectHandles(Handle first, Handle second) {
    return first.equals(second);
  }

  public Handle getCurrentProcess() {
    return Handle.CURRENT_PROCESS;
  }

  public Handle getCurrentThread() {
    return Handle.CURRENT_THREAD;
  }

  public int getCurrentProcessId() {
    return 1000;
  }

  public int getProcessId(Handle process) {
    return 1004;
  }

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
    note(
        "createProcess",
        String.valueOf(applicationName),
        commandLine,
        inheritHandles,
        String.valueOf(environment),
        startupInfo);
    return new ProcessInformation(new Handle(0x10C), new Handle(0x110), 1008, 1012);
  }

  public Handle openProcess(int desiredAccess, boolean inheritHandle, int processId) {
    note("openProcess", desiredAccess, inheritHandle, processId);
    return new Handle(0x114);
  }

  public int resumeThread(Handle thread) {
    return 1;
  }

  public int getExitCodeProcess(Handle process) {
    return 259;
  }

  public void terminateProcess(Handle process, int exitCode) {
    note("terminateProcess", process, exitCode);
  }

  public int waitForSingleObject(Handle handle, int timeoutMillis) {
    return Thread.currentThread().isInterrupted() ? 1 : 0;
  }

  @Override
  public List<HandleRow> handles(int processId) {
    return rows;
  }

  @Override
  public List<Integer> processIds() {
    return List.of(1000, 1008);
  }

  @Override
  public List<ProcessDetails> processes() {
    Instant start = Instant.parse("2026-11-22T12:00:00.123Z");
    return List.of(
        ProcessDetails.ofId(1000),
        new ProcessDetails(1008, "java.exe", 1000, start, true, "java -version", 1L << 40));
  }
}
