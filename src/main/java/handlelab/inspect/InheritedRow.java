package handlelab.inspect;

import handlelab.api.HandleRow;
import java.util.List;
import java.util.Optional;

/**
 * A row of a child's table, and how it came there.
 *
 * @param row as the child has it
 * @param parentRow the parent's row for the same object; empty where it has none, or closed it
 * @param reason UNKNOWN where what can be seen does not tell
 * @param why the reason in words
 * @param call the call that set the inherit flag, or that pushed the row in, where a log knows it
 * @param isStandardHandle whether it is known to be a standard handle
 * @param holders the other rows for the object, at most 16; none for a row that did not come from
 *     the parent
 * @param furtherHolders how many more rows for it there are by its usage count: in processes that
 *     could not be looked into or were not, or too many to list
 */
public record InheritedRow(
    HandleRow row,
    Optional<HandleRow> parentRow,
    InheritanceReason reason,
    String why,
    Optional<Call> call,
    boolean isStandardHandle,
    List<InheritanceHolder> holders,
    int furtherHolders) {
  public InheritedRow {
    holders = List.copyOf(holders);
  }

  /** Whether it came from the parent: inherited, handed on, or pushed in. */
  public boolean isFromParent() {
    return switch (reason) {
      case INHERIT_FLAG, HANDLE_LIST, STANDARD_HANDLE, DUPLICATED, SHARED -> true;
      default -> false;
    };
  }
}
