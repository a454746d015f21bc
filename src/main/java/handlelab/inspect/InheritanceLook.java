package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import java.util.List;

/**
 * Finds out what a child has of its parent.
 *
 * <p>To look at a child from its creation on: {@link #beforeCreation}, then create it suspended,
 * then {@link #atSuspended}, then let it run. Two processes that run already: {@link #atRunning}. A
 * look changes nothing in either table. Used by one thread; calls of other threads of the parent
 * meanwhile make an answer UNKNOWN rather than wrong.
 */
public final class InheritanceLook {
  private final Kernel32 kernel32;
  private final HandleTables tables;
  private int parentId;
  private CallLog log;
  private List<Handle> standardHandles = List.of();
  private boolean searchesOthers = true;
  private List<HandleRow> before;

  private InheritanceLook(Kernel32 kernel32, HandleTables tables) {
    this.kernel32 = kernel32;
    this.tables = tables;
    this.parentId = kernel32.getCurrentProcessId();
  }

  /**
   * A look by one process; it is the parent too, until {@link #parent} names another one.
   *
   * @param kernel32 the looking process's own; it tells objects apart where the kernel has no
   *     addresses, by duplicates that are closed at once
   */
  public static InheritanceLook by(Kernel32 kernel32, HandleTables tables) {
    return new InheritanceLook(kernel32, tables);
  }

  /** A look by the process whose calls are logged, as parent: so it can name the calls. */
  public static InheritanceLook by(CallLog log, HandleTables tables) {
    InheritanceLook look = new InheritanceLook(log.unlogged(), tables);
    look.log = log;
    return look;
  }

  /** Names the parent. */
  public InheritanceLook parent(int processId) {
    parentId = processId;
    return this;
  }

  /** Names the parent's own standard handles, which the system may hand on by itself. */
  public InheritanceLook standardHandles(List<Handle> handles) {
    standardHandles = List.copyOf(handles);
    return this;
  }

  /** Has only parent and child searched for who else holds an object. */
  public InheritanceLook withoutOtherProcesses() {
    searchesOthers = false;
    return this;
  }

  /**
   * Keeps the parent's table as it is now, so that what is opened or flagged later can be told from
   * what was there.
   */
  public InheritanceLook beforeCreation() {
    before = tables.handles(parentId);
    return this;
  }

  /**
   * Explains the table of a child that was created suspended and has not been resumed.
   *
   * @param terms what its creation said; null where only a log may know, or nobody
   * @throws handlelab.api.Win32Exception as {@link HandleTables#handles}
   */
  public InheritanceReport atSuspended(int childProcessId, InheritanceTerms terms) {
    return report(childProcessId, terms, true);
  }

  /** The same, with what the log knows of the creation. */
  public InheritanceReport atSuspended(int childProcessId) {
    return report(childProcessId, null, true);
  }

  /**
   * Explains the table of a child that runs, as far as that can be known: it may have opened and
   * closed handles itself.
   *
   * @throws handlelab.api.Win32Exception as {@link HandleTables#handles}
   */
  public InheritanceReport atRunning(int childProcessId) {
    return report(childProcessId, null, false);
  }

  private InheritanceReport report(int childId, InheritanceTerms terms, boolean isSuspended) {
    // The child first: what the parent opens meanwhile must not look as if the child lacked it.
    List<HandleRow> child = tables.handles(childId);
    List<HandleRow> after = tables.handles(parentId);
    CallLog ofParent = log != null && log.processId() == parentId ? log : null;
    LoggedCreation creation = ofParent == null ? null : ofParent.creation(childId).orElse(null);
    InheritanceTerms known = terms == null && creation != null ? creation.terms() : terms;
    InheritanceFacts facts =
        new InheritanceFacts(
            parentId,
            childId,
            before,
            after,
            child,
            known,
            creation == null ? null : creation.call(),
            ofParent,
            isSuspended,
            standardHandles);
    try (SameObject sameObject = new SameObject(kernel32)) {
      return new InheritanceReasons(facts, sameObject)
          .report(
              () ->
                  searchesOthers
                      ? InheritanceHolders.rowsOfOthers(tables, parentId, childId)
                      : List.of());
    }
  }
}
