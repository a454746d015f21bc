package handlelab.junit;

import handlelab.api.Handle;
import handlelab.inspect.InheritanceReason;
import handlelab.inspect.InheritanceReport;
import handlelab.inspect.InheritedRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.opentest4j.AssertionFailedError;

/** What a test can claim of a child. Stateless. */
public final class InheritanceAssertions {
  private InheritanceAssertions() {}

  /**
   * Claims that a child has exactly these of its parent's handles: each of them by the same value
   * and for the same object, and no row else that came from the parent in whatever way.
   *
   * <p>Rows that the system made for the new process do not count, nor do the parent's standard
   * handles where the report knows them; they may be expected all the same. Take the report from a
   * suspended child: of one that runs, rows may not be explainable, and each such row fails the
   * claim.
   *
   * @param expected the parent's handle values; none for "nothing"
   * @throws AssertionFailedError that names each row that is too much or missing, and why
   */
  public static void assertInheritedExactly(InheritanceReport report, Handle... expected) {
    Set<Handle> wanted = new LinkedHashSet<>(List.of(expected));
    List<String> faults = new ArrayList<>();
    for (InheritedRow row : report.childRows()) {
      boolean isWanted = wanted.contains(row.row().handle()) && isCounterpart(row);
      if (isWanted) {
        wanted.remove(row.row().handle());
      } else if (row.reason() == InheritanceReason.UNKNOWN
          || (row.isFromParent() && !row.isStandardHandle())) {
        faults.add("not expected: " + RowWords.of(row.row()) + ": " + row.why());
      }
    }
    for (Handle missing : wanted) {
      faults.add("missing: " + missing(report, missing));
    }
    if (!faults.isEmpty()) {
      String message =
          "child "
              + report.childProcessId()
              + " did not inherit exactly "
              + List.of(expected)
              + ":\n  "
              + String.join("\n  ", faults);
      throw new AssertionFailedError(message);
    }
  }

  private static boolean isCounterpart(InheritedRow row) {
    return row.isFromParent()
        && row.parentRow()
            .map(parentRow -> parentRow.handle().equals(row.row().handle()))
            .orElse(true);
  }

  private static String missing(InheritanceReport report, Handle handle) {
    return report
        .uninheritedRow(handle)
        .map(row -> RowWords.of(row.row()) + ": " + row.why())
        .orElseGet(() -> handle + ": the parent has no such handle");
  }
}
