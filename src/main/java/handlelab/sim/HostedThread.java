package handlelab.sim;

import handlelab.api.Handle;
import handlelab.api.Kernel32;

/**
 * A thread of a {@link HostedProcess}, as its host tells threads apart: whatever Java thread makes
 * the calls, they are this thread's.
 *
 * <p>{@link #kernel32} makes the calls that do not wait; one that does would keep the Java thread.
 * Those that may wait begin here.
 */
public final class HostedThread {
  private final ProcessKernel32 kernel32;

  HostedThread(ProcessObject process) {
    this.kernel32 = new ProcessKernel32(process, this);
  }

  /** The thread that first asks for its own pseudo handle is the process's main thread. */
  public Kernel32 kernel32() {
    return kernel32;
  }

  /**
   * Begins a {@code ReadFile}.
   *
   * @param maxBytes the size of the buffer that the process claims to have
   * @param onChange run when a new attempt is worth it, with the kernel's lock held: it must only
   *     note that
   * @throws handlelab.api.Win32Exception for what {@code ReadFile} refuses at once
   */
  public HostedCall read(Handle file, int maxBytes, Runnable onChange) {
    return kernel32.beginRead(file, maxBytes, onChange);
  }

  /**
   * Begins a {@code WaitForSingleObject}.
   *
   * @param onChange as for {@link #read}
   * @throws handlelab.api.Win32Exception for what the function refuses at once
   */
  public HostedCall waitForSingleObject(Handle handle, int timeoutMillis, Runnable onChange) {
    return kernel32.beginWait(handle, timeoutMillis, onChange);
  }

  /**
   * Begins the wait until the main thread of {@code child} may run: its value is 1, or 0 where the
   * child was ended before it ever ran.
   *
   * @param onChange as for {@link #read}
   */
  public HostedCall awaitResume(HostedProcess child, Runnable onChange) {
    return new ResumeWait(kernel32.process(), child.process(), onChange);
  }

  /** It makes no more calls: its thread object, if it has one, ends. */
  public void end() {
    ProcessObject process = kernel32.process();
    process.kernel.lock.lock();
    try {
      process.endThread(this);
    } finally {
      process.kernel.lock.unlock();
    }
  }
}
