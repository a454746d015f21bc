package handlelab.lib;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The launch of one child that gets the handles that it is given here, and no others.
 *
 * <pre>{@code
 * try (ChildLaunch launch = ChildLaunch.of(kernel32)) {
 *   Handle inChild = launch.give(slot.handle());
 *   ChildProcess child = launch.start(List.of("worker.exe", inChild.toString()));
 * }
 * }</pre>
 *
 * <p>The child gets duplicates: the caller's own handles never become inheritable. A duplicate is
 * inheritable only while the child is created, and is closed then. Meanwhile no child that inherits
 * everything is created in this JVM, by {@link ChildProcess} or, on Windows, by {@link
 * ProcessBuilder} ({@link #excludesProcessBuilder}); so threads may launch as they like, at the
 * same time. Native code that creates processes by itself is not kept out.
 *
 * <p>Nobody can guess the value that a handle has in the child, so {@link #give} returns it before
 * the child is there: pass it on, on the command line or in the environment.
 *
 * <p>Standard handles are none by default, because they too are handles of the parent. Used by one
 * thread at a time.
 */
public final class ChildLaunch implements AutoCloseable {
  private final Kernel32 kernel32;
  private final List<Handle> duplicates = new ArrayList<>();
  // It is created suspended in any case, and without standard handles unless others are given.
  private final ChildProcess.Builder child =
      ChildProcess.builder(List.of())
          .suspended()
          .standardHandles(Handle.NULL, Handle.NULL, Handle.NULL);
  private boolean suspended;
  // Null if the child's streams are not redirected, or it was started with them.
  private RedirectedStreams streams;
  private boolean isOver;

  private ChildLaunch(Kernel32 kernel32) {
    this.kernel32 = kernel32;
  }

  /**
   * A launch of a child of this kernel32's process.
   *
   * @param kernel32 the functions of the process that starts the child
   * @return a launch that has given nothing yet
   */
  public static ChildLaunch of(Kernel32 kernel32) {
    return new ChildLaunch(kernel32);
  }

  /**
   * {@return whether {@link ProcessBuilder} is kept from creating children meanwhile: so far, on
   * Windows only}
   */
  public static boolean excludesProcessBuilder() {
    return InheritanceWindow.excludesProcessBuilder();
  }

  /**
   * Gives the child a handle, with the access that the caller has.
   *
   * @param own a handle of this process, or a pseudo handle: the child gets a real one then
   * @return the value that the child will have; nobody but the child may use it
   * @throws handlelab.api.Win32Exception {@code ERROR_INVALID_HANDLE} where the process has no such
   *     handle
   * @throws IllegalStateException where the child was started, or this object is closed
   */
  public Handle give(Handle own) {
    return duplicate(own, 0, Win32.DUPLICATE_SAME_ACCESS);
  }

  /**
   * Gives the child a handle that allows less.
   *
   * @param own a handle of this process, or a pseudo handle
   * @param desiredAccess such as {@code SYNCHRONIZE}
   * @return the value that the child will have; nobody but the child may use it
   * @throws handlelab.api.Win32Exception {@code ERROR_INVALID_HANDLE} where the process has no such
   *     handle, {@code ERROR_ACCESS_DENIED} where it does not allow that
   * @throws IllegalStateException where the child was started, or this object is closed
   */
  public Handle give(Handle own, int desiredAccess) {
    return duplicate(own, desiredAccess, 0);
  }

  private Handle duplicate(Handle own, int desiredAccess, int options) {
    checkOpen();
    Handle duplicate =
        kernel32.duplicateHandle(
            Handle.CURRENT_PROCESS, own, Handle.CURRENT_PROCESS, desiredAccess, false, options);
    duplicates.add(duplicate);
    return duplicate;
  }

  /**
   * Gives the child standard handles.
   *
   * @param input a handle of this process; null for none. The same with the others
   * @param output for standard output
   * @param error for standard error
   * @return this object
   * @throws handlelab.api.Win32Exception {@code ERROR_INVALID_HANDLE} where the process has no such
   *     handle
   */
  public ChildLaunch standardHandles(Handle input, Handle output, Handle error) {
    child.standardHandles(giveStandard(input), giveStandard(output), giveStandard(error));
    return this;
  }

  /**
   * Joins the child's standard streams to those of {@link ChildProcess} by pipes, of which it gets
   * the other ends.
   *
   * @return this object
   * @throws IllegalStateException if the child was started, this object is closed, or the streams
   *     are redirected already
   */
  public ChildLaunch redirectStreams() {
    return redirectStreams(false);
  }

  ChildLaunch redirectStreams(boolean isErrorInOutput) {
    checkOpen();
    if (streams != null) {
      throw new IllegalStateException("the streams are redirected already");
    }
    streams = RedirectedStreams.create(kernel32, isErrorInOutput);
    Handle output = give(streams.output.writeEnd().handle());
    child.standardHandles(
        give(streams.input.readEnd().handle()),
        output,
        isErrorInOutput ? output : give(streams.error.writeEnd().handle()));
    return this;
  }

  private Handle giveStandard(Handle own) {
    return own == null ? Handle.NULL : give(own);
  }

  /**
   * Leaves the standard handles to the system, which hands on this process's own in its way; the
   * child then has them beside what it is given.
   *
   * @return this object
   */
  public ChildLaunch systemStandardHandles() {
    child.standardHandles(null, null, null);
    return this;
  }

  /**
   * Gives the child this environment, which replaces this process's own.
   *
   * @param variables names and values; null for this process's own
   * @return this object
   */
  public ChildLaunch environment(Map<String, String> variables) {
    child.environment = variables == null ? null : Map.copyOf(variables);
    return this;
  }

  /**
   * Starts the child in this directory.
   *
   * @param path the path of the directory; null for this process's own
   * @return this object
   */
  public ChildLaunch directory(String path) {
    child.directory(path);
    return this;
  }

  /**
   * Makes the child wait, before its first instruction, for {@link ChildProcess#resume}.
   *
   * @return this object
   */
  public ChildLaunch suspended() {
    suspended = true;
    return this;
  }

  /**
   * Starts the child; a launch can do so once.
   *
   * @param command the program and its arguments
   * @return the child, which the caller closes
   * @throws handlelab.api.Win32Exception as {@link ChildProcess.Builder#start}
   * @throws IllegalStateException where the child was started, or this object is closed
   */
  public ChildProcess start(List<String> command) {
    checkOpen();
    child.command = List.copyOf(command);
    try {
      ChildProcess started =
          duplicates.isEmpty()
              ? child.start(kernel32)
              : InheritanceWindow.withList(this::startWithList);
      try {
        if (streams != null) {
          handOver(started);
        }
        if (!suspended) {
          // Outside the window: what starts the child's code may need the locks.
          started.resume();
        }
      } catch (RuntimeException | Error e) {
        abandon(started, e);
        throw e;
      }
      return started;
    } finally {
      close();
    }
  }

  private ChildProcess startWithList() {
    ChildProcess started;
    try {
      for (Handle duplicate : duplicates) {
        kernel32.setHandleInformation(
            duplicate, Win32.HANDLE_FLAG_INHERIT, Win32.HANDLE_FLAG_INHERIT);
      }
      child.inheritOnly(duplicates.toArray(Handle[]::new));
      started = child.start(kernel32);
    } catch (RuntimeException | Error e) {
      closeDuplicates(e);
      throw e;
    }
    try {
      // In the window: after it they must not be inheritable any more.
      closeGiven();
      return started;
    } catch (RuntimeException | Error e) {
      abandon(started, e);
      throw e;
    }
  }

  private void handOver(ChildProcess started) {
    started.redirected(streams);
    RedirectedStreams handedOver = streams;
    streams = null;
    handedOver.started();
  }

  /** Nobody will get this child, so it must not stay there suspended. */
  private static void abandon(ChildProcess child, Throwable failure) {
    try (child) {
      child.terminate(1);
    } catch (RuntimeException | Error more) {
      failure.addSuppressed(more);
    }
  }

  private void checkOpen() {
    if (isOver) {
      throw new IllegalStateException("the child was started already, or the launch is closed");
    }
  }

  /** Closes what was given and no child was started with; closing again has no effect. */
  @Override
  public void close() {
    isOver = true;
    RedirectedStreams unused = streams;
    streams = null;
    try (unused) {
      closeGiven();
    }
  }

  private void closeGiven() {
    Throwable failure = closeDuplicates(null);
    if (failure instanceof RuntimeException exception) {
      throw exception;
    } else if (failure instanceof Error error) {
      throw error;
    }
  }

  /** Closes all of them, whatever happens, and returns the first failure, or null. */
  private Throwable closeDuplicates(Throwable earlier) {
    Throwable first = null;
    for (Handle duplicate : duplicates) {
      try {
        kernel32.closeHandle(duplicate);
      } catch (RuntimeException | Error e) {
        if (earlier != null) {
          earlier.addSuppressed(e);
        }
        first = first == null ? e : first;
      }
    }
    duplicates.clear();
    return first;
  }
}
