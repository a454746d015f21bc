package handlelab.inspect;

import handlelab.api.HandleRow;
import java.util.Optional;

/**
 * A row of a table and why it is there or, if it is the parent's, why the child does not have it.
 *
 * @param row the row
 * @param reason UNKNOWN if what can be seen does not tell
 * @param why the reason in words
 * @param call the call that opened the row, set or cleared its inherit flag, or pushed it in, if a
 *     log knows it
 */
public record ExplainedRow(
    HandleRow row, InheritanceReason reason, String why, Optional<Call> call) {
  static ExplainedRow of(HandleRow row, InheritanceReason reason, String why) {
    return new ExplainedRow(row, reason, why, Optional.empty());
  }

  static ExplainedRow of(HandleRow row, InheritanceReason reason, String why, Optional<Call> call) {
    return new ExplainedRow(row, reason, why, call);
  }
}
