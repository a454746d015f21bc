package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a child has of its parent, row by row, and why; and what stayed behind, and why.
 *
 * @param parent what is known of the parent
 * @param child what is known of the child
 * @param terms what the child's creation said about inheritance; empty where that is not known
 * @param isSuspended whether the child had not run its first instruction when it was looked at, so
 *     that it cannot have opened or closed anything itself
 * @param standardHandles those that the child was given by value, as far as that is known
 * @param childRows every row of the child, by ascending value
 * @param uninherited every row of the parent that has no counterpart in the child, by ascending
 *     value
 * @param states what state the objects of the rows were in
 */
public record InheritanceReport(
    ProcessDetails parent,
    ProcessDetails child,
    Optional<InheritanceTerms> terms,
    boolean isSuspended,
    List<StandardHandle> standardHandles,
    List<InheritedRow> childRows,
    List<ExplainedRow> uninherited,
    ObjectStates states) {
  /**
   * A standard handle of a child.
   *
   * @param stream {@code in}, {@code out} or {@code err}
   * @param handle its value in the child
   * @param warning why the value is not a handle of the child; empty if it is one
   */
  public record StandardHandle(String stream, Handle handle, Optional<String> warning) {}

  /** {@return the parent's process id} */
  public int parentProcessId() {
    return parent.processId();
  }

  /** {@return the child's process id} */
  public int childProcessId() {
    return child.processId();
  }

  /** {@return whether another process than the parent is known to have created the child} */
  public boolean isOfAnotherParent() {
    return child.parentProcessId() != 0 && child.parentProcessId() != parent.processId();
  }

  /** {@return the child's rows that came from the parent} */
  public Stream<InheritedRow> fromParent() {
    return childRows.stream().filter(InheritedRow::isFromParent);
  }

  /**
   * {@return the child's row of a value; empty if it has none}
   *
   * @param handle the value in the child
   */
  public Optional<InheritedRow> childRow(Handle handle) {
    return childRows.stream().filter(row -> row.row().handle().equals(handle)).findFirst();
  }

  /**
   * {@return the parent's row of a value, if it stayed behind}
   *
   * @param handle the value in the parent
   */
  public Optional<ExplainedRow> uninheritedRow(Handle handle) {
    return uninherited.stream().filter(row -> row.row().handle().equals(handle)).findFirst();
  }

  /**
   * What speaks against the claim that the child has exactly these of its parent's handles: each of
   * them by the same value and for the same object, and no other row that came from the parent in
   * whatever way.
   *
   * <p>Rows that the system made for the new process do not count, nor do standard handles that are
   * known to be such; they may be expected all the same. A row that nobody can explain speaks
   * against the claim.
   *
   * @param expected the parent's handle values
   * @return a line for each row that is too much or missing, with the reason; empty where the claim
   *     holds
   */
  public List<String> faults(Collection<Handle> expected) {
    Set<Handle> wanted = new LinkedHashSet<>(expected);
    List<String> faults = new ArrayList<>();
    for (InheritedRow row : childRows) {
      boolean isWanted = wanted.contains(row.row().handle()) && isCounterpart(row);
      if (isWanted) {
        wanted.remove(row.row().handle());
      } else if (row.reason() == InheritanceReason.UNKNOWN
          || (row.isFromParent() && !row.isStandardHandle())) {
        faults.add("not expected: " + words(row.row()) + ": " + row.why());
      }
    }
    for (Handle missing : wanted) {
      faults.add(
          "missing: "
              + uninheritedRow(missing)
                  .map(row -> words(row.row()) + ": " + row.why())
                  .orElseGet(() -> missing + ": the parent has no such handle"));
    }
    return faults;
  }

  /** Whether it is the parent's row of the same value, or was before the parent closed that. */
  private static boolean isCounterpart(InheritedRow row) {
    Handle value = row.row().handle();
    return row.isFromParent()
        && row.parentRow().map(parentRow -> parentRow.handle().equals(value)).orElse(true);
  }

  private String words(HandleRow row) {
    String name = RowFormat.nameAndState(row, states);
    return row.handle() + " " + row.objectType() + (name.isEmpty() ? "" : " " + name);
  }
}
