package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Passes each call on, and tells a {@link CallLog} of those that make, change or close a handle.
 *
 * <p>A call that fails leaves no trace, but for DuplicateHandle, which can close its source even
 * then.
 */
final class LoggedKernel32 implements Kernel32 {
  private final Kernel32 kernel32;
  private final CallLog log;

  LoggedKernel32(Kernel32 kernel32, CallLog log) {
    this.kernel32 = kernel32;
    this.log = log;
  }

  @Override
  public Handle createMailslot(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes) {
    CallLog.Begun begun = log.begin();
    Handle slot = kernel32.createMailslot(name, maxMessageSize, readTimeoutMillis, attributes);
    Call call = log.end(begun, "CreateMailslotW");
    log.opened(slot, CallEntry.openedBy(call, asksToInherit(attributes)));
    return slot;
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
    CallLog.Begun begun = log.begin();
    Handle file =
        kernel32.createFile(
            name,
            desiredAccess,
            shareMode,
            attributes,
            creationDisposition,
            flagsAndAttributes,
            template);
    Call call = log.end(begun, "CreateFileW");
    log.opened(file, CallEntry.openedBy(call, asksToInherit(attributes)));
    return file;
  }

  @Override
  public Handle duplicateHandle(
      Handle sourceProcess,
      Handle source,
      Handle targetProcess,
      int desiredAccess,
      boolean inheritHandle,
      int options) {
    boolean closesSource = (options & Win32.DUPLICATE_CLOSE_SOURCE) != 0;
    int from = processIdOf(sourceProcess);
    int to = processIdOf(targetProcess);
    CallEntry seen = from == log.processId() ? log.find(source) : null;
    CallLog.Begun begun = log.begin();
    Handle duplicate;
    try {
      duplicate =
          kernel32.duplicateHandle(
              sourceProcess, source, targetProcess, desiredAccess, inheritHandle, options);
    } catch (Win32Exception e) {
      if (closesSource) {
        forgetIfGone(source, seen);
      }
      throw e;
    }
    Call call = log.end(begun, "DuplicateHandle");
    if (to == log.processId()) {
      log.opened(duplicate, CallEntry.openedBy(call, flagOf(inheritHandle, options, seen)));
    } else if (to != 0 && duplicate.value() > 0) {
      log.pushed(to, duplicate, call);
    }
    if (closesSource && from == log.processId()) {
      forgetIfGone(source, seen);
    } else if (closesSource) {
      log.pulled(from, source);
    }
    return duplicate;
  }

  private static Boolean flagOf(boolean inheritHandle, int options, CallEntry source) {
    if ((options & Win32.DUPLICATE_SAME_ATTRIBUTES) == 0) {
      return inheritHandle;
    }
    return source == null ? null : source.inheritFlag();
  }

  /** The id of the process that a handle names, or 0 where that cannot be told. */
  private int processIdOf(Handle process) {
    if (process.equals(Handle.CURRENT_PROCESS)) {
      return log.processId();
    }
    CallEntry entry = log.find(process);
    if (entry != null && entry.processId() != 0) {
      return entry.processId();
    }
    try {
      return kernel32.getProcessId(process);
    } catch (Win32Exception e) {
      return 0;
    }
  }

  /** A protected source stays open, and some failures close it: so the kernel is asked. */
  private void forgetIfGone(Handle source, CallEntry seen) {
    if (seen == null) {
      return;
    }
    try {
      var unused = kernel32.getHandleInformation(source);
    } catch (Win32Exception e) {
      if (e.errorCode() == Win32Error.ERROR_INVALID_HANDLE) {
        log.closed(source, seen);
      }
    }
  }

  @Override
  public void closeHandle(Handle handle) {
    CallEntry seen = log.find(handle);
    kernel32.closeHandle(handle);
    log.closed(handle, seen);
  }

