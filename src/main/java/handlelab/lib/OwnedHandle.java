package handlelab.lib;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.lang.ref.Cleaner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;

/**
 * A handle that this process owns and closes exactly once.
 *
 * <p>A value may belong to another object the moment after it is closed. So each call counts itself
 * in before it uses the value and out afterwards, and the value is closed by whoever leaves last
 * once {@link #close} was called. The state is one integer: the users inside, and the sign bit from
 * the start of closing. There is no lock, so a call that waits in the kernel keeps nobody out.
 */
abstract class OwnedHandle implements AutoCloseable {
  private static final int CLOSING = 1 << 31;
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Kernel32 kernel32;
  private final Handle handle;
  private final AtomicInteger state = new AtomicInteger();
  private final Cleaner.Cleanable watch;
  private volatile Thread closer;

  OwnedHandle(Kernel32 kernel32, Handle handle) {
    this.kernel32 = kernel32;
    this.handle = handle;
    this.watch = Unclosed.watch(this, state, getClass().getSimpleName() + " " + handle);
  }

  /**
   * Owns a handle that was just made.
   *
   * @param inheritable whether it was asked for as inheritable; the flag is set if the system has
   *     left it out, as Wine does
   * @throws RuntimeException if that fails; the handle is closed then
   */
  OwnedHandle(Kernel32 kernel32, Handle handle, boolean inheritable) {
    this(kernel32, handle);
    try {
      if (inheritable && !isInheritable()) {
        setInheritable(true);
      }
    } catch (RuntimeException | Error e) {
      try (this) {
        throw e;
      }
    }
  }

  static SecurityAttributes attributes(boolean inheritable) {
    return inheritable ? SecurityAttributes.INHERITABLE : null;
  }

  /** The kernel that the handle belongs to. */
  final Kernel32 kernel32() {
    return kernel32;
  }

  /**
   * Counts the caller in; {@link #leave} must follow.
   *
   * @throws IllegalStateException {@code closed}
   */
  final Handle enter() {
    for (int seen = state.get(); seen >= 0; seen = state.get()) {
      if (state.compareAndSet(seen, seen + 1)) {
        return handle;
      }
    }
    throw new IllegalStateException("closed");
  }

  /** Counts the caller out, and closes the value where it is the last one after a close. */
  final void leave() {
    if (state.decrementAndGet() == CLOSING) {
      kernel32.closeHandle(handle);
      return;
    }
    Thread waiting = closer;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  /** A failure that close caused is told as such; any other one is told as it is. */
  final RuntimeException explain(Win32Exception failure) {
    boolean cancelled = failure.errorCode() == Win32Error.ERROR_OPERATION_ABORTED;
    return cancelled && isClosed() ? new IllegalStateException("closed", failure) : failure;
  }

  /**
   * Makes the calls that wait on the handle come back; false where that cannot be done, and the
   * last of them will close the value when it comes back by itself.
   */
  boolean cancelWaits(Handle value) {
    return false;
  }

  /** As {@link #cancelWaits}, if the calls wait for input or output. */
  final boolean cancelIo(Handle value) {
    try {
      // False if no call waits, which is no failure here.
      boolean unused = kernel32.cancelIoEx(value, null);
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Waits for the handle. An interrupt, which ends a wait on the simulated kernel only, has it go
   * on, and is kept.
   *
   * @param wait waits for as many milliseconds as it is given
   */
  static int awaitUninterruptibly(int timeoutMillis, IntUnaryOperator wait) {
    long start = System.nanoTime();
    int left = timeoutMillis;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.applyAsInt(left);
        } catch (Win32Exception e) {
          if (e.errorCode() != Win32Error.ERROR_OPERATION_ABORTED || !Thread.interrupted()) {
            throw e;
          }
          interrupted = true;
        }
        if (timeoutMillis != Win32.INFINITE) {
          long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
          left = (int) Math.max(0, Integer.toUnsignedLong(timeoutMillis) - passed);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * {@return the handle value, to hand on to a child or to call {@link Kernel32} with}
   *
   * <p>It stays owned by this object: do not close it, and do not use it after {@link #close}.
   *
   * @throws IllegalStateException where this object is closed
   */
  public final Handle handle() {
    if (isClosed()) {
      throw new IllegalStateException("closed");
    }
    return handle;
  }

  /** {@return whether {@link #close} was called} */
  public final boolean isClosed() {
    return state.get() < 0;
  }

  /**
   * {@return whether children that inherit handles get this one}
   *
   * @throws IllegalStateException where this object is closed
   */
  public final boolean isInheritable() {
    Handle value = enter();
    try {
      return (kernel32.getHandleInformation(value) & Win32.HANDLE_FLAG_INHERIT) != 0;
    } finally {
      leave();
    }
  }

  /**
   * Decides whether children that are started from now on get this one.
   *
   * @param inheritable whether children that inherit handles get it
   * @throws IllegalStateException where this object is closed
   */
  public final void setInheritable(boolean inheritable) {
    Handle value = enter();
    try {
      kernel32.setHandleInformation(
          value, Win32.HANDLE_FLAG_INHERIT, inheritable ? Win32.HANDLE_FLAG_INHERIT : 0);
    } finally {
      leave();
    }
  }

  /**
   * Closes the handle; closing again has no effect.
   *
   * <p>Calls that other threads began before finish first: one that waits for a message is
   * cancelled and throws {@link IllegalStateException}, where the kernel can cancel; where it
   * cannot, this method returns and the handle is closed when that call comes back.
   *
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE} where the handle is protected from closing,
   *     or somebody else closed it
   */
  @Override
  public void close() {
    int seen;
    do {
      seen = state.get();
      if (seen < 0) {
        return;
      }
      // The closer is a user too, so the value stays ours while it cancels.
    } while (!state.compareAndSet(seen, (seen + 1) | CLOSING));
    watch.clean();
    try {
      if (seen > 0) {
        cancelUntilAlone();
      }
    } finally {
      leave();
    }
  }

  // A user may have counted itself in and not be waiting yet, so one cancel is not enough.
  private void cancelUntilAlone() {
    closer = Thread.currentThread();
    boolean interrupted = false;
    long pauseNanos = 10_000;
    while (state.get() != (CLOSING | 1) && cancelWaits(handle)) {
      if (state.get() != (CLOSING | 1)) {
        LockSupport.parkNanos(this, pauseNanos);
      }
      // An interrupt would make every further park return at once.
      interrupted |= Thread.interrupted();
      pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    }
    closer = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Such as {@code Mailslot 0x100}, or {@code Mailslot closed}. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + " " + (isClosed() ? "closed" : handle.toString());
  }
}
