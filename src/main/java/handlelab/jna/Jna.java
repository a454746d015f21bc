package handlelab.jna;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;

/**
 * The JNA that made a call. A program may have several, each in a class loader or package of its
 * own; so its methods are called by handles.
 */
final class Jna {
  private static final Map<Class<?>, Jna> BY_NATIVE_CLASS = new HashMap<>();

  private final Class<?> pointerClass;
  private final int wideCharBytes;
  private final MethodHandle pointerValue;
  private final MethodHandle byteBuffer;
  private final MethodHandle newPointer;
  private final MethodHandle defaultEncoding;
  private final MethodHandle getLastError;
  private final MethodHandle setLastError;
  private final MethodHandle newLastErrorException;
  private final MethodHandle allocate;
  private final MethodHandle free;
  private final MethodHandle libraryName;
  private final MethodHandle libraryOptions;
  private final MethodHandle functionName;
  private final MethodHandle functionLibrary;
  private final MethodHandle functionAt;
  private final MethodHandle invoke;
  private final MethodHandle invokeLong;

  /**
   * @param lookup of one of its classes
   */
  private Jna(MethodHandles.Lookup lookup, String packageName) throws Throwable {
    Class<?> natives = lookup.findClass(packageName + "Native");
    Class<?> function = lookup.findClass(packageName + "Function");
    Class<?> library = lookup.findClass(packageName + "NativeLibrary");
    Class<?> failure = lookup.findClass(packageName + "LastErrorException");
    pointerClass = lookup.findClass(packageName + "Pointer");
    wideCharBytes = (int) lookup.findStaticGetter(natives, "WCHAR_SIZE", int.class).invoke();
    pointerValue =
        lookup
            .findStatic(pointerClass, "nativeValue", type(long.class, pointerClass))
            .asType(type(long.class, Object.class));
    byteBuffer =
        lookup
            .findVirtual(
                pointerClass, "getByteBuffer", type(ByteBuffer.class, long.class, long.class))
            .asType(type(ByteBuffer.class, Object.class, long.class, long.class));
    newPointer =
        lookup
            .findConstructor(pointerClass, type(void.class, long.class))
            .asType(type(Object.class, long.class));
    defaultEncoding = lookup.findStatic(natives, "getDefaultStringEncoding", type(String.class));
    getLastError = lookup.findStatic(natives, "getLastError", type(int.class));
    setLastError = lookup.findStatic(natives, "setLastError", type(void.class, int.class));
    newLastErrorException =
        lookup
            .findConstructor(failure, type(void.class, int.class))
            .asType(type(RuntimeException.class, int.class));
    allocate = lookup.findStatic(natives, "malloc", type(long.class, long.class));
    free = lookup.findStatic(natives, "free", type(void.class, long.class));
    libraryName = getter(lookup, library, "getName", String.class);
    libraryOptions = getter(lookup, library, "getOptions", Map.class);
    functionName = getter(lookup, function, "getName", String.class);
    functionLibrary =
        MethodHandles.privateLookupIn(function, lookup)
            .findGetter(function, "library", library)
            .asType(type(Object.class, Object.class));
    functionAt =
        lookup
            .findStatic(function, "getFunction", type(function, pointerClass))
            .asType(type(Object.class, Object.class));
    invokeLong =
        lookup.findStatic(
            natives,
            "invokeLong",
            type(long.class, function, long.class, int.class, Object[].class));
    invoke =
        lookup
            .findVirtual(
                function, "invoke", type(Object.class, Class.class, Object[].class, Map.class))
            .asType(type(Object.class, Object.class, Class.class, Object[].class, Map.class));
  }

  private static MethodHandle getter(
      MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> result)
      throws ReflectiveOperationException {
    return lookup.findVirtual(owner, name, type(result)).asType(type(result, Object.class));
  }

  private static MethodType type(Class<?> result, Class<?>... parameters) {
    return MethodType.methodType(result, parameters);
  }

