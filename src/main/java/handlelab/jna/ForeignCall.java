package handlelab.jna;

import handlelab.recorder.CallArguments;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.Map;

/** A call that a program makes by {@code java.lang.foreign}. */
final class ForeignCall extends NativeCall {
  private static final int ERROR_INVALID_HANDLE = 6;

  /** What the handle of a program calls. */
  record Target(
      ForeignMemory memory,
      Map<Long, String> functions,
      String function,
      boolean hasState,
      boolean hasResult,
      MethodHandle downcall) {

    /** Called by the program. */
    Object call(Object[] arguments) throws Throwable {
      String name = function != null ? function : functions.get(memory.address(arguments[0]));
      if (name == null) {
        return (Object) downcall.invokeExact(arguments);
      }
      int first = (function == null ? 1 : 0) + (hasState ? 1 : 0);
      ForeignCall call = new ForeignCall(this, name, arguments, first);
      long unused = call.make();
      return call.result;
    }
  }

  private final Target target;
  private final Object[] values;
  private final int first;
  private Object result;

  private ForeignCall(Target target, String name, Object[] values, int first) {
    super(name, new Arguments(target.memory, values, first));
    this.target = target;
    this.values = values;
    this.first = first;
  }

  /**
   * A handle that has its calls watched.
   *
   * @param functions names by address
   * @param function the function's name; null if the handle's first argument is its address
   * @param hasState whether the handle takes memory for the last error, before the arguments
   */
  static MethodHandle watched(
      ForeignMemory memory,
      Map<Long, String> functions,
      String function,
      boolean hasState,
      MethodHandle downcall)
      throws ReflectiveOperationException {
    MethodType type = downcall.type();
    MethodHandle spread =
        downcall
            .asSpreader(Object[].class, type.parameterCount())
            .asType(MethodType.methodType(Object.class, Object[].class));
    boolean hasResult = type.returnType() != void.class;
    Target target = new Target(memory, functions, function, hasState, hasResult, spread);
    return MethodHandles.lookup()
        .bind(target, "call", MethodType.methodType(Object.class, Object[].class))
        .asCollector(Object[].class, type.parameterCount())
        .asType(type);
  }

  @Override
  long answer() throws Throwable {
    result = (Object) target.downcall.invokeExact(values);
    return number(target.memory, result);
  }

  /** The program may have described the function as one that returns nothing. */
  @Override
  boolean hasResult() {
    return target.hasResult;
  }

  /** Without memory for it, the last error is not known; a close fails for one reason. */
  @Override
  int lastError() throws Throwable {
    if (!target.hasState) {
      return ERROR_INVALID_HANDLE;
    }
    long state = target.memory.address(values[first - 1]);
    return target.memory.memory(state, Integer.BYTES).getInt(0);
  }

  private static long number(ForeignMemory memory, Object value) throws Throwable {
    if (value instanceof Number number) {
      return number.longValue();
    }
    if (value instanceof Character character) {
      return character;
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    return memory.isSegment(value) ? memory.address(value) : 0;
  }

  private static final class Arguments implements CallArguments {
    private final ForeignMemory memory;
    private final Object[] values;
    private final int first;

    Arguments(ForeignMemory memory, Object[] values, int first) {
      this.memory = memory;
      this.values = values;
      this.first = first;
    }

    @Override
    public long value(int index) {
      try {
        return number(memory, values[first + index]);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean isNull(int index) {
      return value(index) == 0;
    }

    @Override
    public ByteBuffer memory(int index, int bytes) {
      try {
        return memory.memory(value(index), bytes);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
