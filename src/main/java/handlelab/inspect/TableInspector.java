package handlelab.inspect;

import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes looks into the tables of one kernel. It owns neither of its two views, and may be used from
 * any thread that they may be used from.
 */
public final class TableInspector {
  private final HandleTables tables;
  private final Kernel32 kernel32;
  private final Origin origin;
  private final Clock clock;

  /**
   * An inspector of one kernel.
   *
   * @param tables where the tables are read
   * @param kernel32 the looking process's own; used to tell objects apart where the kernel tells no
   *     addresses
   * @param origin names the kernel in each snapshot
   * @param clock tells when a snapshot was taken
   */
  public TableInspector(HandleTables tables, Kernel32 kernel32, Origin origin, Clock clock) {
    this.tables = tables;
    this.kernel32 = kernel32;
    this.origin = origin;
    this.clock = clock;
  }

  /** {@return the time by the clock that looks are stamped with} */
  public Instant now() {
    return clock.instant();
  }

  /** {@return the id of the inspecting process} */
  public int ownProcessId() {
    return kernel32.getCurrentProcessId();
  }

  /**
   * Looks into one table.
   *
   * @param processId the process's id; its two low bits are ignored
   * @return a snapshot of that table only
   * @throws Win32Exception as {@link HandleTables#handles}
   */
  public TableSnapshot snapshot(int processId) {
    ProcessTable table =
        ProcessTable.of(ProcessTable.details(processId, processes()), tables.handles(processId));
    return new TableSnapshot(origin, clock.instant(), false, RowFilter.ALL, List.of(table));
  }

  /**
   * Looks into the tables of all processes that can be seen. A process that ends meanwhile is left
   * out; one that may not be looked into is there with its error.
   *
   * @return a snapshot of the whole machine
   */
  public TableSnapshot snapshotOfAll() {
    return snapshotOfAll(true);
  }

  /**
   * Looks into the tables of all processes but the inspecting one, whose id and rows are others
   * each time a command is called: what two such snapshots differ in, other processes did.
   *
   * @return a snapshot of the whole machine without this process
   */
  public TableSnapshot snapshotOfOthers() {
    return snapshotOfAll(false);
  }

  private TableSnapshot snapshotOfAll(boolean includeOwn) {
    int own = ownProcessId();
    HandleTables many = tables.forManyLooks();
    List<ProcessTable> found = new ArrayList<>();
    for (ProcessDetails process : processes()) {
      int processId = process.processId();
      if (includeOwn || processId != own) {
        try {
          found.add(ProcessTable.of(process, many.handles(processId)));
        } catch (Win32Exception e) {
          if (e.errorCode() != Win32Error.ERROR_INVALID_PARAMETER) {
            found.add(ProcessTable.unreadable(process, e));
          }
        }
      }
    }
    return new TableSnapshot(origin, clock.instant(), true, RowFilter.ALL, found);
  }

  /** {@return the kernel whose tables are read} */
  public Origin origin() {
    return origin;
  }

  /** {@return the running processes, by ascending id} */
  public List<ProcessDetails> processes() {
    return tables.processes();
  }

  /**
   * {@return labels that tell which rows of a snapshot point to one object}
   *
   * @param snapshot taken by this inspector just now
   */
  public ObjectLabels labels(TableSnapshot snapshot) {
    return ObjectLabels.of(snapshot.rows(), row -> true, kernel32, states(snapshot));
  }

  private ObjectStates states(TableSnapshot snapshot) {
    List<Integer> processIds =
        snapshot.tables().stream()
            .filter(table -> !table.rows().isEmpty())
            .map(ProcessTable::processId)
            .toList();
    return ObjectStates.of(tables, processIds);
  }

  /**
   * {@return the objects that at least one wanted row points to, each with its holders over all
   * processes of the snapshot}
   *
   * @param look the snapshot to search
   * @param isWanted which rows are wanted
   */
  public List<SharedObject> objects(TableSnapshot look, Predicate<HandleRow> isWanted) {
    return SharedObject.group(look, isWanted, kernel32, states(look));
  }
}
