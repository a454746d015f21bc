package handlelab.lib;

import handlelab.api.Kernel32;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A kernel32 that shows a test each call, and lets it answer in the kernel's place. */
final class Intercepted {
  /** Makes the call that the test was shown. */
  interface Call {
    Object proceed() throws Throwable;
  }

  /** What a test does about a call. */
  interface Interceptor {
    Object call(String function, Object[] arguments, Call original) throws Throwable;
  }

  private Intercepted() {}

  static Kernel32 kernel32(Kernel32 original, Interceptor interceptor) {
    return (Kernel32)
        Proxy.newProxyInstance(
            Kernel32.class.getClassLoader(),
            new Class<?>[] {Kernel32.class},
            (proxy, method, arguments) ->
                interceptor.call(
                    method.getName(), arguments, () -> invoke(original, method, arguments)));
  }

  private static Object invoke(Kernel32 original, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(original, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
