package handlelab.sim;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One call of {@code CreateProcessW}: checks, the child's process and thread, its table with what
 * it inherits, and the two rows in the creator's table.
 */
final class ProcessCreation {
  private static final String FUNCTION = "CreateProcessW";

  /** With one of these flags the child is not on its creator's console. */
  private static final int OTHER_CONSOLE =
      Win32.DETACHED_PROCESS | Win32.CREATE_NEW_CONSOLE | Win32.CREATE_NO_WINDOW;

  private final ProcessObject creator;
  private final SimulatedKernel kernel;
  private final SecurityAttributes processAttributes;
  private final SecurityAttributes threadAttributes;
  private final boolean inheritHandles;
  private final int creationFlags;
  private final StartupInfo startupInfo;
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
    this.startupInfo = startupInfo == null ? StartupInfo.DEFAULT : startupInfo;
    this.inheritOnly = this.startupInfo.inheritOnly();
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
    ProcessObject child = new ProcessObject(kernel, imageName, creator.id);
    try {
      inherit(child, listed);
      setStandardHandles(child);
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
   * Observed by CPython: none may stand twice. Tested (win32-console-docs): the list needs {@code
   * bInheritHandles}, an empty one is of a bad length, and with a NULL in it nothing is inherited.
   */
  private Set<Long> checkedHandleList() {
    if (inheritOnly.isEmpty()) {
      throw new Win32Exception("UpdateProcThreadAttribute", Win32Error.ERROR_BAD_LENGTH);
    }
    if (!inheritHandles) {
      throw invalidParameter();
    }
    if (inheritOnly.contains(Handle.NULL)) {
      return Set.of();
    }
    Set<Long> listed = new HashSet<>();
    for (Handle handle : inheritOnly) {
      Row row = creator.table.get(handle.value());
      if (row == null || !row.isInheritable() || !listed.add(handle.value() & ~3L)) {
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

  /**
   * Tested (win32-console-docs, Windows 8 and later): standard handles that the caller names are
   * handed on without a check, and need {@code bInheritHandles}. Else a child on the same console
   * gets the creator's: their values if all inheritable handles are inherited, duplicates with the
   * same flags if none or only listed ones are.
   */
  private void setStandardHandles(ProcessObject child) {
    List<Handle> named =
        Arrays.asList(
            startupInfo.standardInput(), startupInfo.standardOutput(), startupInfo.standardError());
    boolean isAnyNamed = named.stream().anyMatch(Objects::nonNull);
    if (isAnyNamed ? !inheritHandles : (creationFlags & OTHER_CONSOLE) != 0) {
      return;
    }
    for (int i = 0; i < StandardHandles.COUNT; i++) {
      Handle own = creator.standardHandles.get(i);
      Handle handle;
      if (isAnyNamed) {
        handle = named.get(i) == null ? Handle.NULL : named.get(i);
      } else if (inheritHandles && inheritOnly == null) {
        handle = own;
      } else {
        handle = duplicate(own, child);
      }
      child.standardHandles.set(i, handle);
    }
  }

  private Handle duplicate(Handle handle, ProcessObject child) {
    Row row = creator.table.get(handle.value());
    return row == null ? Handle.NULL : kernel.addRow(child.table, row, FUNCTION);
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
