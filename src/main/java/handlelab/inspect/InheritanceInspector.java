package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.ProcessDetails;
import handlelab.api.Win32Exception;
import handlelab.inspect.InheritanceReport.StandardHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out what a child has of its parent.
 *
 * <p>To look at a child from its creation on: {@link #beforeCreation}, then create it suspended,
 * then {@link #atSuspended}, then let it run. Two processes that run already: {@link #atRunning}. A
 * look changes nothing in either table. Used by one thread; calls of other threads of the parent
 * meanwhile make an answer UNKNOWN rather than wrong.
 */
public final class InheritanceInspector {
  private final Kernel32 kernel32;
  private final HandleTables tables;
  private int parentId;
  private CallLog log;
  private StandardHandles standardHandles = StandardHandles.NONE;
  private boolean searchesOthers = true;
  private List<HandleRow> before;

  private InheritanceInspector(Kernel32 kernel32, HandleTables tables) {
    this.kernel32 = kernel32;
    this.tables = tables;
    this.parentId = kernel32.getCurrentProcessId();
  }

  /**
   * A look by one process; it is the parent too, until {@link #parent} names another one.
   *
   * @param kernel32 the looking process's own; it tells objects apart where the kernel has no
   *     addresses, by duplicates that are closed at once
   * @param tables where the tables of parent, child and other processes are read
   * @return an inspector to set up and use once or more
   */
  public static InheritanceInspector by(Kernel32 kernel32, HandleTables tables) {
    return new InheritanceInspector(kernel32, tables);
  }

  /**
   * A look by the process whose calls are logged, as parent: its reports can name the calls.
   *
   * @param log the log of that process
   * @param tables where the tables of parent, child and other processes are read
   * @return an inspector to set up and use once or more
   */
  public static InheritanceInspector by(CallLog log, HandleTables tables) {
    InheritanceInspector look = new InheritanceInspector(log.unlogged(), tables);
    look.log = log;
    return look;
  }

  /**
   * Names the parent.
   *
   * @param processId the parent's process id
   * @return this object
   */
  public InheritanceInspector parent(int processId) {
    parentId = processId;
    return this;
  }

  /**
   * Names the parent's own standard handles, which the system may hand on by itself.
   *
   * @param handles their values in the parent
   * @return this object
   */
  public InheritanceInspector standardHandles(StandardHandles handles) {
    standardHandles = handles;
    return this;
  }

  /**
   * Searches only parent and child for other rows that point to an object.
   *
   * @return this object
   */
  public InheritanceInspector withoutOtherProcesses() {
    searchesOthers = false;
    return this;
  }

  /**
   * Keeps the parent's table as it is now, so that what is opened or flagged later can be told from
   * what was there.
   *
   * @return this object
   * @throws handlelab.api.Win32Exception as {@link HandleTables#handles}
   */
  public InheritanceInspector beforeCreation() {
    before = tables.handles(parentId);
    return this;
  }

  /**
   * Explains the table of a child that was created suspended and has not been resumed.
   *
   * @param childProcessId the child's process id
   * @param terms what its creation said; null where only a log may know, or nobody
   * @return which rows came from the parent, and why
   * @throws handlelab.api.Win32Exception as {@link HandleTables#handles}
   */
  public InheritanceReport atSuspended(int childProcessId, InheritanceTerms terms) {
    return report(childProcessId, terms, true);
  }

  /**
   * Explains the table of a child that was created suspended, with what the log knows of the
   * creation.
   *
   * @param childProcessId the child's process id
   * @return which rows came from the parent, and why
   * @throws handlelab.api.Win32Exception as {@link HandleTables#handles}
   */
  public InheritanceReport atSuspended(int childProcessId) {
    return report(childProcessId, null, true);
  }

  /**
   * Explains the table of a child that runs, as far as that can be known: it may have opened and
   * closed handles itself.
   *
   * @param childProcessId the child's process id
   * @return which rows came from the parent, and why, as far as that can be known
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
    InheritanceEvidence evidence =
        new InheritanceEvidence(
            childId,
            before == null ? null : InheritanceEvidence.byValue(before),
            InheritanceEvidence.byValue(after),
            known,
            creation == null ? null : creation.call(),
            ofParent,
            isSuspended,
            standardHandles);
    try (ObjectIdentity identity = new ObjectIdentity(kernel32)) {
      ChildRowExplainer explainer = new ChildRowExplainer(evidence, identity);
      List<InheritedRow> childRows = child.stream().map(explainer::explain).toList();
      ParentRowExplainer ofParentRows = new ParentRowExplainer(evidence, childRows);
      Set<Handle> common = new HashSet<>();
      for (InheritedRow row : childRows) {
        Handle value = row.row().handle();
        if (row.isFromParent()
            && row.parentRow().map(HandleRow::handle).equals(Optional.of(value))) {
          common.add(value);
        }
      }
      List<ExplainedRow> stayed =
          after.stream()
              .filter(row -> !common.contains(row.handle()))
              .map(ofParentRows::explain)
              .toList();
      List<HandleRow> near = Stream.concat(child.stream(), after.stream()).toList();
      List<ProcessDetails> processes = tables.processes();
      return new InheritanceReport(
          ProcessTable.details(parentId, processes),
          ProcessTable.details(childId, processes),
          Optional.ofNullable(known),
          isSuspended,
          standardHandles(evidence, childRows, stayed),
          withHolders(childId, childRows, near, identity),
          stayed,
          ObjectStates.of(tables, List.of(parentId, childId)));
    }
  }

  /**
   * The standard handles that the child gets by value: those that the creation names, or all of the
   * parent's if inheritance is on without a list. In the other cases the system duplicates them.
   */
  private static List<StandardHandle> standardHandles(
      InheritanceEvidence evidence, List<InheritedRow> childRows, List<ExplainedRow> stayed) {
    InheritanceTerms terms = evidence.terms();
    if (terms == null || !evidence.isSuspended()) {
      return List.of();
    }
    boolean isNamed = !terms.standard().byStream().isEmpty();
    if (!isNamed && (!terms.inheritHandles() || evidence.hasList())) {
      return List.of();
    }
    StandardHandles given = isNamed ? terms.standard() : evidence.standardHandles();
    List<StandardHandle> handles = new ArrayList<>();
    given
        .byStream()
        .forEach(
            (stream, handle) -> {
              boolean isThere =
                  childRows.stream()
                      .anyMatch(row -> row.isFromParent() && row.row().handle().equals(handle));
              Optional<String> warning =
                  isThere
                      ? Optional.empty()
                      : Optional.of(
                          stayed.stream()
                              .filter(row -> row.row().handle().equals(handle))
                              .findFirst()
                              .map(ExplainedRow::why)
                              .orElse("the parent has no such handle"));
              handles.add(new StandardHandle(stream, handle, warning));
            });
    return handles;
  }

  /**
   * Adds the holders of the rows that came from the parent.
   *
   * @param near the rows of parent and child; other processes are read only if a holder is missing
   */
  private List<InheritedRow> withHolders(
      int childId, List<InheritedRow> childRows, List<HandleRow> near, ObjectIdentity identity) {
    List<InheritedRow> found =
        childRows.stream()
            .map(row -> row.isFromParent() ? row.withHolders(List.of()) : row)
            .toList();
    found = searched(found, near, identity);
    if (searchesOthers && found.stream().anyMatch(InheritedRow::lacksHolders)) {
      // Closed first, because its process handles must not be found as holders.
      identity.close();
      List<HandleRow> all = new ArrayList<>(near);
      all.addAll(rowsOfOthers(childId));
      found = searched(found, all, identity);
    }
    return found;
  }

  /** Searches rows for the holders that are not known yet; mostly, the parent's row is all. */
  private static List<InheritedRow> searched(
      List<InheritedRow> childRows, List<HandleRow> rows, ObjectIdentity identity) {
    Set<HandleRow> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    childRows.stream().filter(InheritedRow::lacksHolders).forEach(row -> wanted.add(row.row()));
    if (wanted.isEmpty()) {
      return childRows;
    }
    IdentityHashMap<HandleRow, Integer> numbers = identity.number(rows, wanted::contains);
    Map<Integer, List<HandleRow>> byNumber = new HashMap<>();
    for (HandleRow row : rows) {
      Integer number = numbers.get(row);
      if (number != null) {
        byNumber.computeIfAbsent(number, key -> new ArrayList<>(2)).add(row);
      }
    }
    return childRows.stream()
        .map(
            row ->
                wanted.contains(row.row())
                    ? row.withHolders(byNumber.getOrDefault(numbers.get(row.row()), List.of()))
                    : row)
        .toList();
  }

  private List<HandleRow> rowsOfOthers(int childId) {
    List<HandleRow> rows = new ArrayList<>();
    HandleTables many = tables.forManyLooks();
    for (int processId : many.processIds()) {
      if (processId != parentId && processId != childId) {
        try {
          rows.addAll(many.handles(processId));
        } catch (Win32Exception e) {
          // Ended meanwhile, or not to be inspected: its rows stay among the unknown ones.
        }
      }
    }
    return rows;
  }
}
