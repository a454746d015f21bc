package handlelab.fuzz;

import handlelab.api.CommandLineFuzz;
import handlelab.backend.HandshakeFuzz;
import handlelab.inspect.SnapshotFuzz;
import handlelab.sim.NameFuzz;
import handlelab.story.RecordingFuzz;
import handlelab.wire.ReplyFuzz;
import handlelab.wire.SessionFuzz;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Something that is fuzzed.
 *
 * @param type the class that Jazzer is given
 * @param seeds inputs to start from, one of each form
 */
record Target(Class<?> type, Trial trial, Callable<List<byte[]>> seeds) {
  static final List<Target> ALL =
      List.of(
          new Target(ReplyFuzz.class, ReplyFuzz::fuzzerTestOneInput, ReplyFuzz::seeds),
          new Target(HandshakeFuzz.class, HandshakeFuzz::fuzzerTestOneInput, HandshakeFuzz::seeds),
          new Target(SessionFuzz.class, SessionFuzz::fuzzerTestOneInput, SessionFuzz::seeds),
          new Target(
              CommandLineFuzz.class, CommandLineFuzz::fuzzerTestOneInput, CommandLineFuzz::seeds),
          new Target(NameFuzz.class, NameFuzz::fuzzerTestOneInput, NameFuzz::seeds),
          new Target(SnapshotFuzz.class, SnapshotFuzz::fuzzerTestOneInput, SnapshotFuzz::seeds),
          new Target(RecordingFuzz.class, RecordingFuzz::fuzzerTestOneInput, RecordingFuzz::seeds));

  /** One try with one input. */
  @FunctionalInterface
  interface Trial {
    void run(byte[] input) throws Exception;
  }

  /** The target of that class, by its simple name. */
  static Target of(String name) {
    return ALL.stream()
        .filter(target -> target.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target " + name));
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }
}
