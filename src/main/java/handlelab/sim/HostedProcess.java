package handlelab.sim;

import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32Exception;
import java.util.List;

/**
 * A process of a {@link SimulatedKernel} whose code runs outside: in another JVM, or in any program
 * of the host.
 *
 * <p>The kernel holds its table and objects; the host runs it and tells the kernel when it is gone.
 * All methods may be called from any thread.
 */
public final class HostedProcess {
  private final ProcessObject process;
  private final ProcessKernel32 kernel32;

  HostedProcess(ProcessObject process) {
    this.process = process;
    this.kernel32 = new ProcessKernel32(process);
  }

  /**
   * Makes calls for this process. The Java thread that first asks for its own pseudo handle is the
   * main thread, each other one a further thread.
   *
   * @return the kernel's functions; they fail with {@link handlelab.api.ProcessEndedException} once
   *     the process has ended
   */
  public Kernel32 kernel32() {
    return kernel32;
  }

  /** {@return the id in the simulated kernel, not that of the host's process} */
  public int processId() {
    return process.id;
  }

  /** The calling Java thread makes no more calls: the thread that it is in this process ends. */
  public void endThread() {
    process.kernel.lock.lock();
    try {
      process.endThread(Thread.currentThread());
    } finally {
      process.kernel.lock.unlock();
    }
  }

  /**
   * Whether its main thread is suspended, and so has never run.
   *
   * @return true until {@code ResumeThread} lets it run
   */
  public boolean isSuspended() {
    process.kernel.lock.lock();
    try {
      return process.mainThread.suspendCount > 0;
    } finally {
      process.kernel.lock.unlock();
    }
  }

  /**
   * The kernel's half of {@code CreateProcessW}: process and thread objects, the child's table with
   * what it inherits, and this process's two handles. The host has found the image already, and
   * starts it after {@link #awaitResume}.
   *
   * @param imageName the image that the host has found, as views show it
   * @param processAttributes as {@link Kernel32#createProcess} takes it
   * @param threadAttributes as {@link Kernel32#createProcess} takes it
   * @param inheritHandles whether the child gets this process's inheritable rows
   * @param creationFlags {@code CREATE_*}: whether the child is suspended, and which console it has
   * @param startupInfo the standard handles and the handle list; null for {@link
   *     StartupInfo#DEFAULT}
   * @return the child, and what {@code CreateProcessW} returns
   * @throws Win32Exception as {@code Kernel32.createProcess}, but for the errors that are about
   *     image, command line and directory
   */
  public HostedChild createChild(
      String imageName,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      StartupInfo startupInfo) {
    var creation =
        new ProcessCreation(
            process,
            processAttributes,
            threadAttributes,
            inheritHandles,
            creationFlags,
            startupInfo);
    return creation.createHosted(imageName);
  }

  /**
   * Waits until the main thread may run; false where the process was ended before it ever ran.
   *
   * @return true if the host is to start the program
   * @throws InterruptedException if the calling Java thread is interrupted while it waits
   */
  public boolean awaitResume() throws InterruptedException {
    process.kernel.lock.lock();
    try {
      var unused = new Wait(process.kernel, List.of(process.resumption)).perform(null, -1);
      return !process.isGone;
    } finally {
      process.kernel.lock.unlock();
    }
  }

  /**
   * Runs {@code action} once, outside the kernel's lock, when the process ends; at once where it
   * has ended already.
   *
   * @param action what to run, on the thread that ends the process or on the caller's
   */
  public void onEnd(Runnable action) {
    boolean isKept;
    process.kernel.lock.lock();
    try {
      isKept = process.addEndAction(action);
    } finally {
      process.kernel.lock.unlock();
    }
    if (!isKept) {
      action.run();
    }
  }

  /**
   * The process runs no more, its exit code is not known yet: releases its rows; {@link #exit} must
   * follow.
   */
  public void closeTable() {
    process.kernel.lock.lock();
    try {
      process.closeTable();
    } finally {
      process.kernel.lock.unlock();
    }
  }

  /**
   * The process has ended with this code: releases its rows, wakes its waiters. No effect where it
   * has ended already.
   *
   * @param exitCode all 32 bits, as {@code GetExitCodeProcess} returns them
   */
  public void exit(int exitCode) {
    exit(exitCode, true);
  }

  /**
   * As {@link #exit(int)}, where the host may not know the exit code: {@code exitCode} then stands
   * for one that is not known, and views say so.
   *
   * @param exitCode all 32 bits; the stand-in for a code that is not known
   * @param isKnown whether {@code exitCode} is what the process ended with
   */
  public void exit(int exitCode, boolean isKnown) {
    process.kernel.lock.lock();
    try {
      process.isExitCodeKnown &= isKnown || process.isEnded;
    } finally {
      process.kernel.lock.unlock();
    }
    process.kernel.end(process, exitCode);
  }
}
