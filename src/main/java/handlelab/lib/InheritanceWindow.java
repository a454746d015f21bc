package handlelab.lib;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps children that inherit everything from being created while a handle is inheritable for
 * somebody else's child.
 *
 * <p>A handle list does not take a handle away from others: as long as its flag is set, each child
 * that is created without a list gets it too (Documented: UpdateProcThreadAttribute; The Old New
 * Thing, 2011-12-16). Creations with a list do not disturb each other and run side by side; a
 * creation without one waits for them. {@link ProcessBuilder} creates its children without a list.
 * On Windows it does so in a static synchronized method, so its lock is the monitor of that class:
 * where the JDK has that method, the monitor is held too. That cannot be had for native code that
 * calls CreateProcess by itself.
 *
 * <p>Lock order: the read or write lock, then the JDK's monitor.
 */
final class InheritanceWindow {
  private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();
  private static final Class<?> PROCESS_BUILDER = findProcessBuilderLock();

  private InheritanceWindow() {}

  /** The class whose monitor ProcessBuilder holds while it creates a process, or null. */
  private static Class<?> findProcessBuilderLock() {
    try {
      Class<?> type = Class.forName("java.lang.ProcessImpl", false, null);
      for (Method method : type.getDeclaredMethods()) {
        int modifiers = method.getModifiers();
        if (method.getName().equals("create")
            && Modifier.isStatic(modifiers)
            && Modifier.isSynchronized(modifiers)) {
          return type;
        }
      }
    } catch (ClassNotFoundException e) {
      // A JDK that does it in another way: there is no lock to share.
    }
    return null;
  }

  static boolean excludesProcessBuilder() {
    return PROCESS_BUILDER != null;
  }

  /** Runs a creation with a handle list, from before its handles are inheritable to after. */
  static <T> T withList(Supplier<T> creation) {
    LOCK.readLock().lock();
    try {
      if (PROCESS_BUILDER == null) {
        return creation.get();
      }
      synchronized (PROCESS_BUILDER) {
        return creation.get();
      }
    } finally {
      LOCK.readLock().unlock();
    }
  }

  /** Runs a creation that inherits whatever is inheritable. */
  static <T> T withoutList(Supplier<T> creation) {
    LOCK.writeLock().lock();
    try {
      return creation.get();
    } finally {
      LOCK.writeLock().unlock();
    }
  }
}
