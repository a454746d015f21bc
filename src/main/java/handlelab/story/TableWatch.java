package handlelab.story;

import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Win32Exception;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sees what changes in the handle tables from step to step, in those rows that the scenario has
 * names for. A process of the real kernel has many more, which come and go as they like.
 */
final class TableWatch {
  private final HandleTables tables;
  private final Names names;
  private final Map<String, Integer> processIds = new TreeMap<>();
  private Map<String, String> before = new TreeMap<>();

  TableWatch(HandleTables tables, Names names) {
    this.tables = tables;
    this.names = names;
  }

  void add(String role, int processId) {
    processIds.put(role, processId);
  }

  /** What is otherwise than at the last look, one line each, in a fixed order. */
  List<String> changes() {
    Map<String, String> now = look();
    List<String> changes = new ArrayList<>();
    Map<String, String> all = new TreeMap<>(before);
    all.putAll(now);
    for (String key : all.keySet()) {
      String old = before.get(key);
      String current = now.get(key);
      if (old == null) {
        changes.add("+ " + key + " " + current);
      } else if (current == null) {
        changes.add("- " + key);
      } else if (!old.equals(current)) {
        changes.add("~ " + key + " " + old + " => " + current);
      }
    }
    before = now;
    return changes;
  }

  private Map<String, String> look() {
    Map<String, String> seen = new TreeMap<>();
    processIds.forEach(
        (role, processId) -> {
          Map<Long, String> named = new HashMap<>(names.of(role));
          for (HandleRow row : rows(processId, named)) {
            String name = named.get(row.handle().value());
            if (name != null) {
              seen.put(role + " " + name, describe(row));
            }
          }
        });
    return seen;
  }

  /** Whether that value names a row now. */
  boolean hasRow(String role, long value) {
    return !rows(processIds.get(role), Map.of(value, "")).isEmpty();
  }

  /** The row that a value names now, in words. */
  String describeRow(String role, long value) {
    List<HandleRow> found = rows(processIds.get(role), Map.of(value, ""));
    return found.isEmpty() ? "no row" : describe(found.get(0));
  }

  /** The values of the named rows that a child of {@code role} would inherit now. */
  Set<Long> inheritable(String role) {
    Set<Long> values = new HashSet<>();
    for (HandleRow row : rows(processIds.get(role), names.of(role))) {
      if (row.inheritable()) {
        values.add(row.handle().value());
      }
    }
    return values;
  }

  private List<HandleRow> rows(int processId, Map<Long, String> named) {
    try {
      return named.isEmpty() ? List.of() : tables.handles(processId, named.keySet());
    } catch (Win32Exception e) {
      // It has ended, and has no table any more.
      return List.of();
    }
  }

  /** Counts of processes and threads are left out: the system itself holds handles to them. */
  private static String describe(HandleRow row) {
    String flags =
        (row.inheritable() ? " inherit" : "") + (row.protectedFromClose() ? " protected" : "");
    String count = row.objectType().equals("File") ? " count=" + row.usageCount() : "";
    return row.objectType() + flags + count;
  }
}
