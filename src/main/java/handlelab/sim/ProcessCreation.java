package handlelab.sim;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One call of {@code CreateProcessW}: checks, the child's process and thread, its table with what
 * it inherits, and the two rows in the creator's table.
 */
final class ProcessCreation {
  private static final String FUNCTION = "CreateProcessW";

  private final ProcessObject creator;
  private final SimulatedKernel kernel;
  private final SecurityAttributes processAttributes;
  private final SecurityAttributes threadAttributes;
  private final boolean inheritHandles;
  private final int creationFlags;
  private final List<Handle> inheritOnly;

  ProcessCreation(
      ProcessObject creator,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      StartupInfo startupInfo) {
    this.creator = creator;
    this.kernel = creator.kernel;
    this.processAttributes = processAttributes;
    this.threadAttributes = threadAttributes;
    this.inheritHandles = inheritHandles;
    this.creationFlags = creationFlags;
    this.inheritOnly = startupInfo == null ? null : startupInfo.inheritOnly();
  }

  /** Makes a process that runs an installed program. */
  ProcessInformation create(ImageSearch.Found<Program> found) {
    kernel.lock.lock();
    try {
      ProcessObject child = newProcess(found.name());
      List<String> arguments = CommandLine.split(found.commandLine());
      List<String> withoutName = arguments.subList(Math.min(1, arguments.size()), arguments.size());
      child.runOnStart(
          found.name() + " " + child.id, () -> run(child, found.image(), List.copyOf(withoutName)));
      return finish(child);
    } finally {
      kernel.lock.unlock();
    }
  }

  /** Makes a process that the host runs. */
  HostedChild createHosted(String imageName) {
    kernel.lock.lock();
    try {
      ProcessObject child = newProcess(imageName);
      return new HostedChild(finish(child), new HostedProcess(child));
    } finally {
      kernel.lock.unlock();
    }
  }

  private static void run(ProcessObject process, Program program, List<String> arguments) {
    int exitCode = 1;
    try {
      exitCode = program.run(new ProcessKernel32(process), arguments);
    } catch (Exception e) {
      // What ended the process from outside is no fault of the program.
      if (!process.isGone) {
        Thread current = Thread.currentThread();
        current.getUncaughtExceptionHandler().uncaughtException(current, e);
      }
    } finally {
      process.kernel.end(process, exitCode);
    }
  }

  private ProcessObject newProcess(String imageName) {
    creator.checkRunning();
    Set<Long> listed = inheritOnly == null ? null : checkedHandleList();
    ProcessObject child = new ProcessObject(kernel, imageName);
    try {
      inherit(child, listed);
      return child;
    } catch (Win32Exception e) {
      endUnknown(child);
      throw e;
    }
  }

  /** Ends a child that no caller knows yet, so there are no actions to run. */
  private static void endUnknown(ProcessObject child) {
    var unused = child.end(1);
  }

  /**
   * The rows that the handle list names. Documented: each must be inheritable and no pseudo handle;
   * Observed by CPython: none may stand twice. Assumed: the list needs {@code bInheritHandles}, and
   * an empty one is of a bad length.
   */
  private Set<Long> checkedHandleList() {
    if (inheritOnly.isEmpty()) {
      throw new Win32Exception("UpdateProcThreadAttribute", Win32Error.ERROR_BAD_LENGTH);
    }
    Set<Long> listed = new HashSet<>();
    for (Handle handle : inheritOnly) {
      Row row = creator.table.get(handle.value());
      if (!inheritHandles
          || row == null
          || !row.isInheritable()
          || !listed.add(handle.value() & ~3L)) {
        throw invalidParameter();
      }
    }
    return listed;
  }

  /** Copies rows, not objects: same value, access and flags. */
  private void inherit(ProcessObject child, Set<Long> listed) {
    if (!inheritHandles) {
      return;
    }
    if (listed == null) {
      creator.table.forEach(
          (value, row) -> {
            if (row.isInheritable()) {
              kernel.copyRow(value, row, child.table, FUNCTION);
            }
          });
    } else {
      listed.forEach(
          value -> kernel.copyRow(value, creator.table.get(value), child.table, FUNCTION));
    }
  }

  private ProcessInformation finish(ProcessObject child) {
    ThreadObject thread = child.mainThread;
    Handle process = null;
    Handle main;
    try {
      process = addRow(child, Win32.PROCESS_ALL_ACCESS, processAttributes);
      main = addRow(thread, Win32.THREAD_ALL_ACCESS, threadAttributes);
    } catch (Win32Exception e) {
      if (process != null) {
        kernel.release(creator.table.remove(process.value()));
      }
      endUnknown(child);
      throw e;
    }
    if ((creationFlags & Win32.CREATE_SUSPENDED) != 0) {
      thread.suspendCount = 1;
    } else {
      child.start();
    }
    return new ProcessInformation(process, main, child.id, thread.id);
  }

  private Handle addRow(KernelObject object, int access, SecurityAttributes attributes) {
    int flags = attributes != null && attributes.inheritHandle() ? Win32.HANDLE_FLAG_INHERIT : 0;
    return kernel.addRow(creator.table, object, access, flags, FUNCTION);
  }

  private static Win32Exception invalidParameter() {
    return new Win32Exception(FUNCTION, Win32Error.ERROR_INVALID_PARAMETER);
  }
}
