package handlelab.jna;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The native methods that JNA maps to functions of interest. They are called as methods of an
 * interface are, so that both kinds of calls take one way. Thread-safe.
 */
final class DirectMapping {
  /** The simulated functions, or null if calls pass on to the system. */
  private final SimulatedLibrary simulated;

  /** By class, and by name and parameters. */
  private final Map<Class<?>, Map<String, MethodHandle>> mapped = new WeakHashMap<>();

  DirectMapping(SimulatedLibrary simulated) {
    this.simulated = simulated;
  }

  /**
   * Finds the function for a native method, as JNA does when it registers the method.
   *
   * @param original finds it, from the library, the method's name and the method
   * @param method with the name that {@link NativeMethodWeaver} gave it
   * @return a {@code Function}
   */
  Object register(Jna jna, MethodHandle original, Object library, String name, Method method)
      throws Throwable {
    Class<?> owner = method.getDeclaringClass();
    boolean isSimulated = simulated != null && SimulatedLibrary.hasName(jna.libraryName(library));
    if (!name.startsWith(NativeMethodWeaver.PREFIX)) {
      if (isSimulated) {
        throw new UnsatisfiedLinkError(owner + " could not be changed by handlelab");
      }
      return (Object) original.invokeExact(library, name, method);
    }
    String plainName = name.substring(NativeMethodWeaver.PREFIX.length());
    Method caller = owner.getDeclaredMethod(plainName, method.getParameterTypes());
    Object function;
    try {
      function = (Object) original.invokeExact(library, plainName, caller);
    } catch (UnsatisfiedLinkError e) {
      if (!isSimulated) {
        throw e;
      }
      // One function that is refused must not make the others of its class unusable.
      function = jna.functionAt(simulated.refusingAddress(plainName));
    }
    if (isSimulated
        || (NativeCall.isWatched(jna.functionName(function)) && jna.isOfSystem(function))) {
      MethodHandle invoker = jna.invoker(library, function, caller);
      synchronized (mapped) {
        mapped
            .computeIfAbsent(owner, key -> new HashMap<>())
            .put(key(plainName, caller.getParameterTypes()), invoker);
      }
    }
    return function;
  }

  private static String key(String name, Class<?>[] parameters) {
    return name + Arrays.toString(parameters);
  }

  /**
   * What a call of a native method goes to.
   *
   * @param original the native method itself; with the object first if it is not static
   */
  MethodHandle target(Class<?> owner, String name, MethodHandle original) {
    MethodType type = original.type();
    synchronized (mapped) {
      Map<String, MethodHandle> ofClass = mapped.getOrDefault(owner, Map.of());
      MethodHandle invoker = ofClass.get(key(name, type.parameterArray()));
      if (invoker != null) {
        return invoker.asCollector(Object[].class, type.parameterCount()).asType(type);
      }
      boolean mayHaveObject = type.parameterCount() > 0 && type.parameterType(0) == owner;
      if (mayHaveObject) {
        MethodType withoutObject = type.dropParameterTypes(0, 1);
        invoker = ofClass.get(key(name, withoutObject.parameterArray()));
        if (invoker != null) {
          MethodHandle target =
              invoker
                  .asCollector(Object[].class, withoutObject.parameterCount())
                  .asType(withoutObject);
          return MethodHandles.dropArguments(target, 0, owner);
        }
      }
      return original;
    }
  }
}
