package handlelab.lib;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An object that threads wait for, and a name that processes find it by.
 *
 * <p>Windows cannot cancel a wait. So each call that has to wait makes an event for itself, waits
 * for that event too, and closes it afterwards; {@link #close} sets the events of all such calls.
 */
abstract class WaitableObject extends OwnedHandle {
  private final boolean existed;
  // The events of the calls that wait. They are set and taken out under this set's lock, so that
  // none is set after its call has closed it.
  private final Set<Handle> closingEvents = new HashSet<>();

  WaitableObject(Kernel32 kernel32, Created created, boolean inheritable) {
    super(kernel32, created.handle(), inheritable);
    this.existed = created.existed();
  }

  /** A handle that leads to an object that was there before. */
  static Created existing(Handle handle) {
    return new Created(handle, true);
  }

  /**
   * {@return whether the object was there before: another call, perhaps of another process, made
   * it}
   */
  public final boolean existed() {
    return existed;
  }

  /**
   * Waits for the object, or until this object is closed.
   *
   * @return {@code WAIT_OBJECT_0}, {@code WAIT_TIMEOUT} or {@code WAIT_ABANDONED}
   * @throws IllegalStateException {@code closed}
   */
  final int await(int timeoutMillis) {
    Handle value = enter();
    try {
      int result = kernel32().waitForSingleObject(value, 0);
      boolean mustWait = result == Win32.WAIT_TIMEOUT && timeoutMillis != 0;
      return mustWait ? awaitUnlessClosed(value, timeoutMillis) : result;
    } finally {
      leave();
    }
  }

  private int awaitUnlessClosed(Handle value, int timeoutMillis) {
    Handle closing = kernel32().createEvent(null, true, false, null).handle();
    try {
      synchronized (closingEvents) {
        closingEvents.add(closing);
      }
      // The first signalled one counts, so a call that is closed takes nothing.
      List<Handle> handles = List.of(closing, value);
      int result =
          awaitUninterruptibly(
              timeoutMillis, millis -> kernel32().waitForMultipleObjects(handles, false, millis));
      if (result == Win32.WAIT_OBJECT_0) {
        throw new IllegalStateException("closed");
      }
      return result == Win32.WAIT_TIMEOUT ? result : result - 1;
    } finally {
      synchronized (closingEvents) {
        closingEvents.remove(closing);
      }
      kernel32().closeHandle(closing);
    }
  }

  @Override
  final boolean cancelWaits(Handle value) {
    synchronized (closingEvents) {
      for (Handle closing : closingEvents) {
        kernel32().setEvent(closing);
      }
    }
    return true;
  }
}
