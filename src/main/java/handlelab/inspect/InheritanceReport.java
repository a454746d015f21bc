package handlelab.inspect;

import handlelab.api.Handle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a child has of its parent, row by row, and why; and what stayed behind, and why.
 *
 * @param terms what the child's creation said about inheritance; empty where that is not known
 * @param isSuspended whether the child had not run its first instruction when it was looked at, so
 *     that it cannot have opened or closed anything itself
 * @param childRows every row of the child, by ascending value
 * @param uninherited every row of the parent that has no counterpart in the child, by ascending
 *     value
 */
public record InheritanceReport(
    int parentProcessId,
    int childProcessId,
    Optional<InheritanceTerms> terms,
    boolean isSuspended,
    List<InheritedRow> childRows,
    List<UninheritedRow> uninherited) {
  public InheritanceReport {
    childRows = List.copyOf(childRows);
    uninherited = List.copyOf(uninherited);
  }

  /** The child's rows that came from the parent. */
  public Stream<InheritedRow> fromParent() {
    return childRows.stream().filter(InheritedRow::isFromParent);
  }

  /** The child's row of that value. */
  public Optional<InheritedRow> childRow(Handle handle) {
    return childRows.stream().filter(row -> row.row().handle().equals(handle)).findFirst();
  }

  /** The parent's row of that value, where it stayed behind. */
  public Optional<UninheritedRow> uninheritedRow(Handle handle) {
    return uninherited.stream().filter(row -> row.row().handle().equals(handle)).findFirst();
  }
}
