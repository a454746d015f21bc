package handlelab.lib;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;

/**
 * An event, which is set or not; threads of any process wait until it is set.
 *
 * <p>An event with manual reset stays set and lets all waiters go, until it is reset. One without
 * lets a single waiter go, and is not set then.
 *
 * <pre>{@code
 * static boolean stopWorker(Kernel32 kernel32) throws InterruptedException {
 *   try (Event stop = Event.create(kernel32, "stop", true);
 *       Event inWorker = Event.open(kernel32, "stop")) {
 *     Thread worker = new Thread(inWorker::waitFor);
 *     worker.start();
 *     stop.set();
 *     worker.join();
 *     return stop.waitFor(0);
 *   }
 * }
 * }</pre>
 *
 * <p>Any thread may call every method; a virtual thread keeps its carrier while it waits. {@link
 * #close} ends the waits of other threads through this object.
 */
public final class Event extends WaitableObject {
  private Event(Kernel32 kernel32, Created created, boolean inheritable) {
    super(kernel32, created, inheritable);
  }

  /**
   * Makes an event that is not set and that no child inherits, or opens the event of that name.
   *
   * @param kernel32 the functions of this process
   * @param name null for an event without a name; case counts
   * @param manualReset whether the event stays set until it is reset
   * @return the event, which the caller must close
   * @throws Win32Exception as {@link #create(Kernel32, String, boolean, boolean, boolean)}
   */
  public static Event create(Kernel32 kernel32, String name, boolean manualReset) {
    return create(kernel32, name, manualReset, false, false);
  }

  /**
   * Makes an event, or opens the event of that name as it is; {@link #existed} says which.
   *
   * @param kernel32 the functions of this process
   * @param name null for an event without a name; case counts
   * @param manualReset whether a new event stays set until it is reset
   * @param initiallySet whether a new event is set
   * @param inheritable whether children that inherit handles get this one
   * @return the event, which the caller must close
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE} if the name is that of a mutex or a
   *     semaphore, {@code ERROR_PATH_NOT_FOUND} or {@code ERROR_BAD_PATHNAME} if it has a backslash
   *     that is not after {@code Global} or {@code Local} at its start
   */
  public static Event create(
      Kernel32 kernel32,
      String name,
      boolean manualReset,
      boolean initiallySet,
      boolean inheritable) {
    try {
      Created created =
          kernel32.createEvent(attributes(inheritable), manualReset, initiallySet, name);
      return new Event(kernel32, created, inheritable);
    } catch (Win32Exception e) {
      throw Hint.naming(e, "event", name);
    }
  }

  /**
   * Opens an event by its name; no child inherits the handle.
   *
   * @param kernel32 the functions of this process
   * @param name the name of the event; case counts
   * @return the event, which the caller must close
   * @throws Win32Exception {@code ERROR_FILE_NOT_FOUND} if there is no object of that name, else as
   *     {@link #create(Kernel32, String, boolean, boolean, boolean)}
   */
  public static Event open(Kernel32 kernel32, String name) {
    try {
      return new Event(
          kernel32,
          existing(kernel32.openEvent(Win32.EVENT_MODIFY_STATE | Win32.SYNCHRONIZE, false, name)),
          false);
    } catch (Win32Exception e) {
      throw Hint.naming(e, "event", name);
    }
  }

  /**
   * Takes over an event's handle that this process has already: inherited, or duplicated into it.
   * The object owns the handle from here on and closes it.
   *
   * @param kernel32 the functions of this process
   * @param handle the event's handle value
   * @return the owner of the handle
   * @throws Win32Exception {@code ERROR_INVALID_HANDLE} if this process has no such handle; the
   *     handle stays the caller's then. Another object's handle shows at the first call.
   */
  public static Event adopt(Kernel32 kernel32, Handle handle) {
    kernel32.getHandleInformation(handle);
    return new Event(kernel32, existing(handle), false);
  }

  /**
   * Sets the event.
   *
   * @throws IllegalStateException if this object is closed
   */
  public void set() {
    Handle value = enter();
    try {
      kernel32().setEvent(value);
    } finally {
      leave();
    }
  }

  /**
   * Makes the event one that is not set.
   *
   * @throws IllegalStateException if this object is closed
   */
  public void reset() {
    Handle value = enter();
    try {
      kernel32().resetEvent(value);
    } finally {
      leave();
    }
  }

  /**
   * Waits until the event is set, and resets it unless it has manual reset. An interrupt does not
   * end the wait.
   *
   * @throws IllegalStateException if this object is closed, before or meanwhile
   */
  public void waitFor() {
    await(Win32.INFINITE);
  }

  /**
   * Waits as {@link #waitFor()}, but not longer than the timeout.
   *
   * @param timeoutMillis in milliseconds; 0 to return at once, {@link Win32#INFINITE} for no limit
   * @return whether the event was set
   * @throws IllegalStateException if this object is closed, before or meanwhile
   */
  public boolean waitFor(int timeoutMillis) {
    return await(timeoutMillis) == Win32.WAIT_OBJECT_0;
  }
}
