package handlelab.jna;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code java.lang.foreign} of Java 21 and later, by handles, because this is compiled for Java 17.
 * Memory and libraries are reached in the name of the JDK, which needs no permission.
 */
final class ForeignMemory {
  private final Class<?> segment;
  private final MethodHandle address;
  private final MethodHandle ofAddress;
  private final MethodHandle reinterpret;
  private final MethodHandle asByteBuffer;
  private final MethodHandle libraryLookup;
  private final MethodHandle find;
  private final Object globalArena;

  /**
   * @param jdk of a class of the JDK, with all its rights
   */
  ForeignMemory(MethodHandles.Lookup jdk) throws Throwable {
    segment = Class.forName("java.lang.foreign.MemorySegment");
    Class<?> arena = Class.forName("java.lang.foreign.Arena");
    Class<?> lookup = Class.forName("java.lang.foreign.SymbolLookup");
    address = virtual(jdk, segment, "address", long.class);
    ofAddress =
        jdk.findStatic(segment, "ofAddress", MethodType.methodType(segment, long.class))
            .asType(MethodType.methodType(Object.class, long.class));
    reinterpret =
        jdk.findVirtual(segment, "reinterpret", MethodType.methodType(segment, long.class))
            .asType(MethodType.methodType(Object.class, Object.class, long.class));
    asByteBuffer = virtual(jdk, segment, "asByteBuffer", ByteBuffer.class);
    globalArena = jdk.findStatic(arena, "global", MethodType.methodType(arena)).invoke();
    libraryLookup =
        jdk.findStatic(lookup, "libraryLookup", MethodType.methodType(lookup, String.class, arena))
            .asType(MethodType.methodType(Object.class, String.class, Object.class));
    find =
        jdk.findVirtual(lookup, "find", MethodType.methodType(Optional.class, String.class))
            .asType(MethodType.methodType(Optional.class, Object.class, String.class));
  }

  private static MethodHandle virtual(
      MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> result)
      throws ReflectiveOperationException {
    return lookup
        .findVirtual(owner, name, MethodType.methodType(result))
        .asType(MethodType.methodType(result, Object.class));
  }

  boolean isSegment(Object value) {
    return segment.isInstance(value);
  }

  long address(Object memory) throws Throwable {
    return (long) address.invokeExact(memory);
  }

  ByteBuffer memory(long at, int bytes) throws Throwable {
    Object unsized = (Object) ofAddress.invokeExact(at);
    Object sized = (Object) reinterpret.invokeExact(unsized, (long) bytes);
    return ((ByteBuffer) asByteBuffer.invokeExact(sized)).order(ByteOrder.nativeOrder());
  }

  /** The names of functions by their addresses, of those libraries that there are. */
  Map<Long, String> functions(Iterable<String> libraries, Iterable<String> names) throws Throwable {
    Map<Long, String> found = new HashMap<>();
    for (String library : libraries) {
      Object lookup;
      try {
        lookup = (Object) libraryLookup.invokeExact(library, globalArena);
      } catch (IllegalArgumentException e) {
        continue;
      }
      for (String name : names) {
        Optional<?> symbol = (Optional<?>) find.invokeExact(lookup, name);
        if (symbol.isPresent()) {
          found.putIfAbsent(address(symbol.get()), name);
        }
      }
    }
    return found;
  }
}
