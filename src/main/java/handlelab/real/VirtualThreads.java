package handlelab.real;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Tells virtual threads, which Java has since version 21: Windows knows only the thread that
 * carries one, and another thread may carry it from the next call on.
 */
final class VirtualThreads {
  private static final MethodHandle IS_VIRTUAL = isVirtual();

  private VirtualThreads() {}

  private static MethodHandle isVirtual() {
    try {
      return MethodHandles.lookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException olderJava) {
      return MethodHandles.dropArguments(
          MethodHandles.constant(boolean.class, false), 0, Thread.class);
    }
  }

  static boolean isCurrent() {
    try {
      return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
    } catch (Throwable e) {
      throw new AssertionError(e); // the method throws nothing
    }
  }

  /** Refuses a function whose effect depends on the thread that calls it. */
  static void refuse(String function) {
    if (isCurrent()) {
      throw new UnsupportedOperationException(
          function + " depends on the thread of the system; call it on a platform thread");
    }
  }
}
