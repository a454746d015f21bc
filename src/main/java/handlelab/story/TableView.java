package handlelab.story;

import java.util.List;

/**
 * One process's table before and after a call.
 *
 * @param stateBefore such as {@code running}; null if the process was not there yet
 * @param others how many rows it has that are not shown, because the tour did not make them
 */
record TableView(
    String process,
    int processId,
    String stateBefore,
    String stateAfter,
    List<RowView> before,
    List<RowView> after,
    int others) {
  /** Whether a row differs between the two sides of the call. */
  boolean isChanged() {
    return !before.equals(after);
  }
}
