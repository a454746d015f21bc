package handlelab.inspect;

import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
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
public final class Looker {
  private final HandleTables tables;
  private final Kernel32 kernel32;
  private final Origin origin;
  private final Clock clock;

  /**
   * @param kernel32 the looking process's own; used to tell objects apart where the kernel tells no
   *     addresses
   */
  public Looker(HandleTables tables, Kernel32 kernel32, Origin origin, Clock clock) {
    this.tables = tables;
    this.kernel32 = kernel32;
    this.origin = origin;
    this.clock = clock;
  }

  /** The time by the clock that looks are stamped with. */
  public Instant now() {
    return clock.instant();
  }

  /** The process that looks. */
  public int ownProcessId() {
    return kernel32.getCurrentProcessId();
  }

  /**
   * Looks into one table.
   *
   * @throws Win32Exception as {@link HandleTables#handles}
   */
  public TableSnapshot look(int processId) {
    ProcessTable table = ProcessTable.of(processId, tables.handles(processId));
    return new TableSnapshot(origin, clock.instant(), false, RowFilter.ALL, List.of(table));
  }

  /**
   * Looks into the tables of all processes that can be seen. A process that ends meanwhile is left
   * out; one that may not be looked into is there with its error.
   */
  public TableSnapshot lookAtAll() {
    return lookAtAll(true);
  }

  /**
   * The same without the looking process, whose id and rows are others each time a command is
   * called: what two such looks differ in, others did.
   */
  public TableSnapshot lookAtOthers() {
    return lookAtAll(false);
  }

  private TableSnapshot lookAtAll(boolean includeOwn) {
    int own = ownProcessId();
    HandleTables many = tables.forManyLooks();
    List<ProcessTable> found = new ArrayList<>();
    for (int processId : many.processIds()) {
      if (includeOwn || processId != own) {
        try {
          found.add(ProcessTable.of(processId, many.handles(processId)));
        } catch (Win32Exception e) {
          if (e.errorCode() != Win32Error.ERROR_INVALID_PARAMETER) {
            found.add(ProcessTable.closed(processId, e));
          }
        }
      }
    }
    return new TableSnapshot(origin, clock.instant(), true, RowFilter.ALL, found);
  }

  /** Says which rows of a look point to one object; {@link ObjectLabels} says how. */
  public ObjectLabels label(TableSnapshot snapshot) {
    return ObjectLabels.of(snapshot.rows(), row -> true, kernel32);
  }

  /**
   * The objects that at least one wanted row points to, each with its holders over all processes of
   * the look.
   */
  public List<SharedObject> objects(TableSnapshot look, Predicate<HandleRow> isWanted) {
    return SharedObject.group(look, isWanted, kernel32);
  }
}
