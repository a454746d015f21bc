package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.StartupInfo;
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

  public StandardHandles {
    byStream = new LinkedHashMap<>(byStream);
    byStream
        .values()
        .removeIf(handle -> handle == null || handle.value() == 0 || handle.equals(Handle.INVALID));
  }

  /** The standard handles with these values; each may be null for none. */
  public static StandardHandles of(Handle input, Handle output, Handle error) {
    Map<String, Handle> byStream = new LinkedHashMap<>();
    byStream.put("in", input);
    byStream.put("out", output);
    byStream.put("err", error);
    return new StandardHandles(byStream);
  }

  /** Those with these values, of which it is not known which is which, unless there are three. */
  public static StandardHandles of(List<Handle> handles) {
    if (handles.size() == 3) {
      return of(handles.get(0), handles.get(1), handles.get(2));
    }
    Map<String, Handle> byStream = new LinkedHashMap<>();
    for (Handle handle : handles) {
      byStream.put("standard handle " + handle, handle);
    }
    return new StandardHandles(byStream);
  }

  /** Those that a creation names. */
  static StandardHandles of(StartupInfo startup) {
    return of(startup.standardInput(), startup.standardOutput(), startup.standardError());
  }

  /** The values, each once. */
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
