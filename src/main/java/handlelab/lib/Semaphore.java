package handlelab.lib;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;

/**
 * A semaphore: a count from 0 to a maximum, which processes share by its name.
 *
 * <p>Acquiring takes one from the count, and waits while it is 0; any thread may add to it.
 *
 * <pre>{@code
 * static boolean useLicence(Kernel32 kernel32) {
 *   try (Semaphore licences = Semaphore.create(kernel32, "licences", 3, 3)) {
 *     if (!licences.acquire(1_000)) {
 *       return false;
 *     }
 *     try {
 *       return true;
 *     } finally {
 *       licences.release();
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>What a process has taken when it ends is not given back. Any thread may call every method; a
 * virtual thread keeps its carrier while it waits. {@link #close} ends the waits of other threads
 * through this object.
 */
public final class Semaphore extends WaitableObject {
  private Semaphore(Kernel32 kernel32, Created created, boolean inheritable) {
    super(kernel32, created, inheritable);
  }

  /**
   * Makes a semaphore that no child inherits, or opens the semaphore of that name.
   *
   * @param kernel32 the functions of this process
   * @param name null for a semaphore without a name; case counts
   * @param initialCount of a new semaphore
   * @param maximumCount of a new semaphore, at least 1
   * @return the semaphore, which the caller must close
   * @throws Win32Exception as {@link #create(Kernel32, String, int, int, boolean)}
   */
  public static Semaphore create(
      Kernel32 kernel32, String name, int initialCount, int maximumCount) {
    return create(kernel32, name, initialCount, maximumCount, false);
  }

  /**
   * Makes a semaphore, or opens the semaphore of that name as it is; {@link #existed} says which.
   *
   * @param kernel32 the functions of this process
   * @param name null for a semaphore without a name; case counts
   * @param initialCount of a new semaphore
   * @param maximumCount of a new semaphore, at least 1
   * @param inheritable whether children that inherit handles get this one
   * @return the semaphore, which the caller must close
   * @throws Win32Exception {@code ERROR_INVALID_PARAMETER} if a count is out of range, {@code
   *     ERROR_INVALID_HANDLE} if the name is that of an event or a mutex, {@code
   *     ERROR_PATH_NOT_FOUND} or {@code ERROR_BAD_PATHNAME} if it has a backslash that is not after
   *     {@code Global} or {@code Local} at its start
   */
  public static Semaphore create(
      Kernel32 kernel32, String name, int initialCount, int maximumCount, boolean inheritable) {
    try {
      Created created =
          kernel32.createSemaphore(attributes(inheritable), initialCount, maximumCount, name);
      return new Semaphore(kernel32, created, inheritable);
    } catch (Win32Exception e) {
      throw Hint.naming(e, "semaphore", name);
    }
  }

  /**
   * Opens a semaphore by its name; no child inherits the handle.
   *
   * @param kernel32 the functions of this process
   * @param name the name of the semaphore; case counts
   * @return the semaphore, which the caller must close
   * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} if there is no object of that name, else as
   *     {@link #create(Kernel32, String, int, int, boolean)}
   */
  public static Semaphore open(Kernel32 kernel32, String name) {
    try {
      return new Semaphore(
          kernel32,
          existing(
              kernel32.openSemaphore(
                  Win32.SEMAPHORE_MODIFY_STATE | Win32.SYNCHRONIZE, false, name)),
          false);
    } catch (Win32Exception e) {
      throw Hint.naming(e, "semaphore", name);
    }
  }

  /**
   * Takes over a semaphore's handle that this process has already: inherited, or duplicated into
   * it. The object owns the handle from here on and closes it.
   *
   * @param kernel32 the functions of this process
   * @param handle the semaphore's handle value
   * @return the owner of the handle
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE} if this process has no such handle; the
   *     handle stays the caller's then. Another object's handle shows at the first call.
   */
  public static Semaphore adopt(Kernel32 kernel32, Handle handle) {
    kernel32.getHandleInformation(handle);
    return new Semaphore(kernel32, existing(handle), false);
  }

  /**
   * Takes one from the count, and waits while it is 0. An interrupt does not end the wait.
   *
   * @throws IllegalStateException if this object is closed, before or meanwhile
   */
  public void acquire() {
    await(Win32.INFINITE);
  }

  /**
   * Acquires as {@link #acquire()}, but waits no longer than the timeout.
   *
   * @param timeoutMillis in milliseconds; 0 to return at once, {@link Win32#INFINITE} for no limit
   * @return whether one was taken
   * @throws IllegalStateException if this object is closed, before or meanwhile
   */
  public boolean acquire(int timeoutMillis) {
    return await(timeoutMillis) == Win32.WAIT_OBJECT_0;
  }

  /**
   * Adds one to the count.
   *
   * @throws Win32Exception as {@link #release(int)}
   * @throws IllegalStateException if this object is closed
   */
  public void release() {
    release(1);
  }

  /**
   * Adds to the count.
   *
   * @param count at least 1
   * @return the count before
   * @throws Win32Exception {@code ERROR_TOO_MANY_POSTS} if the count would pass its maximum, {@code
   *     ERROR_INVALID_PARAMETER} if {@code count} is less than 1; the count is unchanged then
   * @throws IllegalStateException if this object is closed
   */
  public int release(int count) {
    Handle value = enter();
    try {
      return kernel32().releaseSemaphore(value, count);
    } catch (Win32Exception e) {
      throw Hint.releasing(e);
    } finally {
      leave();
    }
  }
}
