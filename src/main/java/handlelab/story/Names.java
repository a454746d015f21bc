package handlelab.story;

import handlelab.api.Handle;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Names for what differs from run to run: handle values become h1, h2, ... and process ids the
 * roles of their processes, in order of appearance.
 */
final class Names {
  private final Map<String, Map<Long, String>> handles = new HashMap<>();

  /** Values that named a row once, or name one in the parent: shown in parentheses. */
  private final Map<String, Map<Long, String>> former = new HashMap<>();

  private final Map<Integer, String> processes = new HashMap<>();
  private int next = 1;

  /**
   * A value that a call has just handed out to {@code role}; a value still named keeps its name.
   */
  String newHandle(String role, Handle handle) {
    if (isSpecial(handle)) {
      return handle(role, handle);
    }
    String fresh = nextName();
    return of(role).computeIfAbsent(handle.value(), value -> fresh);
  }

  /**
   * A name is used up by each handle that is asked for, so that a failure does not shift the
   * others.
   */
  String nextName() {
    return "h" + next++;
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
    if (base != null) {
      return base + "+" + low;
    }
    String gone = former.getOrDefault(role, Map.of()).get(handle.value());
    if (gone != null) {
      return "(" + gone + ")";
    }
    String low32 = of(role).get(handle.value() & 0xffff_ffffL);
    return low32 == null ? "value " + handle : low32 + " with high bits";
  }

  /** The row behind a value is gone; the value may come back as another handle. */
  void forget(String role, Handle handle) {
    long value = handle.value() & ~3L;
    String name = of(role).remove(value);
    if (name == null) {
      return;
    }
    former.computeIfAbsent(role, unused -> new HashMap<>()).put(value, name);
  }

  /**
   * A child starts with those of its parent's values that it inherits; the others mean nothing
   * there.
   */
  void adopt(String parent, String child, Set<Long> inherited) {
    Map<Long, String> strangers = former.computeIfAbsent(child, unused -> new HashMap<>());
    of(parent)
        .forEach(
            (value, name) -> (inherited.contains(value) ? of(child) : strangers).put(value, name));
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
