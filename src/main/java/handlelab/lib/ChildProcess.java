package handlelab.lib;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A process that this one started, and the handle to it.
 *
 * <p>Closing gives up the handle; the child goes on.
 */
public final class ChildProcess extends OwnedHandle {
  /** For the end of a child that has begun to end. */
  private static final int ENDING_MILLIS = 10_000;

  private final int processId;
  // The main thread's handle, until the child is resumed or this object is closed.
  private final AtomicReference<Handle> suspendedThread = new AtomicReference<>();

  private ChildProcess(Kernel32 kernel32, ProcessInformation information) {
    super(kernel32, information.process());
    this.processId = information.processId();
    suspendedThread.set(information.thread());
  }

  /**
   * A child to be started: it inherits no handles, runs at once, and gets this process's
   * environment and directory, unless asked otherwise.
   *
   * @param executable the program, with its path or found the way Windows searches
   * @param arguments what its {@code main} is to get; quoted as Windows programs expect it
   * @return a builder, which can start several children
   */
  public static Builder builder(String executable, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(executable);
    command.addAll(List.of(arguments));
    return new Builder(command);
  }

  /**
   * A child to be started, as {@link #builder(String, String...)}.
   *
   * @param command the program and its arguments
   * @return a builder, which can start several children
   */
  public static Builder builder(List<String> command) {
    return new Builder(command);
  }

  /**
   * {@return the child's process id}
   *
   * <p>It may name another process after the child ended and was closed.
   */
  public int processId() {
    return processId;
  }

  /**
   * Lets a child run that was started suspended; has no effect on one that was resumed.
   *
   * @throws IllegalStateException where this object is closed
   */
  public void resume() {
    enter();
    try {
      Handle thread = suspendedThread.getAndSet(null);
      if (thread != null) {
        try {
          kernel32().resumeThread(thread);
        } finally {
          kernel32().closeHandle(thread);
        }
      }
    } finally {
      leave();
    }
  }

  /**
   * Waits until the child ends. An interrupt does not end the wait: the kernel knows none.
   *
   * @return its exit code
   * @throws IllegalStateException where this object is closed
   */
  public int waitFor() {
    Handle value = enter();
    try {
      kernel32().waitForSingleObject(value, Win32.INFINITE);
      return kernel32().getExitCodeProcess(value);
    } finally {
      leave();
    }
  }

  /**
   * Waits until the child ends, but not longer than told.
   *
   * @param timeoutMillis in milliseconds; 0 for a look only, {@link Win32#INFINITE} for ever
   * @return whether it has ended
   * @throws IllegalStateException where this object is closed
   */
  public boolean waitFor(int timeoutMillis) {
    Handle value = enter();
    try {
      return kernel32().waitForSingleObject(value, timeoutMillis) == Win32.WAIT_OBJECT_0;
    } finally {
      leave();
    }
  }

  /**
   * {@return the exit code; empty while the child runs}
   *
   * @throws IllegalStateException where this object is closed
   */
  public OptionalInt exitCode() {
    Handle value = enter();
    try {
      // The exit code alone cannot tell: a child may end with 259, which reads STILL_ACTIVE.
      return kernel32().waitForSingleObject(value, 0) == Win32.WAIT_OBJECT_0
          ? OptionalInt.of(kernel32().getExitCodeProcess(value))
          : OptionalInt.empty();
    } finally {
      leave();
    }
  }

  /**
   * Ends the child at once, without a chance to clean up; has no effect on one that has ended, and
   * waits for one that is about to end by itself.
   *
   * @param exitCode what the child's exit code shall be
   * @throws IllegalStateException where this object is closed
   */
  public void terminate(int exitCode) {
    Handle value = enter();
    try {
      kernel32().terminateProcess(value, exitCode);
    } catch (Win32Exception e) {
      // The creator's handle allows it, so this is an end that has begun; it is signalled later.
      boolean ended =
          e.errorCode() == Win32Error.ERROR_ACCESS_DENIED
              && kernel32().waitForSingleObject(value, ENDING_MILLIS) == Win32.WAIT_OBJECT_0;
      if (!ended) {
        throw e;
      }
    } finally {
      leave();
    }
  }

  /**
   * Gives up the handle; closing again has no effect. The child goes on; one that is still
   * suspended stays so, unless somebody else resumes or ends it.
   */
  @Override
  public void close() {
    Handle thread = suspendedThread.getAndSet(null);
    try {
      if (thread != null) {
        kernel32().closeHandle(thread);
      }
    } finally {
      super.close();
    }
  }

  /** What the child shall be; each method returns this object. One thread at a time. */
  public static final class Builder {
    private final List<String> command;
    private boolean inheritHandles;
    private List<Handle> inheritOnly;
    private boolean suspended;
    private Map<String, String> environment;
    private String directory;
    private Handle[] standardHandles = {null, null, null};

