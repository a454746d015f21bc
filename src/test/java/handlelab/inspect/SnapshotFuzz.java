package handlelab.inspect;

import handlelab.api.Kernel32;
import handlelab.api.ProcessDetails;
import handlelab.sim.SimulatedKernel;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Fuzzing of snapshots: a text is a snapshot, or refused with a message; a snapshot survives being
 * written and read again.
 */
public final class SnapshotFuzz {
  private SnapshotFuzz() {}

  /** The look at a process with a few rows. */
  public static List<byte[]> seeds() throws IOException {
    try (SimulatedKernel kernel = SimulatedKernel.boot()) {
      Kernel32 process = kernel.startProcess("a.exe");
      var unused = process.createMailslot("\\\\.\\mailslot\\a", 0, 0, null);
      StringWriter written = new StringWriter();
      TableSnapshot look =
          new TableSnapshot(
              new Origin("simulated", "k"),
              Instant.EPOCH,
              true,
              RowFilter.ALL,
              List.of(
                  ProcessTable.of(
                      ProcessDetails.ofId(process.getCurrentProcessId()),
                      kernel.handleTables().handles(process.getCurrentProcessId()))));
      HandleJson.writeHandles(look, ObjectLabels.addressesOnly(), written);
      return List.of(written.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    TableSnapshot look;
    try {
      look = read(new String(data, StandardCharsets.UTF_8));
    } catch (SnapshotFormatException e) {
      if (e.getMessage() == null) {
        throw new AssertionError("no message", e);
      }
      return;
    }
    StringWriter written = new StringWriter();
    HandleJson.writeHandles(look, ObjectLabels.addressesOnly(), written);
    try {
      TableSnapshot again = read(written.toString());
      StringWriter twice = new StringWriter();
      HandleJson.writeHandles(again, ObjectLabels.addressesOnly(), twice);
      if (!written.toString().equals(twice.toString())) {
        throw new AssertionError(written + "\nbecame\n" + twice);
      }
    } catch (SnapshotFormatException e) {
      throw new AssertionError("what was written cannot be read: " + written, e);
    }
  }

  private static TableSnapshot read(String text) throws IOException, SnapshotFormatException {
    return SnapshotReader.read(new StringReader(text));
  }
}
