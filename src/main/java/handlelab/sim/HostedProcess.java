package handlelab.sim;

import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;

/**
 * A process of a {@link SimulatedKernel} whose code runs outside: in another JVM, or in any program
 * of the host.
 *
 * <p>The kernel holds its table and objects; the host runs it and tells the kernel when it is gone.
 * All methods may be called from any thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class HostedProcess {
  HostedProcess() {}

  /**
   * Makes calls for this process. The Java thread that calls first is its main thread, each other
   * one a further thread.
   */
  public Kernel32 kernel32() {
    throw new UnsupportedOperationException();
  }

  public int processId() {
    throw new UnsupportedOperationException();
  }

  /**
   * The kernel's half of {@code CreateProcessW}: process and thread objects, the child's table with
   * what it inherits, and this process's two handles. The host has found the image already and
   * starts it after {@link #awaitResume}.
   */
  public HostedChild createChild(
      String imageName,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      StartupInfo startupInfo) {
    throw new UnsupportedOperationException();
  }

  /** Waits until the main thread may run; false where the process was ended before it ever ran. */
  public boolean awaitResume() throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /**
   * Runs {@code action} once, outside the kernel's lock, when the process ends; at once where it
   * has ended already.
   */
  public void onEnd(Runnable action) {
    throw new UnsupportedOperationException();
  }

  /**
   * The calling Java thread makes no more calls for this process: its thread object, if it has one,
   * ends.
   */
  public void endThread() {
    throw new UnsupportedOperationException();
  }

  /**
   * The process runs no more, its exit code is not known yet: releases its rows; {@link #exit} must
   * follow.
   */
  public void closeTable() {
    throw new UnsupportedOperationException();
  }

  /**
   * The process has ended with this code: releases its rows, wakes its waiters. No effect where it
   * has ended already.
   */
  public void exit(int exitCode) {
    throw new UnsupportedOperationException();
  }
}
