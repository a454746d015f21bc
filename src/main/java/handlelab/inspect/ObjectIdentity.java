package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds out which rows, of one process or of several, point to the same object.
 *
 * <p>If the kernel tells addresses, these decide. Otherwise rows of different types or names
 * differ, and the rest is decided by {@code CompareObjectHandles} on duplicates in the inspecting
 * process. The duplicates are not inheritable; they are closed before a method returns, and the
 * process handles by {@link #close}. Used by one thread.
 */
public final class ObjectIdentity implements AutoCloseable {
  /** The result of comparing two rows. */
  enum Answer {
    SAME,
    DIFFERENT,
    /** A row could not be duplicated: it was closed meanwhile, or the process may not be opened. */
    UNKNOWN
  }

  /** What all rows for one object have in common. */
  private record Kind(String type, String name, int usageCount) {}

  /** Rows for one object, and a handle of the inspecting process to it. */
  private record Group(Handle handle, HandleRow first, List<HandleRow> rows) {}

  private final Kernel32 kernel32;
  private final int ownProcessId;
  private final Map<Integer, Handle> processes = new HashMap<>();

  /**
   * An object that compares rows of one kernel.
   *
   * @param kernel32 the inspecting process's own
   */
  public ObjectIdentity(Kernel32 kernel32) {
    this.kernel32 = kernel32;
    this.ownProcessId = kernel32.getCurrentProcessId();
  }

  /**
   * {@return whether both rows are known to point to the same object}
   *
   * @param first a row of any process
   * @param second another row, of the same process or another one
   */
  public boolean isSame(HandleRow first, HandleRow second) {
    return compare(first, second) == Answer.SAME;
  }

  Answer compare(HandleRow first, HandleRow second) {
    if (first.objectAddress() != 0 && second.objectAddress() != 0) {
      return first.objectAddress() == second.objectAddress() ? Answer.SAME : Answer.DIFFERENT;
    }
    boolean namesDiffer =
        first.objectName() != null
            && second.objectName() != null
            && !first.objectName().equals(second.objectName());
    if (namesDiffer || !first.objectType().equals(second.objectType())) {
      return Answer.DIFFERENT;
    }
    Handle one = Handle.NULL;
    Handle other = Handle.NULL;
    try {
      one = duplicate(first);
      other = duplicate(second);
      return kernel32.compareObjectHandles(one, other) ? Answer.SAME : Answer.DIFFERENT;
    } catch (Win32Exception e) {
      return Answer.UNKNOWN;
    } finally {
      release(first, one);
      release(second, other);
    }
  }

  /**
   * {@return the numbers of the rows' objects: two rows have the same number if, and only if, they
   * point to the same object; a row that could not be compared has none}
   *
   * <p>Only rows of equal type, name and usage count are compared, in the order of their values,
   * because a child inherits an object under its parent's value; and an object that has as many
   * rows as its usage count says is complete and compared no more. So the effort grows with the
   * rows, except for the square of the number of objects of one kind that have rows under different
   * values, or in processes that cannot be opened. A row whose usage count changes between the
   * reading of two tables is not recognised.
   *
   * @param rows of any processes
   * @param isWanted kinds without such a row are not compared
   */
  public IdentityHashMap<HandleRow, Integer> number(
      List<HandleRow> rows, Predicate<HandleRow> isWanted) {
    IdentityHashMap<HandleRow, Integer> numbers = new IdentityHashMap<>();
    Map<Long, Integer> addresses = new HashMap<>();
    Map<Kind, List<HandleRow>> kinds = new LinkedHashMap<>();
    int last = 0;
    for (HandleRow row : rows) {
      if (row.objectAddress() != 0) {
        Integer known = addresses.putIfAbsent(row.objectAddress(), last);
        numbers.put(row, known == null ? last++ : known);
      } else if (row.usageCount() == 1) {
        numbers.put(row, last++);
      } else if (row.usageCount() > 1) {
        Kind kind = new Kind(row.objectType(), row.objectName(), row.usageCount());
        kinds.computeIfAbsent(kind, key -> new ArrayList<>()).add(row);
      }
    }
    for (List<HandleRow> kind : kinds.values()) {
      if (kind.size() == 1) {
        numbers.put(kind.get(0), last++);
      } else if (kind.stream().anyMatch(isWanted)) {
        for (List<HandleRow> group : group(kind)) {
          for (HandleRow row : group) {
            numbers.put(row, last);
          }
          last++;
        }
      }
    }
    return numbers;
  }

  private Collection<List<HandleRow>> group(List<HandleRow> kind) {
    List<HandleRow> sorted = new ArrayList<>(kind);
    sorted.sort(Comparator.comparingLong(row -> row.handle().value()));
    List<List<HandleRow>> groups = new ArrayList<>();
    List<Group> incomplete = new ArrayList<>();
    try {
      for (HandleRow row : sorted) {
        add(row, incomplete, groups);
      }
    } finally {
      incomplete.forEach(group -> release(group.first, group.handle));
    }
    return groups;
  }

  private void add(HandleRow row, List<Group> incomplete, List<List<HandleRow>> groups) {
    Handle handle;
    try {
      handle = duplicate(row);
    } catch (Win32Exception e) {
      // Closed since the table was read, or not to be duplicated: it stays unknown.
      return;
    }
    // Backwards, because the groups of the same value were added last.
    for (int i = incomplete.size() - 1; i >= 0; i--) {
      Group group = incomplete.get(i);
      if (isSame(handle, group.handle)) {
        release(row, handle);
        group.rows.add(row);
        if (group.rows.size() >= row.usageCount()) {
          incomplete.remove(i);
          release(group.first, group.handle);
        }
        return;
      }
    }
    Group group = new Group(handle, row, new ArrayList<>(List.of(row)));
    incomplete.add(group);
    groups.add(group.rows);
  }

  private boolean isSame(Handle first, Handle second) {
    try {
      return kernel32.compareObjectHandles(first, second);
    } catch (Win32Exception e) {
      // A row of the inspecting process itself was closed by another of its threads.
      return false;
    }
  }

  /**
   * A handle of the inspecting process to the row's object.
   *
   * @throws Win32Exception if there is none to be had
   */
  private Handle duplicate(HandleRow row) {
    if (row.processId() == ownProcessId) {
      return row.handle();
    }
    return kernel32.duplicateHandle(
        processes.computeIfAbsent(row.processId(), this::open),
        row.handle(),
        Handle.CURRENT_PROCESS,
        0,
        false,
        Win32.DUPLICATE_SAME_ACCESS);
  }

  /** NULL if the process may not be opened; each duplication from it fails then. */
  private Handle open(int processId) {
    try {
      return kernel32.openProcess(Win32.PROCESS_DUP_HANDLE, false, processId);
    } catch (Win32Exception e) {
      return Handle.NULL;
    }
  }

  private void release(HandleRow row, Handle handle) {
    if (row.processId() != ownProcessId && !handle.equals(Handle.NULL)) {
      kernel32.closeHandle(handle);
    }
  }

  /** Closes the process handles; the next comparison opens them again. */
  @Override
  public void close() {
    for (Handle process : processes.values()) {
      if (!process.equals(Handle.NULL)) {
        kernel32.closeHandle(process);
      }
    }
    processes.clear();
  }
}
