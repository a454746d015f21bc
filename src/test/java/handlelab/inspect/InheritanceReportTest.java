package handlelab.inspect;

import static handlelab.inspect.InheritanceReports.LIST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InheritanceReportTest {
  private final InheritanceReport report = InheritanceReports.report(LIST);
  private final List<Handle> came = report.fromParent().map(row -> row.row().handle()).toList();

  @Test
  void faults_exactlyWhatCame_none() {
    assertEquals(List.of(), report.faults(came));
  }

  @Test
  void faults_standardHandleNotExpected_none() {
    Handle standard = new Handle(0x108);
    assertTrue(report.childRow(standard).orElseThrow().isStandardHandle());
    assertEquals(
        List.of(),
        report.faults(came.stream().filter(handle -> !handle.equals(standard)).toList()));
  }

  @Test
  void faults_unexpectedAndMissing_areNamedWithTheReason() {
    assertEquals(4, report.faults(List.of()).size());
    List<Handle> tooMany = new ArrayList<>(came);
    tooMany.add(new Handle(0x11c));
    tooMany.add(new Handle(0x999c));
    assertEquals(
        List.of(
            "missing: 0x11c File: because of FLAG_NOT_SET",
            "missing: 0x999c: the parent has no such handle"),
        report.faults(tooMany));
  }
}
