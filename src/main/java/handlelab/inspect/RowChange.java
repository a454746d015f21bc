package handlelab.inspect;

import handlelab.api.HandleRow;

/**
 * A row that is in both looks and points to the same object.
 *
 * @param before the row as it was
 * @param after the row as it is
 */
public record RowChange(HandleRow before, HandleRow after) {
  /** {@return whether the inherit flag or the protection from closing changed} */
  public boolean isFlagChange() {
    return before.inheritable() != after.inheritable()
        || before.protectedFromClose() != after.protectedFromClose();
  }

  /** {@return whether the usage count changed} */
  public boolean isUsageCountChange() {
    return before.usageCount() != after.usageCount();
  }
}