    private Builder(List<String> command) {
      this.command = List.copyOf(command);
    }

    /**
     * Gives the child every handle of this process whose inherit flag is set, by the same values.
     *
     * @return this object
     */
    public Builder inheritHandles() {
      inheritHandles = true;
      return this;
    }

    /**
     * Gives the child these handles and no others; each must be inheritable. Standard handles that
     * were set must be among them.
     *
     * @param handles inheritable handles of this process, at least one
     * @return this object
     * @throws IllegalArgumentException where there is none: Windows knows no empty list
     */
    public Builder inheritOnly(Handle... handles) {
      if (handles.length == 0) {
        throw new IllegalArgumentException("name a handle, or leave inheritance off");
      }
      inheritHandles = true;
      // Windows refuses a list that names a handle twice.
      inheritOnly = List.copyOf(new LinkedHashSet<>(List.of(handles)));
      return this;
    }

    /**
     * Makes the child wait, before its first instruction, for {@link ChildProcess#resume}.
     *
     * @return this object
     */
    public Builder suspended() {
      suspended = true;
      return this;
    }

    /**
     * Gives the child this environment, which replaces this process's own.
     *
     * @param variables names and values
     * @return this object
     */
    public Builder environment(Map<String, String> variables) {
      environment = Map.copyOf(variables);
      return this;
    }

    /**
     * Starts the child in this directory.
     *
     * @param path the path of the directory
     * @return this object
     */
    public Builder directory(String path) {
      directory = path;
      return this;
    }

    /**
     * Gives the child these standard handles; each must be inheritable, and inheritance on.
     *
     * @param input for standard input; null for none, as with the others; if all three are null,
     *     the system decides
     * @param output for standard output
     * @param error for standard error
     * @return this object
     */
    public Builder standardHandles(Handle input, Handle output, Handle error) {
      standardHandles = new Handle[] {input, output, error};
      return this;
    }

    /**
     * Starts the child.
     *
     * @param kernel32 the functions of the process that starts the child
     * @return the child, which the caller closes
     * @throws IllegalArgumentException if a standard handle that was set would not be a handle of
     *     the child: inheritance is off, its inherit flag is not set, or the list does not name it
     * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} where the program is not found, {@code
     *     ERROR_DIRECTORY} where the directory is not, {@code ERROR_BAD_EXE_FORMAT} where the file
     *     is no program, {@code ERROR_INVALID_PARAMETER} where a listed handle is not inheritable,
     *     {@code ERROR_FILENAME_EXCED_RANGE} where the command line is too long
     */
    public ChildProcess start(Kernel32 kernel32) {
      checkStandardHandles(kernel32);
      StartupInfo startup =
          new StartupInfo(standardHandles[0], standardHandles[1], standardHandles[2], inheritOnly);
      // Without a list the child would also get what is inheritable for somebody else's child.
      boolean inheritsAll = inheritHandles && inheritOnly == null;
      ProcessInformation information =
          inheritsAll
              ? InheritanceWindow.withoutList(() -> create(kernel32, startup))
              : create(kernel32, startup);
      ChildProcess child = new ChildProcess(kernel32, information);
      if (!suspended) {
        try {
          kernel32.closeHandle(child.suspendedThread.getAndSet(null));
        } catch (RuntimeException | Error e) {
          try (child) {
            throw e;
          }
        }
      }
      return child;
    }

    /**
     * The system hands on such values unchecked; the child would find nothing, or another object.
     */
    private void checkStandardHandles(Kernel32 kernel32) {
      String[] streams = {"input", "output", "error"};
      for (int i = 0; i < streams.length; i++) {
        Handle handle = standardHandles[i];
        if (handle == null || handle.value() <= 0) {
          continue;
        }
        String fault = null;
        if (!inheritHandles) {
          fault = "inheritance is off: call inheritOnly with it";
        } else if (inheritOnly != null && !inheritOnly.contains(handle)) {
          fault = "the handle list does not name it: add it to inheritOnly";
        } else if ((kernel32.getHandleInformation(handle) & Win32.HANDLE_FLAG_INHERIT) == 0) {
          fault = "it is not inheritable: call SetHandleInformation first";
        }
        if (fault != null) {
          throw new IllegalArgumentException(
              "standard "
                  + streams[i]
                  + " "
                  + handle
                  + " would be no handle of the child: "
                  + fault);
        }
      }
    }

    private ProcessInformation create(Kernel32 kernel32, StartupInfo startup) {
      try {
        return kernel32.createProcess(
            null,
            CommandLine.join(command),
            null,
            null,
            inheritHandles,
            suspended ? Win32.CREATE_SUSPENDED : 0,
            environment,
            directory,
            startup);
      } catch (Win32Exception e) {
        throw Hint.starting(e, command.get(0));
      }
    }
  }
}
