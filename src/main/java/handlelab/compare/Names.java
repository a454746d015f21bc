package handlelab.compare;

import handlelab.api.Handle;
import java.util.HashMap;
import java.util.Map;

/**
 * Names for what differs from run to run: handle values become h1, h2, ... and process ids the
 * roles of their processes, in order of appearance.
 */
final class Names {
  private final Map<String, Map<Long, String>> handles = new HashMap<>();
  private final Map<Integer, String> processes = new HashMap<>();
  private int next = 1;

  /**
   * A value that a call has just handed out to {@code role}; a value still named keeps its name.
   */
  String newHandle(String role, Handle handle) {
    if (isSpecial(handle)) {
      return handle(role, handle);
    }
    return of(role).computeIfAbsent(handle.value(), value -> "h" + next++);
  }

  /** The name of a value that {@code role} uses; one that nobody handed out stands as a number. */
  String handle(String role, Handle handle) {
    if (handle.equals(Handle.NULL)) {
      return "NULL";
    }
    if (handle.equals(Handle.CURRENT_PROCESS)) {
      return "-1";
    }
    if (handle.equals(Handle.CURRENT_THREAD)) {
      return "-2";
    }
    String known = of(role).get(handle.value());
    if (known != null) {
      return known;
    }
    long low = handle.value() & 3;
    String base = of(role).get(handle.value() - low);
    return base == null ? "value " + handle : base + "+" + low;
  }

  /** The row behind a value is gone; the value may come back as another handle. */
  void forget(String role, Handle handle) {
    of(role).remove(handle.value() & ~3L);
  }

  /** A child starts with its parent's values, because what it inherits has them. */
  void adopt(String parent, String child) {
    of(child).putAll(of(parent));
  }

  void process(int id, String role) {
    processes.put(id, role);
  }

  String process(int id) {
    return processes.getOrDefault(id, "process id " + (id % 4 == 0 ? "4n" : "no multiple of 4"));
  }

  /** The values that have names in {@code role}'s table. */
  Map<Long, String> of(String role) {
    return handles.computeIfAbsent(role, unused -> new HashMap<>());
  }

  private static boolean isSpecial(Handle handle) {
    return handle.value() <= 0;
  }
}
