package handlelab.lib;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A process that this one started, and the handle to it.
 *
 * <p>With {@link Builder#redirectStreams} this process writes what the child reads and reads what
 * it writes, and the child inherits nothing but its ends of the three pipes:
 *
 * <pre>{@code
 * static String sort(Kernel32 kernel32, String lines) throws IOException {
 *   try (ChildProcess child = ChildProcess.builder("sort").redirectStreams().start(kernel32)) {
 *     try (OutputStream toChild = child.outputStream()) {
 *       toChild.write(lines.getBytes(StandardCharsets.UTF_8));
 *     }
 *     byte[] sorted = child.inputStream().readAllBytes();
 *     int exitCode = child.waitFor();
 *     return exitCode == 0 ? new String(sorted, StandardCharsets.UTF_8) : "error " + exitCode;
 *   }
 * }
 * }</pre>
 *
 * <p>Closing gives up the handle and this process's ends of the pipes; the child goes on. Any
 * thread may call every method. {@link #close} ends the calls of other threads that wait in the
 * streams; one that waits for the child's end goes on, and the handle is closed after it.
 */
public final class ChildProcess extends OwnedHandle {
  /** For the end of a child that has begun to end. */
  private static final int ENDING_MILLIS = 10_000;

  private final int processId;
  // The main thread's handle, until the child is resumed or this object is closed.
  private final AtomicReference<Handle> suspendedThread = new AtomicReference<>();
  // Null if the child's streams are not redirected; set before the child is handed out.
  private RedirectedStreams streams;

  ChildProcess(Kernel32 kernel32, ProcessInformation information) {
    super(kernel32, information.process());
    this.processId = information.processId();
    suspendedThread.set(information.thread());
  }

  /** Closes the handle of the main thread of a child that runs; if that fails, the child's too. */
  void closeThread() {
    try {
      kernel32().closeHandle(suspendedThread.getAndSet(null));
    } catch (RuntimeException | Error e) {
      try (this) {
        throw e;
      }
    }
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

  /** Takes this process's ends of the pipes; only the launch that made them calls it. */
  void redirected(RedirectedStreams redirected) {
    streams = redirected;
  }

  private RedirectedStreams streams() {
    if (streams == null) {
      throw new IllegalStateException("the child was started without redirectStreams()");
    }
    return streams;
  }

  /**
   * {@return what the child reads from its standard input, always the same stream; nothing is
   * buffered in it}
   *
   * <p>A write waits while the pipe is full; so read {@link #inputStream} meanwhile, on another
   * thread, if the child writes much before it has read all. The child sees the end of its input
   * when this stream is closed.
   *
   * @throws IllegalStateException if the streams are not redirected
   */
  public OutputStream outputStream() {
    return streams().input.writeEnd().outputStream();
  }

  /**
   * {@return what the child writes to its standard output, always the same stream}
   *
   * <p>It ends when the child and all that it has handed the pipe to have closed it.
   *
   * @throws IllegalStateException if the streams are not redirected
   */
  public InputStream inputStream() {
    return streams().output.readEnd().inputStream();
  }

  /**
   * {@return what the child writes to its standard error, always the same stream; an empty one
   * after {@link Builder#redirectErrorStream}}
   *
   * <p>Read it on another thread, if the child may write much there.
   *
   * @throws IllegalStateException if the streams are not redirected
   */
  public InputStream errorStream() {
    Pipe error = streams().error;
    return error == null ? InputStream.nullInputStream() : error.readEnd().inputStream();
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
      var unused = await(value, Win32.INFINITE);
      return kernel32().getExitCodeProcess(value);
    } finally {
      leave();
    }
  }

  private int await(Handle value, int timeoutMillis) {
    return awaitUninterruptibly(
        timeoutMillis, millis -> kernel32().waitForSingleObject(value, millis));
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
      return await(value, timeoutMillis) == Win32.WAIT_OBJECT_0;
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
   * Gives up the handle and the redirected streams; closing again has no effect. The child goes on;
   * one that is still suspended stays so, unless somebody else resumes or ends it.
   */
  @Override
  public void close() {
    Handle thread = suspendedThread.getAndSet(null);
    RedirectedStreams ends = streams;
    try (ends) {
      if (thread != null) {
        kernel32().closeHandle(thread);
      }
    } finally {
      super.close();
    }
  }

  /** What the child shall be; each method returns this object. One thread at a time. */
  public static final class Builder {
    List<String> command;
    boolean inheritHandles;
    List<Handle> inheritOnly;
    boolean suspended;
    Map<String, String> environment;
    String directory;
    Handle[] standardHandles = {null, null, null};
    boolean redirectStreams;
    boolean redirectErrorStream;

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
     * Joins the child's standard streams to {@link ChildProcess#outputStream}, {@link
     * ChildProcess#inputStream} and {@link ChildProcess#errorStream} by pipes. It inherits its ends
     * of them, and nothing else: {@link ChildLaunch#redirectStreams} gives more.
     *
     * <p>They are the streams of any program, such as {@code System.in} of a Java program, on the
     * real kernel and on the simulated one that JVMs share. A program of a simulated kernel in one
     * JVM finds the handles by {@link Kernel32#getStdHandle}.
     *
     * @return this object
     */
    public Builder redirectStreams() {
      redirectStreams = true;
      return this;
    }

    /**
     * As {@link #redirectStreams}; what the child writes to its standard error comes by {@link
     * ChildProcess#inputStream}, too.
     *
     * @return this object
     */
    public Builder redirectErrorStream() {
      redirectErrorStream = true;
      return redirectStreams();
    }

    /**
     * Starts the child.
     *
     * @param kernel32 the functions of the process that starts the child
     * @return the child, which the caller closes
     * @throws IllegalStateException if its streams are to be redirected, and it is to inherit
     *     handles or to have other standard handles as well
     * @throws IllegalArgumentException if a standard handle that was set would not be a handle of
     *     the child: inheritance is off, its inherit flag is not set, or the list does not name it
     * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} where the program is not found, {@code
     *     ERROR_DIRECTORY} where the directory is not, {@code ERROR_BAD_EXE_FORMAT} where the file
     *     is no program, {@code ERROR_INVALID_PARAMETER} where a listed handle is not inheritable,
     *     {@code ERROR_FILENAME_EXCED_RANGE} where the command line is too long
     */
    public ChildProcess start(Kernel32 kernel32) {
      return new ChildCreation(this, kernel32).start();
    }
  }
}
