package handlelab.inspect;

import handlelab.api.HandleRow;
import java.util.Optional;

/**
 * A row of the parent that the child has not, and why not.
 *
 * @param row as the parent has it
 * @param reason UNKNOWN where what can be seen does not tell
 * @param why the reason in words
 * @param call the call that opened it, or that set or cleared its inherit flag, where a log knows
 *     it
 */
public record UninheritedRow(
    HandleRow row, InheritanceReason reason, String why, Optional<Call> call) {}
