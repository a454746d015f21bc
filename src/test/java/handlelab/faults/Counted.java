package handlelab.faults;

import handlelab.api.Kernel32;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;

/** A kernel32 that counts its calls. Stateless. */
final class Counted {
  private Counted() {}

  /** As {@code kernel32}; each call adds one to {@code calls}. */
  static Kernel32 of(Kernel32 kernel32, AtomicLong calls) {
    return (Kernel32)
        Proxy.newProxyInstance(
            Counted.class.getClassLoader(),
            new Class<?>[] {Kernel32.class},
            (proxy, method, arguments) -> {
              calls.incrementAndGet();
              try {
                return method.invoke(kernel32, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
