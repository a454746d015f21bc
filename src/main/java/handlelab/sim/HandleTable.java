package handlelab.sim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The handle table of one process: it leads from a handle value to a row. It knows no object type
 * and changes no usage count.
 *
 * <p>Rows are immutable and lie in pages, so that a table of millions of rows grows without copying
 * them; a duplicate that differs in nothing is the same row once more. The row that was closed last
 * is reused first, as NT does it.
 *
 * <p>{@link #get} takes no lock: the row that it reads was written whole, by a release that pairs
 * with its acquire. All other methods are called with the kernel's lock held.
 */
final class HandleTable {
  /**
   * The value of the first row: 256, as in the picture that this project teaches with. Values go up
   * in steps of four.
   */
  static final long FIRST_VALUE = 256;

  /** Documented: a process can have 2^24 handles. */
  static final int MAX_ROWS = 1 << 24;

  private static final int PAGE_SHIFT = 12;
  private static final int PAGE_ROWS = 1 << PAGE_SHIFT;
  private static final VarHandle ROW = MethodHandles.arrayElementVarHandle(Row[].class);

  /** What to do with each row of a table. */
  @FunctionalInterface
  interface RowConsumer {
    void accept(long value, Row row);
  }

  /** A page is null if no row of it was ever used. */
  private volatile Row[][] pages = {};

  /** The indices of the rows that were closed, the last one on top. */
  private int[] free = {};

  private int freeCount;

  /** No row from here on has been handed out by {@link #add}. */
  private int fresh;

  private int size;

  /** The row that a handle value names, or null. The low two bits of a value are ignored. */
  Row get(long value) {
    return at(indexOf(value));
  }

  /** Adds a row and returns its value, or 0 if the table is full. */
  long add(Row row) {
    int index;
    if (freeCount > 0) {
      index = free[--freeCount];
    } else {
      // Inherited rows lie where they lay in the creator's table: they are stepped over.
      while (fresh < MAX_ROWS && at(fresh) != null) {
        fresh++;
      }
      if (fresh == MAX_ROWS) {
        return 0;
      }
      index = fresh++;
    }
    set(index, row);
    size++;
    return FIRST_VALUE + 4L * index;
  }

  /** Adds a row at a value of the caller's choice, where no row was before. */
  void put(long value, Row row) {
    set(indexOf(value), row);
    size++;
  }

  /** Replaces the row that {@code value} names, which must be there. */
  void replace(long value, Row row) {
    set(indexOf(value), row);
  }

  /** Removes and returns the row that {@code value} names, which must be there. */
  Row remove(long value) {
    int index = indexOf(value);
    Row row = at(index);
    set(index, null);
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, Math.max(16, 2 * freeCount));
    }
    free[freeCount++] = index;
    size--;
    return row;
  }

  int size() {
    return size;
  }

  /** Calls for each row, in the order of their values. */
  void forEach(RowConsumer consumer) {
    for (int index = 0; index < pages.length << PAGE_SHIFT; index++) {
      Row row = at(index);
      if (row != null) {
        consumer.accept(FIRST_VALUE + 4L * index, row);
      }
    }
  }

  /** Empties the table, then calls for each row that it had. */
  void clear(RowConsumer consumer) {
    HandleTable before = new HandleTable();
    before.pages = pages;
    pages = new Row[0][];
    free = new int[0];
    freeCount = 0;
    fresh = 0;
    size = 0;
    before.forEach(consumer);
  }

  private static int indexOf(long value) {
    long index = (value - FIRST_VALUE) >> 2;
    return index >= 0 && index < MAX_ROWS ? (int) index : -1;
  }

  private Row at(int index) {
    Row[][] current = pages;
    int page = index >>> PAGE_SHIFT;
    if (page >= current.length || current[page] == null) {
      return null;
    }
    return (Row) ROW.getAcquire(current[page], index & (PAGE_ROWS - 1));
  }

  private void set(int index, Row row) {
    int page = index >>> PAGE_SHIFT;
    if (page >= pages.length || pages[page] == null) {
      Row[][] more = Arrays.copyOf(pages, Math.max(pages.length, page + 1));
      more[page] = new Row[PAGE_ROWS];
      pages = more;
    }
    ROW.setRelease(pages[page], index & (PAGE_ROWS - 1), row);
  }
}
