package handlelab.real;

import com.sun.jna.Native;
import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One look at one process's rows: each is duplicated, asked, and the duplicate closed, one after
 * the other, so that one duplicate at most is there to be subtracted from a usage count.
 *
 * <p>The asking runs on a worker thread, because a name query can hang. Before it, the row is
 * stored as far as it is known; {@link #await} gives up a worker that makes no progress, and
 * another one goes on with the next row. What both threads use is guarded by this.
 */
final class TableLook {
  /** The type of a row if the system names none, as for some rows of a JVM on Wine. */
  static final String UNKNOWN_TYPE = "?";

  private static final long WAIT_MILLIS = 20;

  /** After so many hangs no pipe and no mailslot is asked for its name, so that a look ends. */
  private static final int MOST_HANGS = 2;

  private final List<SystemHandle> entries;
  private final SystemHandleList system;
  private final long process;
  private final boolean processIsOpened;
  private final StuckDuplicates stuck;
  private final NameQuery names;
  private final HandleRow[] rows;
  private final Map<Integer, String> types;

  private Thread worker;
  private int nextRow;
  private long duplicate;
  private long nameBegunNanos;
  private int hangs;
  private boolean finished;
  private RuntimeException failure;

  /**
   * @param process a handle of the process, with {@code PROCESS_DUP_HANDLE}
   * @param processIsOpened whether that is a handle that was opened for this look, so that the
   *     process object has one row too many; else it is the pseudo handle
   * @param types of earlier looks, type index to name; this one adds to them
   */
  TableLook(
      List<SystemHandle> entries,
      SystemHandleList system,
      long process,
      boolean processIsOpened,
      StuckDuplicates stuck,
      NameQuery names,
      Map<Integer, String> types) {
    this.entries = entries;
    this.system = system;
    this.process = process;
    this.processIsOpened = processIsOpened;
    this.stuck = stuck;
    this.names = names;
    this.types = types;
    this.rows = new HandleRow[entries.size()];
  }

  /** Makes rows, from the next one on, until all are made or this worker is given up. */
  void run() {
    synchronized (this) {
      worker = Thread.currentThread();
    }
    try (ObjectQuery query = new ObjectQuery()) {
      for (int row = nextRow(); row >= 0; row = nextRow()) {
        make(row, query);
      }
    } catch (RuntimeException broken) {
      finish(broken);
    }
  }

  /**
   * Waits until all rows are made.
   *
   * <p>The patience is waited out in short times, each of which counts as long as it was to be: so
   * a machine that stands still for a while does not look like a query that hangs.
   *
   * @return false if a name query has taken longer than {@code patienceMillis}: its worker is given
   *     up, and another one is to {@link #run}
   */
  synchronized boolean await(long patienceMillis) throws InterruptedException {
    long waitedMillis = 0;
    long sinceNanos = 0;
    while (!finished) {
      if (duplicate == 0 || nameBegunNanos != sinceNanos) {
        sinceNanos = nameBegunNanos;
        waitedMillis = 0;
      } else if (waitedMillis >= patienceMillis) {
        abandonRow();
        return false;
      }
      wait(WAIT_MILLIS);
      waitedMillis += WAIT_MILLIS;
    }
    if (failure != null) {
      throw failure;
    }
    return true;
  }

  /** Leaves a row as far as it is known, and its duplicate to the worker that hangs on it. */
  private synchronized void abandonRow() {
    worker = null;
    stuck.add(duplicate);
    duplicate = 0;
    hangs++;
  }

  /** The rows, without those that were closed during the look. */
  synchronized List<HandleRow> rows() {
    List<HandleRow> made = new ArrayList<>(rows.length);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] != null) {
        made.add(rows[i].objectType() == null ? withType(entries.get(i), rows[i]) : rows[i]);
      }
    }
    return List.copyOf(made);
  }

  private void make(int row, ObjectQuery query) {
    SystemHandle entry = entries.get(row);
    CallMemory memory = CallMemory.ofThread();
    if (Kernel32Library.DuplicateHandle(
            process,
            entry.value(),
            Kernel32Library.GetCurrentProcess(),
            memory.clearedWords(),
            0,
            0,
            Win32.DUPLICATE_SAME_ACCESS)
        == 0) {
      // Closed since the list was made, or one of the few objects that may not be duplicated.
      if (Native.getLastError() != Win32Error.ERROR_INVALID_HANDLE) {
        store(row, row(entry, null, null, system.rowsWithObject(entry.object())));
      }
      return;
    }
    long handle = memory.longAt(0);
    boolean kept = true;
    try {
      kept = describe(row, entry, handle, query);
    } finally {
      Kernel32Library.CloseHandle(handle);
      if (!kept) {
        stuck.remove(handle);
      }
    }
  }

  /** False if the look has gone on without this worker. */
  private boolean describe(int row, SystemHandle entry, long handle, ObjectQuery query) {
    String type = query.typeName(handle);
    int stuckHere = stuck.withObjectOf(handle);
    int usageCount = query.handleCount(handle) - 1 - stuckHere;
    if (processIsOpened && RealKernel32.isSameObject(handle, process)) {
      usageCount--;
    }
    if (type != null) {
      types.putIfAbsent(entry.typeIndex(), type);
    }
    boolean isFile = ObjectQuery.FILE_TYPE.equals(type);
    boolean mayHang = isFile && (stuckHere > 0 || (hasHungOften() && query.mayHang(handle)));
    synchronized (this) {
      rows[row] = row(entry, type, null, usageCount);
      if (mayHang) {
        return true;
      }
      duplicate = handle;
      nameBegunNanos = System.nanoTime();
    }
    String name = names.nameOf(handle, type, query);
    synchronized (this) {
      if (worker != Thread.currentThread()) {
        return false;
      }
      duplicate = 0;
      rows[row] = row(entry, type, name, usageCount);
      return true;
    }
  }

  private synchronized boolean hasHungOften() {
    return hangs >= MOST_HANGS;
  }

  private static HandleRow row(SystemHandle entry, String type, String name, int usageCount) {
    return new HandleRow(
        entry.processId(),
        new Handle(entry.value()),
        entry.object(),
        type,
        name,
        entry.grantedAccess(),
        entry.inheritable(),
        entry.protectedFromClose(),
        usageCount);
  }

  /** Whether a type is unknown that another row of the process may reveal. */
  synchronized boolean lacksTypes() {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] != null
          && rows[i].objectType() == null
          && !types.containsKey(entries.get(i).typeIndex())) {
        return true;
      }
    }
    return false;
  }

  /** A row whose type is hidden has that of another row with the same type index. */
  private HandleRow withType(SystemHandle entry, HandleRow row) {
    String type = types.getOrDefault(entry.typeIndex(), UNKNOWN_TYPE);
    return row(entry, type, row.objectName(), row.usageCount());
  }

  private synchronized void store(int row, HandleRow made) {
    rows[row] = made;
  }

  private synchronized int nextRow() {
    if (worker != Thread.currentThread()) {
      return -1;
    }
    if (nextRow == rows.length) {
      finish(null);
      return -1;
    }
    return nextRow++;
  }

  private synchronized void finish(RuntimeException broken) {
    if (worker == Thread.currentThread()) {
      failure = broken;
      finished = true;
      notifyAll();
    }
  }
}
