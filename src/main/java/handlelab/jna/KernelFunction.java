package handlelab.jna;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32Error;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * A function that does what a method of {@link Kernel32} does: its arguments are the method's
 * parameters in their order, with pointers to memory for the results among them.
 */
final class KernelFunction implements SimulatedLibrary.Body {
  private final Method method;
  private final RecordComponent[] parts;
  private final int firstPointer;
  private final int pointers;

  /**
   * @param name of the function, perhaps with {@code *} for A and W
   * @param firstPointer the first of the arguments that get the results; -1 if the function returns
   *     its result
   */
  KernelFunction(String name, int firstPointer) {
    String methodName = Character.toLowerCase(name.charAt(0)) + name.substring(1).replace("*", "");
    this.method =
        Arrays.stream(Kernel32.class.getMethods())
            .filter(each -> each.getName().equals(methodName))
            .findFirst()
            .orElseThrow();
    Class<?> result = method.getReturnType();
    this.firstPointer = firstPointer;
    this.parts = result.isRecord() && result != Handle.class ? result.getRecordComponents() : null;
    this.pointers = firstPointer < 0 ? 0 : parts == null ? 1 : parts.length;
  }

  @Override
  public long answer(SimulatedCall call) throws Throwable {
    Class<?>[] types = method.getParameterTypes();
    Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      boolean isBehindPointers = firstPointer >= 0 && i >= firstPointer;
      values[i] = argument(call, isBehindPointers ? i + pointers : i, types[i]);
    }
    Object result;
    try {
      result = method.invoke(call.kernel32(), values);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (pointers == 0) {
      return returned(call, result);
    }
    for (int i = 0; i < pointers; i++) {
      put(call, firstPointer + i, parts == null ? result : parts[i].getAccessor().invoke(result));
    }
    return 1;
  }

  private static Object argument(SimulatedCall call, int index, Class<?> type) throws Throwable {
    if (type == Handle.class) {
      return call.handle(index);
    } else if (type == int.class) {
      return call.number(index);
    } else if (type == boolean.class) {
      return call.flag(index);
    } else if (type == String.class) {
      return call.text(index);
    } else if (type == SecurityAttributes.class) {
      return call.attributes(index);
    }
    throw new IllegalArgumentException(call.function() + " has an argument of " + type);
  }

  private static long returned(SimulatedCall call, Object result) {
    if (result instanceof Created created) {
      // ERROR_ALREADY_EXISTS stands beside a handle.
      call.setError(created.existed() ? Win32Error.ERROR_ALREADY_EXISTS : Win32Error.ERROR_SUCCESS);
      return created.handle().value();
    }
    return result == null ? 1 : value(result);
  }

  private static void put(SimulatedCall call, int index, Object result) {
    if (result instanceof Integer number) {
      call.putInt(index, number);
    } else {
      call.putLong(index, value(result));
    }
  }

  private static long value(Object result) {
    return result instanceof Handle handle ? handle.value() : ((Number) result).longValue();
  }
}
