package handlelab.inspect;

import handlelab.api.HandleRow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A row of a child's table, and how it came there.
 *
 * @param explained the row as the child has it, and the reason
 * @param parentRow the parent's row for the same object; empty if it has none, or closed it
 * @param isStandardHandle whether it is known to be a standard handle
 * @param holders the other rows for the object, at most 16; none for a row that did not come from
 *     the parent
 * @param furtherHolders how many more rows for it there are by its usage count: in processes that
 *     could not be inspected or were not, or too many to list
 */
public record InheritedRow(
    ExplainedRow explained,
    Optional<HandleRow> parentRow,
    boolean isStandardHandle,
    List<HandleRow> holders,
    int furtherHolders) {
  /** More are counted, not listed: thousands of rows for one object would list each other. */
  static final int MOST_HOLDERS = 16;

  /** {@return the row as the child has it} */
  public HandleRow row() {
    return explained.row();
  }

  /** {@return why it is there; UNKNOWN if what can be seen does not tell} */
  public InheritanceReason reason() {
    return explained.reason();
  }

  /** {@return the reason in words} */
  public String why() {
    return explained.why();
  }

  /** {@return the call that set the inherit flag, or that pushed the row in, if a log knows it} */
  public Optional<Call> call() {
    return explained.call();
  }

  /** {@return whether it came from the parent: inherited, handed on, or pushed in} */
  public boolean isFromParent() {
    return switch (reason()) {
      case INHERIT_FLAG, HANDLE_LIST, STANDARD_HANDLE, DUPLICATED, SHARED -> true;
      default -> false;
    };
  }

  /** Tells if it came from the parent and more holders are to be found. */
  boolean lacksHolders() {
    return isFromParent() && furtherHolders > 0 && holders.size() < MOST_HOLDERS;
  }

  /**
   * The same with the other rows for the object, the parent's first.
   *
   * @param ofObject all rows for the object that were found
   */
  InheritedRow withHolders(List<HandleRow> ofObject) {
    List<HandleRow> listed =
        Stream.concat(parentRow.stream(), ofObject.stream())
            .filter(other -> !other.equals(row()))
            .distinct()
            .limit(MOST_HOLDERS)
            .toList();
    int others = row().usageCount() - 1;
    return new InheritedRow(
        explained, parentRow, isStandardHandle, listed, Math.max(0, others - listed.size()));
  }
}
