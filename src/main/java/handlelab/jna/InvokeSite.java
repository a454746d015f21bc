package handlelab.jna;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A place where JNA calls native code: {@code Native.invokeInt(function, address, flags,
 * arguments)}. Each kind of result has one.
 */
final class InvokeSite {
  private static final MethodType TYPE =
      MethodType.methodType(long.class, Object.class, long.class, int.class, Object[].class);

  private final Jna jna;
  private final SimulatedLibrary simulated;
  private final MethodHandle original;

  private InvokeSite(Jna jna, SimulatedLibrary simulated, MethodHandle original) {
    this.jna = jna;
    this.simulated = simulated;
    this.original = MethodHandles.explicitCastArguments(original, TYPE);
  }

  /**
   * What the site is linked to.
   *
   * @param simulated null if calls pass on to the system
   * @param original calls native code
   * @return of the type of {@code original}, with an {@code Object} as the function
   */
  static MethodHandle link(Jna jna, SimulatedLibrary simulated, MethodHandle original)
      throws ReflectiveOperationException {
    MethodType type = original.type().changeParameterType(0, Object.class);
    Class<?> result = type.returnType();
    MethodHandle passOn = original.asType(type);
    if (result != int.class && result != long.class && result != void.class) {
      return simulated == null ? passOn : choose(simulated, refusal(type), passOn);
    }
    MethodHandles.Lookup own = MethodHandles.lookup();
    // Whether a function of interest has succeeded must be known, though the program does not ask.
    MethodHandle callee = result == void.class ? jna.invokeLongHandle() : original;
    MethodHandle call =
        MethodHandles.explicitCastArguments(
            own.bind(new InvokeSite(jna, simulated, callee), "call", TYPE), type);
    if (simulated != null) {
      return choose(simulated, call, passOn);
    }
    MethodHandle isWatched =
        own.findStatic(
            NativeCall.class, "isWatched", MethodType.methodType(boolean.class, String.class));
    MethodHandle test = MethodHandles.filterArguments(isWatched, 0, jna.functionNameHandle());
    return MethodHandles.guardWithTest(test, call, passOn);
  }

  private static MethodHandle choose(
      SimulatedLibrary simulated, MethodHandle answer, MethodHandle passOn)
      throws ReflectiveOperationException {
    MethodHandle test =
        MethodHandles.lookup()
            .bind(simulated, "contains", MethodType.methodType(boolean.class, long.class));
    return MethodHandles.guardWithTest(
        MethodHandles.dropArguments(test, 0, Object.class), answer, passOn);
  }

  private static MethodHandle refusal(MethodType type) {
    var failure =
        new UnsupportedOperationException(
            "handlelab simulates no function that returns " + type.returnType().getName());
    return MethodHandles.dropArguments(
        MethodHandles.throwException(type.returnType(), RuntimeException.class).bindTo(failure),
        0,
        type.parameterList());
  }

  /** Called by JNA. */
  long call(Object function, long address, int flags, Object[] arguments) throws Throwable {
    if (simulated == null && !jna.isOfSystem(function)) {
      return (long) original.invokeExact(function, address, flags, arguments);
    }
    NativeCall call =
        simulated == null
            ? new SystemCall(function, address, flags, arguments)
            : new SimulatedCall(jna, simulated.at(address), flags, arguments);
    return call.make();
  }

  /** A call that goes to the system. */
  private final class SystemCall extends NativeCall {
    private final Object function;
    private final long address;
    private final int flags;
    private final Object[] javaArguments;

    SystemCall(Object function, long address, int flags, Object[] javaArguments) throws Throwable {
      super(jna.functionName(function), new JnaArguments(jna, javaArguments));
      this.function = function;
      this.address = address;
      this.flags = flags;
      this.javaArguments = javaArguments;
    }

    @Override
    long answer() throws Throwable {
      return (long) original.invokeExact(function, address, flags, javaArguments);
    }

    @Override
    int lastError() throws Throwable {
      return jna.lastError();
    }
  }
}
