package handlelab.wire;

import handlelab.api.Overlapped;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The overlapped operations of one process that is served, from their start until the peer has
 * their results. All sessions of the process share it, as another thread may ask for a result.
 */
public final class ServedOperations {
  /**
   * @param buffer what is read into, or null
   */
  record Entry(int id, Overlapped overlapped, ByteBuffer buffer) {}

  private final Map<Integer, Entry> entries = new LinkedHashMap<>();

  synchronized void add(Entry entry) {
    entries.put(entry.id(), entry);
  }

  /** The entry, or null. */
  synchronized Entry get(int id) {
    return entries.get(id);
  }

  synchronized void remove(Entry entry) {
    entries.remove(entry.id());
  }

  /** Those that are done. */
  synchronized List<Entry> done() {
    return entries.values().stream().filter(entry -> !entry.overlapped().isPending()).toList();
  }
}
