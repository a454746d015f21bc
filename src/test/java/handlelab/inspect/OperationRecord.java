package handlelab.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a series of operations must have left in the tables, by the operations' own account: it asks
 * no kernel. Rows that nobody told it of are somebody else's, and not looked at unless the process
 * is said to have no others.
 */
final class OperationRecord {
  /** A row as the operation that made it says. */
  record Entry(int object, boolean inheritable) {}

  private final Map<Integer, TreeMap<Long, Entry>> tables = new TreeMap<>();
  private int nextObject;

  void processStarted(int processId) {
    assertNull(tables.put(processId, new TreeMap<>()), "process id " + processId);
  }

  void processEnded(int processId) {
    assertNotNull(tables.remove(processId));
  }

  /** Each inheritable row of the parent is a row of the child, with the same value. */
  void inherited(int parent, int child) {
    table(parent)
        .forEach(
            (value, entry) -> {
              if (entry.inheritable()) {
                opened(child, new Handle(value), entry.object(), true);
              }
            });
  }

  int newObject() {
    return nextObject++;
  }

  void opened(int processId, Handle handle, int object, boolean inheritable) {
    Entry before = table(processId).put(handle.value(), new Entry(object, inheritable));
    assertNull(before, "the value " + handle + " is given twice in process " + processId);
  }

  void closed(int processId, Handle handle) {
    assertNotNull(table(processId).remove(handle.value()), "closed, but never opened: " + handle);
  }

  void flagged(int processId, Handle handle, boolean inheritable) {
    table(processId).put(handle.value(), new Entry(entry(processId, handle).object(), inheritable));
  }

  Entry entry(int processId, Handle handle) {
    return table(processId).get(handle.value());
  }

  int size(int processId) {
    return table(processId).size();
  }

  /** One of the process's rows, or null where it has none. */
  Handle any(int processId, Random random) {
    List<Long> values = new ArrayList<>(table(processId).keySet());
    return values.isEmpty() ? null : new Handle(values.get(random.nextInt(values.size())));
  }

  private Map<Long, Entry> table(int processId) {
    Map<Long, Entry> table = tables.get(processId);
    assertNotNull(table, "no process " + processId);
    return table;
  }

  /**
   * Compares everything that a look and its objects say about recorded rows with the record.
   *
   * @param foreign rows that were there before the operations began, by process
   */
  void check(
      TableSnapshot look,
      List<SharedObject> objects,
      Map<Integer, Set<Long>> foreign,
      String context) {
    Map<Integer, Set<String>> rowsByObject = new HashMap<>();
    tables.forEach(
        (processId, table) ->
            table.forEach(
                (value, entry) ->
                    rowsByObject
                        .computeIfAbsent(entry.object(), key -> new TreeSet<>())
                        .add(name(processId, value))));
    for (var process : tables.entrySet()) {
      ProcessTable seen = look.table(process.getKey());
      assertNotNull(seen, "process " + process.getKey() + " is not seen, " + context);
      TreeMap<Long, Entry> left = new TreeMap<>(process.getValue());
      for (HandleRow row : seen.rows()) {
        Entry entry = left.remove(row.handle().value());
        Set<Long> others = foreign.getOrDefault(process.getKey(), Set.of());
        if (entry == null && others.contains(row.handle().value())) {
          continue;
        }
        assertNotNull(entry, () -> "nobody opened " + row + ", " + context);
        assertEquals(entry.inheritable(), row.inheritable(), () -> row + ", " + context);
        assertEquals(
            rowsByObject.get(entry.object()).size(),
            row.usageCount(),
            () -> "usage count of " + row + ", " + context);
      }
      assertEquals(Map.of(), left, () -> "not seen in " + process.getKey() + ", " + context);
    }
    checkHolders(objects, rowsByObject, context);
  }

  private void checkHolders(
      List<SharedObject> objects, Map<Integer, Set<String>> rowsByObject, String context) {
    Map<Integer, Set<String>> found = new HashMap<>();
    for (SharedObject object : objects) {
      Set<String> holders = new TreeSet<>();
      Integer known = null;
      for (HandleRow row : object.holders()) {
        holders.add(name(row.processId(), row.handle().value()));
        TreeMap<Long, Entry> table = tables.get(row.processId());
        Entry entry = table == null ? null : table.get(row.handle().value());
        known = entry == null ? known : Integer.valueOf(entry.object());
      }
      if (known != null) {
        assertNull(found.put(known, holders), () -> "one object shown as two, " + context);
      }
    }
    assertEquals(rowsByObject, found, () -> "holders, " + context);
  }

  private static String name(int processId, long value) {
    return processId + ":" + new Handle(value);
  }
}
