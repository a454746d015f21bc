package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The standard handles of a process, or those that a creation names.
 *
 * @param byStream the handles by {@code in}, {@code out} and {@code err}, without those that are
 *     NULL or -1
 */
public record StandardHandles(Map<String, Handle> byStream) {
  /** No standard handles, or none that are known. */
  public static final StandardHandles NONE = new StandardHandles(Map.of());

  /**
   * Copies the map without the values null, NULL and -1.
   *
   * @param byStream the handles by {@code in}, {@code out} and {@code err}
   */
  public StandardHandles {
    byStream = new LinkedHashMap<>(byStream);
    byStream
        .values()
        .removeIf(handle -> handle == null || handle.value() == 0 || handle.equals(Handle.INVALID));
  }

  /**
   * {@return the standard handles with these values}
   *
   * @param input standard input; null for none
   * @param output standard output; null for none
   * @param error standard error; null for none
   */
  public static StandardHandles of(Handle input, Handle output, Handle error) {
    Map<String, Handle> byStream = new LinkedHashMap<>();
    byStream.put("in", input);
    byStream.put("out", output);
    byStream.put("err", error);
    return new StandardHandles(byStream);
  }

  /**
   * {@return the standard handles of a process; none on a kernel that has no GetStdHandle}
   *
   * @param kernel32 the functions of that process
   */
  public static StandardHandles of(Kernel32 kernel32) {
    return of(
        get(kernel32, Win32.STD_INPUT_HANDLE),
        get(kernel32, Win32.STD_OUTPUT_HANDLE),
        get(kernel32, Win32.STD_ERROR_HANDLE));
  }

  private static Handle get(Kernel32 kernel32, int stdHandle) {
    try {
      return kernel32.getStdHandle(stdHandle);
    } catch (Win32Exception | UnsupportedOperationException e) {
      return null;
    }
  }

  /** Those that a creation names. */
  static StandardHandles of(StartupInfo startup) {
    return of(startup.standardInput(), startup.standardOutput(), startup.standardError());
  }

  /** {@return the values, each once} */
  public List<Handle> values() {
    return byStream.values().stream().distinct().toList();
  }

  boolean contains(Handle handle) {
    return byStream.values().stream().anyMatch(one -> isSameValue(one, handle));
  }

  /** Windows ignores the two low bits of a handle value. */
  static boolean isSameValue(Handle first, Handle second) {
    return (first.value() & ~3L) == (second.value() & ~3L);
  }
}
