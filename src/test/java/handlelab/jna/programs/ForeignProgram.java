package handlelab.jna.programs;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;

/**
 * Calls native functions by java.lang.foreign, which is not there in the Java that compiles this:
 * hence by reflection. Opens sockets by the C library, and waits for the end of its input.
 */
public final class ForeignProgram {
  private static final int STREAM = 1;
  private static final int UNIX = 1;

  private ForeignProgram() {}

  /** Opens three sockets by a bound handle, and two by one that takes the address. */
  public static void main(String[] arguments) throws Throwable {
    MethodHandle bound = handle("socket", true);
    for (int i = 0; i < 3; i++) {
      socket(bound);
    }
    Object address = symbol("socket");
    MethodHandle free = handle("socket", false);
    for (int i = 0; i < 2; i++) {
      System.out.println((int) free.invokeWithArguments(address, UNIX, STREAM, 0) > 0);
    }
    System.out.println((int) handle("getpid", true).invokeWithArguments() > 0);
    System.out.println("ready");
    while (System.in.read() >= 0) {}
  }

  private static void socket(MethodHandle socket) throws Throwable {
    System.out.println((int) socket.invokeWithArguments(UNIX, STREAM, 0) > 0);
  }

  private static Class<?> foreign(String name) throws ReflectiveOperationException {
    return Class.forName("java.lang.foreign." + name);
  }

  private static Object linker() throws ReflectiveOperationException {
    return foreign("Linker").getMethod("nativeLinker").invoke(null);
  }

  private static Object symbol(String name) throws ReflectiveOperationException {
    Object lookup = foreign("Linker").getMethod("defaultLookup").invoke(linker());
    return ((Optional<?>)
            foreign("SymbolLookup").getMethod("find", String.class).invoke(lookup, name))
        .orElseThrow();
  }

  private static MethodHandle handle(String function, boolean isBound)
      throws ReflectiveOperationException {
    Object number = foreign("ValueLayout").getField("JAVA_INT").get(null);
    Class<?> layout = foreign("MemoryLayout");
    Object layouts = Array.newInstance(layout, function.equals("getpid") ? 0 : 3);
    for (int i = 0; i < Array.getLength(layouts); i++) {
      Array.set(layouts, i, number);
    }
    Object descriptor =
        foreign("FunctionDescriptor")
            .getMethod("of", layout, layouts.getClass())
            .invoke(null, number, layouts);
    Object options = Array.newInstance(foreign("Linker$Option"), 0);
    Method make =
        Arrays.stream(foreign("Linker").getMethods())
            .filter(method -> method.getName().equals("downcallHandle"))
            .filter(method -> method.getParameterCount() == (isBound ? 3 : 2))
            .findFirst()
            .orElseThrow();
    return (MethodHandle)
        (isBound
            ? make.invoke(linker(), symbol(function), descriptor, options)
            : make.invoke(linker(), descriptor, options));
  }
}
