package handlelab.inspect;

import static handlelab.inspect.Tables.part;
import static handlelab.inspect.Tables.row;
import static handlelab.inspect.Tables.table;
import static handlelab.inspect.Tables.whole;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.inspect.TableDifference.RowChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is opened, what is closed, and what cannot be said. */
class TableDifferenceTest {
  private static final HandleRow A = row(8, 0x100, 0x2000, "a");
  private static final HandleRow B = row(8, 0x104, 0x2200, "b");

  @Test
  void aValueThatPointsToAnotherObjectWasClosedAndOpened() {
    HandleRow reused = row(8, 0x100, 0x2600, "a");
    var difference = TableDifference.between(part(table(8, A)), part(table(8, reused)));
    assertEquals(List.of(reused), difference.opened());
    assertEquals(List.of(A), difference.closed());
  }

  @Test
  void withoutAddressesTypeNameAndAccessTellRowsApart() {
    HandleRow before = row(8, 0x100, 0, "a");
    HandleRow other = row(8, 0x100, 0, "z");
    assertEquals(
        List.of(other),
        TableDifference.between(part(table(8, before)), part(table(8, other))).opened());
    HandleRow untold = row(8, 0x100, 0, null);
    assertTrue(
        TableDifference.between(part(table(8, before)), part(table(8, untold))).isEmpty(),
        "a name that is not told is no other name");
  }

  @Test
  void flagsAndUsageCountsChange() {
    HandleRow flagged = row(8, 0x100, 0x2000, "a", true, 1);
    HandleRow shared = row(8, 0x104, 0x2200, "b", false, 2);
    var difference = TableDifference.between(part(table(8, A, B)), part(table(8, flagged, shared)));
    assertEquals(
        List.of(new RowChange(A, flagged), new RowChange(B, shared)), difference.changed());
    assertEquals(List.of(new RowChange(A, flagged)), difference.withoutUsageCounts().changed());
  }

  @Test
  void processesComeAndGoOnlyWhereTheWholeMachineWasSeen() {
    HandleRow child = row(12, 0x100, 0x2000, "a");
    var difference = TableDifference.between(whole(table(8, A)), whole(table(12, child)));
    assertEquals(List.of(12), difference.startedProcesses());
    assertEquals(List.of(8), difference.endedProcesses());
    assertEquals(List.of(child), difference.opened());
    assertEquals(List.of(A), difference.closed());

    var narrow = TableDifference.between(whole(table(8, A), table(12, child)), part(table(12)));
    assertEquals(List.of(), narrow.endedProcesses());
    assertEquals(List.of(child), narrow.closed());
    assertEquals(List.of(8), narrow.notCompared());
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TableDifference.between(part(table(8, A)), part(table(12))));
    assertEquals("no process was looked into in both looks", e.getMessage());
    TableSnapshot filtered = part(table(8, A)).filtered(new RowFilter("File", null, false));
    assertThrows(
        IllegalArgumentException.class, () -> TableDifference.between(filtered, part(table(8, A))));
    TableSnapshot real =
        new TableSnapshot(
            new Origin("real", "r"), Tables.NOON, false, RowFilter.ALL, List.of(table(8)));
    assertThrows(
        IllegalArgumentException.class, () -> TableDifference.between(real, part(table(8))));
  }

  @Test
  void aProcessThatCouldNotBeLookedIntoIsNotCompared() {
    var denied = new Win32Exception("OpenProcess", Win32Error.ERROR_ACCESS_DENIED);
    var difference =
        TableDifference.between(
            whole(ProcessTable.unreadable(ProcessDetails.ofId(8), denied)), whole(table(8, A)));
    assertTrue(difference.isEmpty());
    assertEquals(List.of(8), difference.notCompared());
  }

  @Test
  void between_idWasUsedAgain_refusesUnlessTold() {
    ProcessDetails later =
        new ProcessDetails(8, "other.exe", 4, Tables.NOON.plusSeconds(1), false, null, 0);
    TableSnapshot before = part(ProcessTable.of(Tables.JAVA, List.of(A, B)));
    TableSnapshot after = part(ProcessTable.of(later, List.of(A)));
    var e =
        assertThrows(IllegalArgumentException.class, () -> TableDifference.between(before, after));
    assertTrue(
        e.getMessage().matches("java.exe \\(started .*\\) and other.exe \\(.*one after the other"),
        e.getMessage());
    assertEquals(List.of(B), TableDifference.between(before, after, true).closed());
    var whole =
        TableDifference.between(whole(before.tables().get(0)), whole(after.tables().get(0)));
    assertEquals(List.of(8), whole.startedProcesses());
    assertEquals(List.of(8), whole.endedProcesses());
    assertEquals(List.of(A, B), whole.closed());
    assertEquals(List.of(A), whole.opened());
  }
}
