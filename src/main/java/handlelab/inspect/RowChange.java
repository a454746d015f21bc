package handlelab.inspect;

import handlelab.api.HandleRow;

/** A row that is in both looks and points to the same object: as it was, and as it is. */
public record RowChange(HandleRow before, HandleRow after) {
  public boolean isFlagChange() {
    return before.inheritable() != after.inheritable()
        || before.protectedFromClose() != after.protectedFromClose();
  }

  public boolean isUsageCountChange() {
    return before.usageCount() != after.usageCount();
  }
}
