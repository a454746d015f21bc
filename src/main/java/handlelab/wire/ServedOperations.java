package handlelab.wire;

import handlelab.api.Overlapped;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The overlapped operations of one process that is served, from before their start until the peer
 * has their results. All sessions of the process share it, as another thread may ask for a result,
 * also of an operation whose start has not returned yet.
 */
public final class ServedOperations {
  /**
   * @param buffer what is read into, or null
   */
  record Entry(int id, Overlapped overlapped, ByteBuffer buffer) {
    /** An operation that has not reached the kernel has no part there yet. */
    private boolean isDone() {
      return overlapped.operation(() -> null) != null && !overlapped.isPending();
    }
  }

  private final Map<Integer, Entry> entries = new LinkedHashMap<>();

  synchronized void add(Entry entry) {
    entries.put(entry.id(), entry);
  }

  /** The entry, or null. */
  synchronized Entry get(int id) {
    return entries.get(id);
  }

  /** Removes an entry; only who gets true may send its result. */
  synchronized boolean take(Entry entry) {
    return entries.remove(entry.id(), entry);
  }

  /** Those that are done, or that failed to start a moment ago: their own session says so. */
  synchronized List<Entry> done() {
    return entries.values().stream().filter(Entry::isDone).toList();
  }
}
