package handlelab.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * One call of a method of {@link Kernel32}: which function, and its arguments by name.
 *
 * <p>{@link #intercept} makes a {@code Kernel32} whose calls all go to an interceptor. The
 * interceptor can log a call, queue it for another thread, change its result, or answer it without
 * a kernel:
 *
 * <pre>{@code
 * Kernel32 logged =
 *     Kernel32Call.intercept(
 *         call -> {
 *           try {
 *             Object result = call.invoke(kernel32);
 *             log.println(call + " = " + result);
 *             return result;
 *           } catch (Win32Exception e) {
 *             log.println(call + ": " + e.getMessage());
 *             throw e;
 *           }
 *         });
 * }</pre>
 *
 * <p>Nothing here knows a single function, so a method that is added to {@code Kernel32} needs no
 * change. A call costs some hundred nanoseconds more than without an interceptor.
 *
 * <p>Instances are immutable, but for a buffer among the arguments, which is the caller's own.
 */
public final class Kernel32Call {
  /** Receives the calls of a {@code Kernel32}. */
  @FunctionalInterface
  public interface Interceptor {
    /**
     * Answers one call, on the thread that makes it.
     *
     * @param call the call, which {@link Kernel32Call#invoke} makes on a kernel
     * @return what the method returns; ignored if it is void. A result of another type than the
     *     method's is a {@code ClassCastException} at the caller
     */
    Object intercept(Kernel32Call call);
  }

  private final Method method;
  private final Object[] arguments;

  private Kernel32Call(Method method, Object[] arguments) {
    this.method = method;
    this.arguments = arguments;
  }

  /**
   * Makes a {@code Kernel32} that hands each call to {@code interceptor}.
   *
   * @param interceptor called on the thread that makes the call; several threads may be in it at
   *     once
   * @return a {@code Kernel32} without a kernel of its own
   */
  public static Kernel32 intercept(Interceptor interceptor) {
    return (Kernel32)
        Proxy.newProxyInstance(
            Kernel32.class.getClassLoader(),
            new Class<?>[] {Kernel32.class},
            (proxy, method, arguments) -> {
              Object[] all = arguments == null ? new Object[0] : arguments;
              return method.getDeclaringClass() == Object.class
                  ? answerAsObject(proxy, method.getName(), all, interceptor)
                  : interceptor.intercept(new Kernel32Call(method, all));
            });
  }

  private static Object answerAsObject(
      Object proxy, String method, Object[] arguments, Interceptor interceptor) {
    return switch (method) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "Kernel32 with " + interceptor;
    };
  }

  /**
   * Makes this call on a kernel, on the calling thread. It may be made more than once, and on
   * another thread than the one that was intercepted.
   *
   * @param kernel32 the kernel that answers
   * @return the method's result; null if it is void
   * @throws RuntimeException what the kernel throws, such as a {@link Win32Exception}, unchanged
   */
  public Object invoke(Kernel32 kernel32) {
    try {
      return method.invoke(kernel32, arguments);
    } catch (InvocationTargetException e) {
      // No method of Kernel32 declares a checked exception.
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The name of the Java method, such as {@code createMailslot}.
   *
   * @return a method name of {@link Kernel32}
   */
  public String method() {
    return method.getName();
  }

  /**
   * The exported name of the Windows function, such as {@code CreateMailslotW} or {@code
   * CloseHandle}. A function that takes or returns text has the W of its Unicode form.
   *
   * @return the name as {@link Win32Exception#function} has it
   */
  public String function() {
    String name = method.getName();
    if (name.equals("getNamedPipeHandleState")) {
      return "GetNamedPipeHandleStateW"; // for the user's name, which is not asked for here
    }
    boolean hasText =
        Stream.concat(Stream.of(method.getReturnType()), Stream.of(method.getParameterTypes()))
            .anyMatch(type -> type == String.class);
    return Character.toUpperCase(name.charAt(0)) + name.substring(1) + (hasText ? "W" : "");
  }

  /**
   * The type of the method's result; {@code void.class} if it has none.
   *
   * @return as {@link Kernel32} declares it
   */
  public Class<?> resultType() {
    return method.getReturnType();
  }

  /**
   * The arguments by the names of {@link Kernel32}'s parameters, in their order.
   *
   * @return an unmodifiable map; values are null if the caller passed null
   */
  public Map<String, Object> arguments() {
    Map<String, Object> byName = new LinkedHashMap<>();
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      byName.put(parameters[i].getName(), arguments[i]);
    }
    return Collections.unmodifiableMap(byName);
  }

  /**
   * Tells if the method has a parameter of that name.
   *
   * @param name a parameter name of {@link Kernel32}
   * @return true if {@link #argument} accepts the name
   */
  public boolean hasArgument(String name) {
    return indexOf(name) >= 0;
  }

  /**
   * One argument; null if the caller passed null.
   *
   * @param name a parameter name of {@link Kernel32}
   * @return of the parameter's type, or its box
   * @throws NoSuchElementException if the method has no parameter of that name
   */
  public Object argument(String name) {
    int index = indexOf(name);
    if (index < 0) {
      throw new NoSuchElementException(method.getName() + " has no parameter " + name);
    }
    return arguments[index];
  }

  private int indexOf(String name) {
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].getName().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Tells if the function opens handles: its result is a handle or has one, and it is not named
   * Get..., such as {@code GetCurrentProcess}, which returns a handle without opening it.
   *
   * @return true if {@link #openedHandles} may return handles
   */
  public boolean opensHandles() {
    Class<?> type = method.getReturnType();
    return !method.getName().startsWith("get")
        && (type == Handle.class || (type.isRecord() && !handlesOf(type).isEmpty()));
  }

  private static List<RecordComponent> handlesOf(Class<?> recordType) {
    return Arrays.stream(recordType.getRecordComponents())
        .filter(component -> component.getType() == Handle.class)
        .toList();
  }

  /**
   * The handles that this call opened, by what the result calls them: {@code process} and {@code
   * thread} of {@link ProcessInformation}; {@code handle} if the result is a handle itself.
   *
   * <p>Values that stand in no table, such as {@link Handle#NULL}, are left out. DuplicateHandle's
   * handle belongs to its target process, any other to the caller.
   *
   * @param result what {@link #invoke} returned
   * @return empty if the function opens none; the map is the caller's own
   */
  public Map<String, Handle> openedHandles(Object result) {
    Map<String, Handle> opened = new LinkedHashMap<>();
    if (!opensHandles()) {
      return opened;
    }
    if (result instanceof Handle handle) {
      opened.put("handle", handle);
    } else {
      for (RecordComponent component : handlesOf(result.getClass())) {
        opened.put(component.getName(), valueOf(component, result));
      }
    }
    opened.values().removeIf(handle -> handle == null || handle.value() <= 0);
    return opened;
  }

  private static Handle valueOf(RecordComponent component, Object record) {
    try {
      return (Handle) component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Such as {@code CloseHandle(handle=0x100)}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(function()).append('(');
    String separator = "";
    for (Map.Entry<String, Object> argument : arguments().entrySet()) {
      text.append(separator).append(argument.getKey()).append('=').append(argument.getValue());
      separator = ", ";
    }
    return text.append(')').toString();
  }
}