  /**
   * The JNA that a class belongs to.
   *
   * @param lookup of the class
   */
  static Jna of(MethodHandles.Lookup lookup) throws Throwable {
    String packageName = lookup.lookupClass().getPackageName() + ".";
    Class<?> natives = lookup.findClass(packageName + "Native");
    synchronized (BY_NATIVE_CLASS) {
      Jna jna = BY_NATIVE_CLASS.get(natives);
      if (jna == null) {
        jna = new Jna(lookup, packageName);
        BY_NATIVE_CLASS.put(natives, jna);
      }
      return jna;
    }
  }

  /** Bytes of a wide character in memory that JNA writes: 4 on Linux and macOS. */
  int wideCharBytes() {
    return wideCharBytes;
  }

  boolean isPointer(Object value) {
    return pointerClass.isInstance(value);
  }

  long pointerValue(Object pointer) throws Throwable {
    return (long) pointerValue.invokeExact(pointer);
  }

  /** The memory at an address, in the system's byte order. */
  ByteBuffer memory(long address, int bytes) throws Throwable {
    Object pointer = (Object) newPointer.invokeExact(address);
    ByteBuffer memory = (ByteBuffer) byteBuffer.invokeExact(pointer, 0L, (long) bytes);
    return memory.order(ByteOrder.nativeOrder());
  }

  /** The encoding of text in bytes. */
  Charset encoding() throws Throwable {
    return Charset.forName((String) defaultEncoding.invokeExact());
  }

  /** The last error of the calling thread, as JNA keeps it. */
  int lastError() throws Throwable {
    return (int) getLastError.invokeExact();
  }

  void setLastError(int error) throws Throwable {
    setLastError.invokeExact(error);
  }

  RuntimeException lastErrorException(int error) throws Throwable {
    return (RuntimeException) newLastErrorException.invokeExact(error);
  }

  /** Allocates native memory, which {@link #free} frees. */
  long allocate(long bytes) throws Throwable {
    return (long) allocate.invokeExact(bytes);
  }

  void free(long address) throws Throwable {
    free.invokeExact(address);
  }

  /** The simple name of a {@code NativeLibrary}. */
  String libraryName(Object library) throws Throwable {
    return (String) libraryName.invokeExact(library);
  }

  /** The name of a {@code Function}. */
  String functionName(Object function) throws Throwable {
    return (String) functionName.invokeExact(function);
  }

  /** Whether a {@code Function} is of a library of Windows, as far as can be told. */
  boolean isOfSystem(Object function) throws Throwable {
    Object library = (Object) functionLibrary.invokeExact(function);
    return library == null || SystemLibraries.contains(libraryName(library));
  }

  /** A handle of {@link #functionName}. */
  MethodHandle functionNameHandle() {
    return functionName;
  }

  /** Calls a native function and returns what it leaves as its result, even if it is void. */
  MethodHandle invokeLongHandle() {
    return invokeLong;
  }

  /** A {@code Function} of an address. */
  Object functionAt(long address) throws Throwable {
    Object pointer = (Object) newPointer.invokeExact(address);
    return (Object) functionAt.invokeExact(pointer);
  }

  /**
   * A handle that calls a {@code Function} as JNA calls it for a method of an interface.
   *
   * @param library whose options it is called with
   * @param method which has the types
   * @return takes an {@code Object[]} of arguments, and returns an {@code Object}
   */
  MethodHandle invoker(Object library, Object function, Method method) throws Throwable {
    Map<String, Object> options = new HashMap<>();
    Map<?, ?> known = (Map<?, ?>) libraryOptions.invokeExact(library);
    known.forEach((name, value) -> options.put((String) name, value));
    options.put("invoking-method", method);
    MethodHandle bound = MethodHandles.insertArguments(invoke, 0, function, method.getReturnType());
    return MethodHandles.insertArguments(bound, 1, options);
  }
}
