package handlelab.inspect;

import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What was opened and closed between two looks.
 *
 * <p>A row is known again by its process and value. It is the same row if it points to the same
 * object with the same access; else the one was closed and another opened under its value. Whether
 * it is the same object is told by the address, and where there is none by type and name: a value
 * that was closed and came back for an object of the same type, name and access looks unchanged.
 *
 * <p>Only processes that were looked into both times are compared; of two looks at the whole
 * machine, all rows of a process that came are opened and all rows of one that went are closed.
 *
 * @param startedProcesses ids of the processes that came; empty unless both looks saw the whole
 *     machine
 * @param endedProcesses ids of the processes that ended; empty unless both looks saw the whole
 *     machine
 * @param opened the rows that only the later snapshot has
 * @param closed the rows that only the earlier snapshot has
 * @param changed the rows that both have, with other flags or another usage count
 * @param notCompared ids of the processes that are in one look only, or could not be looked into in
 *     one of them
 * @param processes what is known of each process, by its id
 */
public record TableDifference(
    List<Integer> startedProcesses,
    List<Integer> endedProcesses,
    List<HandleRow> opened,
    List<HandleRow> closed,
    List<RowChange> changed,
    List<Integer> notCompared,
    Map<Integer, ProcessDetails> processes) {
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

  /** {@return whether there is nothing to report} */
  public boolean isEmpty() {
    return startedProcesses.isEmpty()
        && endedProcesses.isEmpty()
        && opened.isEmpty()
        && closed.isEmpty()
        && changed.isEmpty();
  }

  /** {@return the same difference without rows of which only the usage count changed} */
  public TableDifference withoutUsageCounts() {
    List<RowChange> flagChanges = changed.stream().filter(RowChange::isFlagChange).toList();
    return new TableDifference(
        startedProcesses, endedProcesses, opened, closed, flagChanges, notCompared, processes);
  }

  /**
   * Compares two snapshots. A process that started at another time than the one with its id in the
   * other snapshot is another process.
   *
   * @param before the earlier snapshot
   * @param after the later snapshot
   * @return what was opened, closed and changed from the first to the second
   * @throws IllegalArgumentException if they cannot be compared; the message says why
   */
  public static TableDifference between(TableSnapshot before, TableSnapshot after) {
    return between(before, after, false);
  }

  /**
   * Compares two snapshots.
   *
   * @param before the earlier snapshot
   * @param after the later snapshot
   * @param byIdOnly also compares two processes that had the same id one after the other
   * @return what was opened, closed and changed from the first to the second
   * @throws IllegalArgumentException if they cannot be compared; the message says why
   */
  public static TableDifference between(
      TableSnapshot before, TableSnapshot after, boolean byIdOnly) {
    if (!before.origin().backend().equals(after.origin().backend())) {
      throw new IllegalArgumentException(
          "one look is at the %s kernel, the other at the %s one"
              .formatted(before.origin().backend(), after.origin().backend()));
    }
    if (!before.filter().equals(after.filter())) {
      throw new IllegalArgumentException("the looks were filtered differently");
    }
    boolean wholeMachine = before.wholeMachine() && after.wholeMachine();
    TableDifference difference =
        new TableDifference(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new HashMap<>());
    TreeSet<Integer> processIds = new TreeSet<>();
    for (TableSnapshot snapshot : List.of(before, after)) {
      for (ProcessTable table : snapshot.tables()) {
        processIds.add(table.processId());
        difference.processes.put(table.processId(), table.process());
      }
    }
    for (int processId : processIds) {
      ProcessTable then = before.table(processId);
      ProcessTable now = after.table(processId);
      if (byIdOnly || then == null || now == null || !then.isOfAnotherProcess(now)) {
        difference.compare(then, now, wholeMachine);
      } else if (wholeMachine) {
        difference.compare(then, null, true);
        difference.compare(null, now, true);
      } else {
        throw new IllegalArgumentException(
            "%s and %s are two processes that had the id %d one after the other"
                .formatted(
                    RowFormat.started(then.process()),
                    RowFormat.started(now.process()),
                    processId));
      }
    }
    if (!wholeMachine && difference.notCompared.size() == processIds.size()) {
      throw new IllegalArgumentException("no process was looked into in both looks");
    }
    return difference;
  }

  private void compare(ProcessTable before, ProcessTable after, boolean wholeMachine) {
    ProcessTable there = before == null ? after : before;
    boolean failed =
        (before != null && before.failure() != null) || (after != null && after.failure() != null);
    if (failed || (!wholeMachine && (before == null || after == null))) {
      notCompared.add(there.processId());
      return;
    }
    if (before == null) {
      startedProcesses.add(after.processId());
    } else if (after == null) {
      endedProcesses.add(before.processId());
    }
    merge(before == null ? List.of() : before.rows(), after == null ? List.of() : after.rows());
  }

  /** Walks two tables by ascending handle value. */
  private void merge(List<HandleRow> before, List<HandleRow> after) {
    int b = 0;
    int a = 0;
    while (b < before.size() || a < after.size()) {
      HandleRow old = b < before.size() ? before.get(b) : null;
      HandleRow now = a < after.size() ? after.get(a) : null;
      int order =
          old == null
              ? 1
              : now == null ? -1 : Long.compare(old.handle().value(), now.handle().value());
      if (order < 0) {
        closed.add(old);
      } else if (order > 0) {
        opened.add(now);
      } else if (!isSameRow(old, now)) {
        closed.add(old);
        opened.add(now);
      } else {
        RowChange change = new RowChange(old, now);
        if (change.isFlagChange() || change.isUsageCountChange()) {
          changed.add(change);
        }
      }
      b += order <= 0 ? 1 : 0;
      a += order >= 0 ? 1 : 0;
    }
  }

  private static boolean isSameRow(HandleRow before, HandleRow after) {
    if (before.objectAddress() != 0 && after.objectAddress() != 0) {
      return before.objectAddress() == after.objectAddress()
          && before.grantedAccess() == after.grantedAccess();
    }
    return before.grantedAccess() == after.grantedAccess()
        && before.objectType().equals(after.objectType())
        && isSameName(before.objectName(), after.objectName());
  }

  /**
   * The real kernel does not tell a name while somebody waits on the file; so null says nothing.
   */
  private static boolean isSameName(String before, String after) {
    return before == null || after == null || before.equals(after);
  }
}
