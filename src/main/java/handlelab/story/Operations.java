package handlelab.story;

import handlelab.api.Overlapped;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;

/** The overlapped operations of a story: their names, and what they read into. */
final class Operations {
  private final IdentityHashMap<Overlapped, String> names = new IdentityHashMap<>();
  private final IdentityHashMap<Overlapped, ByteBuffer> targets = new IdentityHashMap<>();

  /** Such as {@code o1}, in order of appearance. */
  String nameOf(Overlapped overlapped) {
    return names.computeIfAbsent(overlapped, any -> "o" + (names.size() + 1));
  }

  /**
   * The operation is started.
   *
   * @param target null if it does not read
   */
  void started(Overlapped overlapped, ByteBuffer target) {
    targets.put(overlapped, target);
  }

  /** What it was started to read into, or null. */
  ByteBuffer target(Overlapped overlapped) {
    return targets.get(overlapped);
  }
}
