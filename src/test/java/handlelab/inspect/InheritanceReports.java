package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import handlelab.inspect.InheritanceReport.StandardHandle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A report with a row for each reason, for the tests of its forms. */
final class InheritanceReports {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  static final Optional<InheritanceTerms> LIST =
      Optional.of(
          new InheritanceTerms(
              true,
              List.of(new Handle(0x100)),
              StandardHandles.of(new Handle(0x104), null, Handle.INVALID)));

  private static final Call CALL =
      new Call(
          2,
          2,
          "SetHandleInformation",
          NOON,
          "main",
          List.of(new StackTraceElement("a.B", "c", "B.java", 7)));

  private InheritanceReports() {}

  private static HandleRow row(int processId, long handle, long address, String name) {
    return new HandleRow(
        processId, new Handle(handle), address, "File", name, 0x12_0089, true, false, 3);
  }

  private static InheritedRow came(InheritanceReason reason, long handle, Optional<Call> call) {
    HandleRow ofParent = row(1000, handle, 0x2400, "\\Device\\Mailslot\\a");
    return new InheritedRow(
        new ExplainedRow(
            row(1004, handle, 0x2400, "\\Device\\Mailslot\\a"),
            reason,
            "because of " + reason,
            call),
        Optional.of(ofParent),
        reason == InheritanceReason.STANDARD_HANDLE,
        List.of(ofParent),
        1);
  }

  private static ExplainedRow explained(
      int processId, long handle, InheritanceReason reason, Optional<Call> call) {
    return new ExplainedRow(row(processId, handle, 0, null), reason, "because of " + reason, call);
  }

  static InheritanceReport report(Optional<InheritanceTerms> terms) {
    List<InheritedRow> child = new ArrayList<>();
    List<ExplainedRow> stayed = new ArrayList<>();
    long handle = 0x100;
    for (InheritanceReason reason : InheritanceReason.values()) {
      switch (reason) {
        case INHERIT_FLAG -> child.add(came(reason, handle, Optional.of(CALL)));
        case HANDLE_LIST, STANDARD_HANDLE, DUPLICATED, SHARED ->
            child.add(came(reason, handle, Optional.empty()));
        case START_UP, OWN ->
            child.add(
                new InheritedRow(
                    explained(1004, handle, reason, Optional.empty()),
                    Optional.empty(),
                    false,
                    List.of(),
                    2));
        default -> stayed.add(explained(1000, handle, reason, Optional.of(CALL)));
      }
      handle += 4;
    }
    return new InheritanceReport(
        new ProcessDetails(1000, "java.exe", 0, NOON, false, null, 0),
        new ProcessDetails(1004, "child.exe", 996, NOON, true, null, 0),
        terms,
        true,
        List.of(
            new StandardHandle("in", new Handle(0x104), Optional.empty()),
            new StandardHandle("err", new Handle(0x200), Optional.of("no such handle"))),
        child,
        stayed,
        ObjectStates.UNKNOWN);
  }
}
