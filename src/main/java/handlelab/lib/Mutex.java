package handlelab.lib;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;

/**
 * A mutex, which one thread of all processes owns at a time.
 *
 * <p>The thread that acquired it must release it, as often as it acquired it. If a thread or its
 * process ends before, the next owner learns that the mutex was abandoned: what it guards may be
 * half done.
 *
 * <pre>{@code
 * static String backUp(Kernel32 kernel32) {
 *   try (Mutex mutex = Mutex.create(kernel32, "backup")) {
 *     if (mutex.acquire(0) == Mutex.Acquisition.TIMED_OUT) {
 *       return "another process makes the backup";
 *     }
 *     try {
 *       return "made the backup";
 *     } finally {
 *       mutex.release();
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>Any platform thread may call every method. On the real kernel a virtual thread may neither
 * acquire nor release a mutex, since a thread of the system owns it: {@link
 * UnsupportedOperationException}. {@link #close} ends the waits of other threads through this
 * object; it does not release the mutex.
 */
public final class Mutex extends WaitableObject {
  /** How an attempt to acquire a mutex ended. */
  public enum Acquisition {
    /** The calling thread owns the mutex. */
    ACQUIRED,
    /** The calling thread owns the mutex; the thread that owned it before ended without release. */
    ABANDONED,
    /** The timeout passed; the calling thread does not own the mutex by this call. */
    TIMED_OUT
  }

  private Mutex(Kernel32 kernel32, Created created, boolean inheritable) {
    super(kernel32, created, inheritable);
  }

  /**
   * Makes a mutex without an owner that no child inherits, or opens the mutex of that name.
   *
   * @param kernel32 the functions of this process
   * @param name null for a mutex without a name; case counts
   * @return the mutex, which the caller must close
   * @throws Win32Exception as {@link #create(Kernel32, String, boolean)}
   */
  public static Mutex create(Kernel32 kernel32, String name) {
    return create(kernel32, name, false);
  }

  /**
   * Makes a mutex without an owner, or opens the mutex of that name; {@link #existed} says which.
   *
   * @param kernel32 the functions of this process
   * @param name null for a mutex without a name; case counts
   * @param inheritable whether children that inherit handles get this one
   * @return the mutex, which the caller must close
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE} if the name is that of an event or a
   *     semaphore, {@code ERROR_PATH_NOT_FOUND} or {@code ERROR_BAD_PATHNAME} if it has a backslash
   *     that is not after {@code Global} or {@code Local} at its start
   */
  public static Mutex create(Kernel32 kernel32, String name, boolean inheritable) {
    try {
      Created created = kernel32.createMutex(attributes(inheritable), false, name);
      return new Mutex(kernel32, created, inheritable);
    } catch (Win32Exception e) {
      throw Hint.naming(e, "mutex", name);
    }
  }

  /**
   * Opens a mutex by its name; no child inherits the handle.
   *
   * @param kernel32 the functions of this process
   * @param name the name of the mutex; case counts
   * @return the mutex, which the caller must close
   * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} if there is no object of that name, else as
   *     {@link #create(Kernel32, String, boolean)}
   */
  public static Mutex open(Kernel32 kernel32, String name) {
    try {
      return new Mutex(
          kernel32, existing(kernel32.openMutex(Win32.SYNCHRONIZE, false, name)), false);
    } catch (Win32Exception e) {
      throw Hint.naming(e, "mutex", name);
    }
  }

  /**
   * Takes over a mutex's handle that this process has already: inherited, or duplicated into it.
   * The object owns the handle from here on and closes it.
   *
   * @param kernel32 the functions of this process
   * @param handle the mutex's handle value
   * @return the owner of the handle
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE} if this process has no such handle; the
   *     handle stays the caller's then. Another object's handle shows at the first call.
   */
  public static Mutex adopt(Kernel32 kernel32, Handle handle) {
    kernel32.getHandleInformation(handle);
    return new Mutex(kernel32, existing(handle), false);
  }

  /**
   * Waits until the calling thread owns the mutex. A thread that owns it already owns it once more.
   * An interrupt does not end the wait.
   *
   * @return {@link Acquisition#ACQUIRED} or {@link Acquisition#ABANDONED}
   * @throws IllegalStateException if this object is closed, before or meanwhile
   * @throws UnsupportedOperationException on a virtual thread, by the real kernel
   */
  public Acquisition acquire() {
    return acquire(Win32.INFINITE);
  }

  /**
   * Waits as {@link #acquire()}, but not longer than the timeout.
   *
   * @param timeoutMillis in milliseconds; 0 to return at once, {@link Win32#INFINITE} for no limit
   * @return how the wait ended
   * @throws IllegalStateException if this object is closed, before or meanwhile
   * @throws UnsupportedOperationException on a virtual thread, by the real kernel
   */
  public Acquisition acquire(int timeoutMillis) {
    return switch (await(timeoutMillis)) {
      case Win32.WAIT_TIMEOUT -> Acquisition.TIMED_OUT;
      case Win32.WAIT_ABANDONED -> Acquisition.ABANDONED;
      default -> Acquisition.ACQUIRED;
    };
  }

  /**
   * Gives the calling thread's ownership back once.
   *
   * @throws Win32Exception {@code ERROR_NOT_OWNER} if the calling thread does not own the mutex
   * @throws IllegalStateException if this object is closed
   * @throws UnsupportedOperationException on a virtual thread, by the real kernel
   */
  public void release() {
    Handle value = enter();
    try {
      kernel32().releaseMutex(value);
    } catch (Win32Exception e) {
      throw Hint.releasing(e);
    } finally {
      leave();
    }
  }
}