  @Override
  public int getHandleInformation(Handle handle) {
    CallEntry seen = log.find(handle);
    int flags = kernel32.getHandleInformation(handle);
    if (seen != null) {
      seen.inheritFlagSeen((flags & Win32.HANDLE_FLAG_INHERIT) != 0);
    }
    return flags;
  }

  @Override
  public void setHandleInformation(Handle handle, int mask, int flags) {
    if ((mask & Win32.HANDLE_FLAG_INHERIT) == 0) {
      kernel32.setHandleInformation(handle, mask, flags);
      return;
    }
    CallEntry seen = log.find(handle);
    CallLog.Begun begun = log.begin();
    kernel32.setHandleInformation(handle, mask, flags);
    Call call = log.end(begun, "SetHandleInformation");
    CallEntry entry = seen == null ? log.findOrAdopt(handle) : seen;
    entry.inheritFlagSet((flags & Win32.HANDLE_FLAG_INHERIT) != 0, call);
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
    CallLog.Begun begun = log.begin();
    ProcessInformation child =
        kernel32.createProcess(
            applicationName,
            commandLine,
            processAttributes,
            threadAttributes,
            inheritHandles,
            creationFlags,
            environment,
            currentDirectory,
            startupInfo);
    Call call = log.end(begun, "CreateProcessW");
    int processId = child.processId();
    log.created(
        new LoggedCreation(processId, InheritanceTerms.of(inheritHandles, startupInfo), call));
    log.opened(
        child.process(), CallEntry.ofProcess(call, asksToInherit(processAttributes), processId));
    log.opened(child.thread(), CallEntry.openedBy(call, asksToInherit(threadAttributes)));
    return child;
  }

  @Override
  public Handle openProcess(int desiredAccess, boolean inheritHandle, int processId) {
    CallLog.Begun begun = log.begin();
    Handle process = kernel32.openProcess(desiredAccess, inheritHandle, processId);
    Call call = log.end(begun, "OpenProcess");
    // The low two bits of a process id are ignored.
    log.opened(process, CallEntry.ofProcess(call, inheritHandle, processId & ~3));
    return process;
  }

  private static boolean asksToInherit(SecurityAttributes attributes) {
    return attributes != null && attributes.inheritHandle();
  }

  @Override
  public MailslotInfo getMailslotInfo(Handle mailslot) {
    return kernel32.getMailslotInfo(mailslot);
  }

  @Override
  public void setMailslotInfo(Handle mailslot, int readTimeoutMillis) {
    kernel32.setMailslotInfo(mailslot, readTimeoutMillis);
  }

  @Override
  public int readFile(Handle file, ByteBuffer target) {
    return kernel32.readFile(file, target);
  }

  @Override
  public int writeFile(Handle file, ByteBuffer source) {
    return kernel32.writeFile(file, source);
  }

  @Override
  public boolean compareObjectHandles(Handle first, Handle second) {
    return kernel32.compareObjectHandles(first, second);
  }

  @Override
  public Handle getCurrentProcess() {
    return kernel32.getCurrentProcess();
  }

  @Override
  public Handle getCurrentThread() {
    return kernel32.getCurrentThread();
  }

  @Override
  public int getCurrentProcessId() {
    return kernel32.getCurrentProcessId();
  }

  @Override
  public int getProcessId(Handle process) {
    return kernel32.getProcessId(process);
  }

  @Override
  public int resumeThread(Handle thread) {
    return kernel32.resumeThread(thread);
  }

  @Override
  public int getExitCodeProcess(Handle process) {
    return kernel32.getExitCodeProcess(process);
  }

  @Override
  public void terminateProcess(Handle process, int exitCode) {
    kernel32.terminateProcess(process, exitCode);
  }

  @Override
  public int waitForSingleObject(Handle handle, int timeoutMillis) {
    return kernel32.waitForSingleObject(handle, timeoutMillis);
  }

  @Override
  public void cancelIoEx(Handle file) {
    kernel32.cancelIoEx(file);
  }
}
