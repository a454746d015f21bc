package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.api.Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32Exception;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers which handles a test has open, to close them when it is over.
 *
 * <p>A test JVM on a real kernel goes on after a test. It opens handles of its own all the time, so
 * only what is known to be the test's, and still open, may be closed.
 */
final class TidyKernel32 {
  private final Kernel32 target;
  private final Kernel32 proxy;
  private final Set<Handle> open = ConcurrentHashMap.newKeySet();

  TidyKernel32(Kernel32 target) {
    this.target = target;
    proxy =
        (Kernel32)
            Proxy.newProxyInstance(
                Kernel32.class.getClassLoader(),
                new Class<?>[] {Kernel32.class},
                (self, method, arguments) -> call(method, arguments));
  }

  Kernel32 kernel32() {
    return proxy;
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    // Forgotten before the call: once closed, the value may be another thread's.
    Handle closing = closedBy(method.getName(), arguments);
    boolean wasOpen = closing != null && open.remove(closing);
    try {
      Object result = method.invoke(target, arguments);
      remember(method.getName(), arguments, result);
      return result;
    } catch (InvocationTargetException failure) {
      if (wasOpen && isOpen(closing)) {
        open.add(closing);
      }
      throw failure.getCause();
    }
  }

  private static Handle closedBy(String function, Object[] arguments) {
    boolean closesSource =
        function.equals("duplicateHandle")
            && arguments[0].equals(Handle.CURRENT_PROCESS)
            && ((Integer) arguments[5] & DUPLICATE_CLOSE_SOURCE) != 0;
    if (closesSource) {
      return row((Handle) arguments[1]);
    }
    return function.equals("closeHandle") ? row((Handle) arguments[0]) : null;
  }

  private void remember(String function, Object[] arguments, Object result) {
    boolean opensHere =
        switch (function) {
          case "createMailslot", "createFile", "openProcess" -> true;
          case "duplicateHandle" -> arguments[2].equals(Handle.CURRENT_PROCESS);
          default -> false;
        };
    if (opensHere) {
      open.add((Handle) result);
    } else if (result instanceof ProcessInformation child) {
      open.add(child.process());
      open.add(child.thread());
    }
  }

  /** The value of the row that the handle names: its low two bits are ignored. */
  private static Handle row(Handle handle) {
    return new Handle(handle.value() & ~3L);
  }

  private boolean isOpen(Handle handle) {
    try {
      var unused = target.getHandleInformation(handle);
      return true;
    } catch (Win32Exception closed) {
      return false;
    }
  }

  /** Closes what is still open, protected handles too. */
  void tidy() {
    for (Handle handle : open) {
      try {
        target.setHandleInformation(handle, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
        target.closeHandle(handle);
      } catch (Win32Exception gone) {
        // Another process has closed it, by DuplicateHandle.
      }
    }
    open.clear();
  }
}
