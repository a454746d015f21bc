package handlelab.jna;

import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.function.Function;

/**
 * Links the call sites of changed code, each when it is first reached. What is not of interest goes
 * on as before, and costs a comparison. Thread-safe.
 */
final class CallLinker implements Function<Object[], Object> {
  private static final MethodType SYMBOL_TYPE =
      MethodType.methodType(long.class, Object.class, String.class);

  private static final MethodType REGISTER_TYPE =
      MethodType.methodType(Object.class, Object.class, String.class, Method.class);

  /** The simulated functions, or null if calls pass on to the system. */
  private final SimulatedLibrary simulated;

  private final DirectMapping directMapping;

  CallLinker(SimulatedLibrary simulated) {
    this.simulated = simulated;
    this.directMapping = new DirectMapping(simulated);
  }

  /**
   * Links a call site.
   *
   * @param call the lookup, the name, the type, and the static arguments: the name of a {@link
   *     SiteKind} and the handle of the method that was called before the change
   */
  @Override
  public Object apply(Object[] call) {
    MethodHandles.Lookup lookup = (MethodHandles.Lookup) call[0];
    MethodType type = (MethodType) call[2];
    Object[] more = (Object[]) call[3];
    MethodHandle original = (MethodHandle) more[1];
    MethodHandle target;
    try {
      target = link(SiteKind.valueOf((String) more[0]), lookup, (String) call[1], original);
    } catch (Throwable e) {
      Notices.print("cannot see calls of " + lookup.lookupClass().getName() + ": " + e);
      target = original;
    }
    return new ConstantCallSite(target.asType(type));
  }

  private MethodHandle link(
      SiteKind kind, MethodHandles.Lookup lookup, String name, MethodHandle original)
      throws Throwable {
    return switch (kind) {
      case INVOKE -> InvokeSite.link(Jna.of(lookup), simulated, original);
      case OPEN ->
          simulated == null
              ? original
              : own(
                      CallLinker.class,
                      "open",
                      original.type().insertParameterTypes(0, MethodHandle.class))
                  .bindTo(original);
      case SYMBOL -> simulated == null ? original : symbolLookup(Jna.of(lookup), original);
      case REGISTER -> registration(Jna.of(lookup), original);
      case NATIVE ->
          lookup.lookupClass() == Probe.class
              ? own(Probe.class, "answer", original.type())
              : directMapping.target(lookup.lookupClass(), name, original);
    };
  }

  private MethodHandle symbolLookup(Jna jna, MethodHandle original)
      throws ReflectiveOperationException {
    MethodHandle symbol =
        own(
            CallLinker.class,
            "symbol",
            SYMBOL_TYPE.insertParameterTypes(
                0, SimulatedLibrary.class, Jna.class, MethodHandle.class));
    return MethodHandles.insertArguments(symbol, 0, simulated, jna, original.asType(SYMBOL_TYPE));
  }

  private MethodHandle registration(Jna jna, MethodHandle original)
      throws ReflectiveOperationException {
    MethodHandle register =
        MethodHandles.lookup()
            .bind(
                directMapping,
                "register",
                REGISTER_TYPE.insertParameterTypes(0, Jna.class, MethodHandle.class));
    return MethodHandles.insertArguments(register, 0, jna, original.asType(REGISTER_TYPE));
  }

  /** Opens the process itself instead of the simulated library: closing it has no effect. */
  static long open(MethodHandle original, String path, int flags) throws Throwable {
    String opened = path != null && SimulatedLibrary.hasName(path) ? null : path;
    return (long) original.invokeExact(opened, flags);
  }

  static long symbol(
      SimulatedLibrary simulated, Jna jna, MethodHandle original, Object library, String name)
      throws Throwable {
    return SimulatedLibrary.hasName(jna.libraryName(library))
        ? simulated.address(name)
        : (long) original.invokeExact(library, name);
  }

  private static MethodHandle own(Class<?> owner, String name, MethodType type)
      throws ReflectiveOperationException {
    return MethodHandles.lookup().findStatic(owner, name, type);
  }
}
