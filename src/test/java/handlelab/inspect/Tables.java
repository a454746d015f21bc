package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.ProcessDetails;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Rows, looks and inspectors for tests. */
final class Tables {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  static final Origin SIMULATED = new Origin("simulated", "simulated kernel of this test");

  /** A process of which everything is known. */
  static final ProcessDetails JAVA =
      new ProcessDetails(8, "java.exe", 4, NOON, true, "java -jar a.jar", 30234);

  private Tables() {}

  static TableInspector inspector(HandleTables tables, Kernel32 kernel32) {
    return new TableInspector(tables, kernel32, SIMULATED, Clock.fixed(NOON, ZoneOffset.UTC));
  }

  static HandleRow row(int processId, long handle, long address, String name) {
    return row(processId, handle, address, name, false, 1);
  }

  static HandleRow row(
      int processId, long handle, long address, String name, boolean inheritable, int usageCount) {
    return new HandleRow(
        processId,
        new Handle(handle),
        address,
        "File",
        name,
        0x0012_0089,
        inheritable,
        false,
        usageCount);
  }

  static TableSnapshot whole(ProcessTable... tables) {
    return new TableSnapshot(SIMULATED, NOON, true, RowFilter.ALL, List.of(tables));
  }

  static TableSnapshot part(ProcessTable... tables) {
    return new TableSnapshot(SIMULATED, NOON, false, RowFilter.ALL, List.of(tables));
  }

  static ProcessTable table(int processId, HandleRow... rows) {
    return ProcessTable.of(ProcessDetails.ofId(processId), List.of(rows));
  }
}
