package handlelab.junit;

import handlelab.api.Handle;
import handlelab.inspect.InheritanceReport;
import java.util.List;
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
   * @param report what the child's table shows, and why
   * @param expected the parent's handle values; none for "nothing"
   * @throws AssertionFailedError that names each row that is too much or missing, and why
   */
  public static void assertInheritedExactly(InheritanceReport report, Handle... expected) {
    List<String> faults = report.faults(List.of(expected));
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
}
