package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds out which rows point to one object on a kernel that tells no addresses.
 *
 * <p>Only rows of equal type, name and usage count can share an object, so only these are compared,
 * by duplicates in the looking process: first those of one value in several processes, because a
 * child inherits an object under its parent's value; then what these left. An object that has as
 * many rows as its usage count says is complete and compared no more. So the effort grows with the
 * rows, but for the square of the number of objects of one kind that have duplicates under other
 * values or rows in processes that cannot be opened. A row whose usage count changes between the
 * looks into two tables is not recognised.
 *
 * <p>The duplicates are not inheritable, and none is left when {@link #close} returns. Used by one
 * thread, once.
 */
final class ObjectComparison implements AutoCloseable {
  private record Kind(String type, String name, int usageCount) {}

  /** Rows of the kind that is being looked at that share an object, and a handle to it. */
  private static final class Candidate {
    final List<HandleRow> rows = new ArrayList<>(2);
    final Handle representative;

    /** Whether the representative is a duplicate, to be closed. */
    final boolean isOwned;

    Candidate(HandleRow row, Handle representative, boolean isOwned) {
      this.rows.add(row);
      this.representative = representative;
      this.isOwned = isOwned;
    }

    boolean isComplete() {
      return rows.size() >= rows.get(0).usageCount();
    }
  }

  private final Kernel32 kernel32;
  private final int ownProcessId;
  private final Map<Integer, Handle> openProcesses = new HashMap<>();
  private final IdentityHashMap<HandleRow, Integer> groups = new IdentityHashMap<>();
  private int nextGroup;

  ObjectComparison(Kernel32 kernel32) {
    this.kernel32 = kernel32;
    this.ownProcessId = kernel32.getCurrentProcessId();
  }

  /**
   * Numbers objects: rows with the same number point to the same one; a row without a number is not
   * known.
   *
   * @param isWanted kinds without such a row are not compared
   */
  IdentityHashMap<HandleRow, Integer> group(List<HandleRow> rows, Predicate<HandleRow> isWanted) {
    Map<Kind, List<HandleRow>> kinds = new LinkedHashMap<>();
    for (HandleRow row : rows) {
      if (row.usageCount() == 1) {
        groups.put(row, nextGroup++);
      } else if (row.usageCount() > 1) {
        Kind kind = new Kind(row.objectType(), row.objectName(), row.usageCount());
        kinds.computeIfAbsent(kind, key -> new ArrayList<>()).add(row);
      }
    }
    for (List<HandleRow> kind : kinds.values()) {
      if (kind.size() == 1) {
        groups.put(kind.get(0), nextGroup++);
      } else if (kind.stream().anyMatch(isWanted)) {
        groupKind(kind);
      }
    }
    return groups;
  }

  private void groupKind(List<HandleRow> rows) {
    Map<Handle, List<HandleRow>> byValue = new LinkedHashMap<>();
    rows.forEach(row -> byValue.computeIfAbsent(row.handle(), key -> new ArrayList<>()).add(row));
    Set<Candidate> incomplete = new LinkedHashSet<>();
    try {
      for (List<HandleRow> sameValue : byValue.values()) {
        groupSameValue(sameValue, incomplete);
      }
      Set<Candidate> merged = new LinkedHashSet<>();
      for (Candidate candidate : List.copyOf(incomplete)) {
        Candidate same = sameObject(candidate.representative, merged);
        if (same == null) {
          merged.add(candidate);
        } else {
          same.rows.addAll(candidate.rows);
          incomplete.remove(candidate);
          release(candidate);
          if (same.isComplete()) {
            merged.remove(same);
            incomplete.remove(same);
            finish(same);
          }
        }
      }
      merged.forEach(this::number);
    } finally {
      incomplete.forEach(this::release);
    }
  }

  /** Groups rows of one value, one of each process; what is not complete stays open. */
  private void groupSameValue(List<HandleRow> rows, Set<Candidate> incomplete) {
    Set<Candidate> here = new LinkedHashSet<>();
    for (HandleRow row : rows) {
      Handle own = intoOwnTable(row);
      if (own == null) {
        continue;
      }
      Candidate candidate = new Candidate(row, own, row.processId() != ownProcessId);
      Candidate same = sameObject(own, here);
      if (same == null) {
        here.add(candidate);
        incomplete.add(candidate);
      } else {
        same.rows.add(row);
        release(candidate);
        if (same.isComplete()) {
          here.remove(same);
          incomplete.remove(same);
          finish(same);
        }
      }
    }
  }

  private void finish(Candidate candidate) {
    number(candidate);
    release(candidate);
  }

  private void number(Candidate candidate) {
    candidate.rows.forEach(row -> groups.put(row, nextGroup));
    nextGroup++;
  }

  private Candidate sameObject(Handle own, Set<Candidate> candidates) {
    for (Candidate candidate : candidates) {
      if (isSame(own, candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private boolean isSame(Handle own, Candidate candidate) {
    try {
      return kernel32.compareObjectHandles(own, candidate.representative);
    } catch (Win32Exception e) {
      // A row of the looking process itself was closed by another of its threads.
      return false;
    }
  }

  /** A handle of the looking process to the row's object, or null where there is none to be had. */
  private Handle intoOwnTable(HandleRow row) {
    if (row.processId() == ownProcessId) {
      return row.handle();
    }
    Handle process = openProcesses.computeIfAbsent(row.processId(), this::open);
    if (process.equals(Handle.NULL)) {
      return null;
    }
    try {
      return kernel32.duplicateHandle(
          process,
          row.handle(),
          kernel32.getCurrentProcess(),
          0,
          false,
          Win32.DUPLICATE_SAME_ACCESS);
    } catch (Win32Exception e) {
      // Closed since the look, or of a type that cannot be duplicated: nobody can tell any more.
      return null;
    }
  }

  private Handle open(int processId) {
    try {
      return kernel32.openProcess(Win32.PROCESS_DUP_HANDLE, false, processId);
    } catch (Win32Exception e) {
      return Handle.NULL;
    }
  }

  private void release(Candidate candidate) {
    if (candidate.isOwned) {
      close(candidate.representative);
    }
  }

  private void close(Handle handle) {
    kernel32.closeHandle(handle);
  }

  @Override
  public void close() {
    for (Handle process : openProcesses.values()) {
      if (!process.equals(Handle.NULL)) {
        close(process);
      }
    }
  }
}
