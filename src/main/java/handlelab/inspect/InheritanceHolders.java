package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Win32Exception;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Finds the other rows for an object.
 *
 * <p>The usage count says how many there are, so parent and child come first, and the tables of
 * other processes are read only where a row is missing; each is read once. Used by one thread.
 */
final class InheritanceHolders {
  /** More are counted, not listed: thousands of rows for one object would list each other. */
  static final int MOST_LISTED = 16;

  /** What the rows of one object have in common; the address alone where there is one. */
  private record Kind(long address, String type, String name) {
    static Kind of(HandleRow row) {
      return row.objectAddress() != 0
          ? new Kind(row.objectAddress(), null, null)
          : new Kind(0, row.objectType(), row.objectName());
    }
  }

  /** Rows, to be found by what they have in common. */
  private static final class Index {
    private final Map<Kind, List<HandleRow>> byKind = new HashMap<>();
    private final Map<Handle, List<HandleRow>> byValue = new HashMap<>();

    Index(List<HandleRow> rows) {
      for (HandleRow row : rows) {
        if (row.usageCount() != 1) {
          byKind.computeIfAbsent(Kind.of(row), kind -> new ArrayList<>(2)).add(row);
          byValue.computeIfAbsent(row.handle(), value -> new ArrayList<>(2)).add(row);
        }
      }
    }
  }

  /** What rows of one object have in common, its usage count included. */
  private record Crowd(Kind kind, int usageCount) {}

  private final SameObject sameObject;
  private final Index near;
  private final Supplier<List<HandleRow>> others;
  private Index far;

  /** A row and the holders found for it, for each object with too many to list. */
  private final Map<Crowd, List<Found>> crowds = new HashMap<>();

  private record Found(HandleRow row, List<InheritanceHolder> holders) {}

  /**
   * @param near rows of parent and child
   * @param others rows of all other processes; asked for once, where it is needed
   */
  InheritanceHolders(
      SameObject sameObject, List<HandleRow> near, Supplier<List<HandleRow>> others) {
    this.sameObject = sameObject;
    this.near = new Index(near);
    this.others = others;
  }

  /** The rows of all processes but the two that are looked at already. */
  static List<HandleRow> rowsOfOthers(HandleTables tables, int parentId, int childId) {
    List<HandleRow> rows = new ArrayList<>();
    HandleTables many = tables.forManyLooks();
    for (int processId : many.processIds()) {
      if (processId != parentId && processId != childId) {
        try {
          rows.addAll(many.handles(processId));
        } catch (Win32Exception e) {
          // Ended meanwhile, or not to be looked into: its rows stay among the unknown ones.
        }
      }
    }
    return rows;
  }

  /**
   * The other rows of the object of {@code row}, as far as they are found, {@code counterpart}
   * first.
   *
   * @param counterpart a row that is known to be one of them
   */
  List<InheritanceHolder> find(HandleRow row, HandleRow counterpart) {
    List<InheritanceHolder> found = new ArrayList<>();
    if (counterpart != null) {
      found.add(holder(counterpart));
    }
    boolean isCrowd = row.usageCount() - 1 > MOST_LISTED;
    int wanted = isCrowd ? MOST_LISTED : row.usageCount() - 1;
    if (isCrowd && addOfCrowd(row, wanted, found)) {
      return found;
    }
    search(near, row, wanted, found);
    if (found.size() < wanted) {
      if (far == null) {
        far = new Index(others.get());
      }
      search(far, row, wanted, found);
    }
    if (isCrowd) {
      List<InheritanceHolder> all = new ArrayList<>(found);
      all.add(holder(row));
      crowds
          .computeIfAbsent(new Crowd(Kind.of(row), row.usageCount()), key -> new ArrayList<>())
          .add(new Found(counterpart == null ? row : counterpart, all));
    }
    return found;
  }

  /**
   * Fills up with the holders of an earlier row of the same object: thousands of rows for one
   * object would else be compared with the same sixteen again and again.
   */
  private boolean addOfCrowd(HandleRow row, int wanted, List<InheritanceHolder> found) {
    Crowd crowd = new Crowd(Kind.of(row), row.usageCount());
    for (Found earlier : crowds.getOrDefault(crowd, List.of())) {
      if (sameObject.isSame(row, earlier.row)) {
        for (InheritanceHolder holder : earlier.holders) {
          if (found.size() < wanted && !found.contains(holder) && !holder.equals(holder(row))) {
            found.add(holder);
          }
        }
        return true;
      }
    }
    return false;
  }

  private void search(Index rows, HandleRow row, int wanted, List<InheritanceHolder> found) {
    // An inherited row has the same value everywhere: these first, so that few are compared.
    Kind kind = Kind.of(row);
    for (HandleRow candidate : rows.byValue.getOrDefault(row.handle(), List.of())) {
      if (Kind.of(candidate).equals(kind)) {
        addIfSame(row, candidate, wanted, found);
      }
    }
    for (HandleRow candidate : rows.byKind.getOrDefault(kind, List.of())) {
      if (found.size() >= wanted) {
        return;
      }
      if (!candidate.handle().equals(row.handle())) {
        addIfSame(row, candidate, wanted, found);
      }
    }
  }

  private void addIfSame(
      HandleRow row, HandleRow candidate, int wanted, List<InheritanceHolder> found) {
    InheritanceHolder holder = holder(candidate);
    boolean isNew =
        candidate.processId() != row.processId() || !candidate.handle().equals(row.handle());
    if (found.size() < wanted
        && isNew
        && !found.contains(holder)
        && sameObject.isSame(row, candidate)) {
      found.add(holder);
    }
  }

  private static InheritanceHolder holder(HandleRow row) {
    return new InheritanceHolder(row.processId(), row.handle());
  }
}
