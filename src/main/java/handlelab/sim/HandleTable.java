package handlelab.sim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * One process's handle table: handle value to row. It knows no object type and changes no usage
 * count.
 *
 * <p>Rows lie in pages of 4,096: eight bytes a row. The first page starts small and grows, because
 * most processes have a handful of handles; no other page moves. Free rows are linked through their
 * bits, last freed first reused, as NT does it, so that a value comes back soon after it was
 * closed.
 *
 * <p>Everything that changes is called with the kernel's lock held. {@link #get} takes no lock:
 * each page has a version that is odd while the page changes, and a reader that meets a change
 * reads again. A reader that holds a first page that has just been outgrown sees its rows as they
 * were, as one that came a moment earlier.
 */
final class HandleTable {
  /**
   * The first row's value: 256, as in the picture that this project teaches with. Values go up in
   * steps of four.
   */
  static final long FIRST_VALUE = 256;

  /** Documented: a process can have 2^24 handles. */
  static final int MAX_ROWS = 1 << 24;

  private static final int PAGE_SHIFT = 12;
  private static final int PAGE_ROWS = 1 << PAGE_SHIFT;
  private static final int PAGE_MASK = PAGE_ROWS - 1;

  /** What the first page starts with, and by what it grows until it is as large as the others. */
  private static final int FIRST_ROWS = 16;

  private static final int GROWTH = 4;
  private static final int NONE = -1;

  /** Ends the list of free rows: one more than the highest index. */
  private static final int END_OF_LIST = MAX_ROWS;

  /** Marks a row in use; no granted access and no flag has this bit, nor has the index of a row. */
  private static final int USED_BIT = 0x2000_0000;

  private static final VarHandle VERSION;

  static {
    try {
      VERSION = MethodHandles.lookup().findVarHandle(Page.class, "version", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final class Page {
    final KernelObject[] objects;

    /**
     * Access and flags of a row in use; of a free one, the index of the next free row of the table.
     */
    final int[] bits;

    @SuppressWarnings("unused") // read and written through VERSION
    int version;

    Page(int rows) {
      objects = new KernelObject[rows];
      bits = new int[rows];
    }

    Page(Page outgrown, int rows) {
      objects = Arrays.copyOf(outgrown.objects, rows);
      bits = Arrays.copyOf(outgrown.bits, rows);
    }

    int rows() {
      return bits.length;
    }

    void set(int slot, KernelObject object, int newBits) {
      int before = (int) VERSION.getOpaque(this);
      VERSION.setOpaque(this, before + 1);
      VarHandle.storeStoreFence();
      objects[slot] = object;
      bits[slot] = newBits;
      VERSION.setRelease(this, before + 2);
    }

    Row get(int slot) {
      if (slot >= objects.length) {
        return null;
      }
      while (true) {
        int before = (int) VERSION.getAcquire(this);
        KernelObject object = objects[slot];
        int currentBits = bits[slot];
        if (isUnchangedSince(before)) {
          return object == null ? null : new Row(object, currentBits & ~USED_BIT);
        }
        Thread.onSpinWait();
      }
    }

    private boolean isUnchangedSince(int before) {
      VarHandle.loadLoadFence();
      return (before & 1) == 0 && (int) VERSION.getOpaque(this) == before;
    }
  }

  /** What to do with each row that a table gives up. */
  @FunctionalInterface
  interface RowConsumer {
    void accept(long value, KernelObject object, int bits);
  }

  /** Who says whether there is memory for more rows. */
  interface Memory {
    /** Whether there is so much; then it is taken. */
    boolean take(long bytes);

    void giveBack(long bytes);
  }

  private final Memory memory;
  private long memoryTaken;
  private volatile Page[] pages = {};
  private int freeHead = END_OF_LIST;
  private int fresh;
  private int size;

  HandleTable(Memory memory) {
    this.memory = memory;
  }

  /** The row that a handle value names, or null. The low two bits of a value are ignored. */
  Row get(long value) {
    int index = indexOf(value);
    if (index < 0) {
      return null;
    }
    Page[] current = pages;
    int page = index >>> PAGE_SHIFT;
    return page < current.length ? current[page].get(index & PAGE_MASK) : null;
  }

  /** The {@code HANDLE_FLAG_*} bits of a row, or -1 where there is none: one read, no object. */
  int flags(long value) {
    int index = indexOf(value);
    Page[] current = pages;
    int page = index >>> PAGE_SHIFT;
    if (index < 0 || page >= current.length) {
      return NONE;
    }
    int[] allBits = current[page].bits;
    int slot = index & PAGE_MASK;
    int bits = slot < allBits.length ? allBits[slot] : 0;
    return (bits & USED_BIT) == 0 ? NONE : Row.flags(bits);
  }

  /**
   * Adds a row and returns its value, or 0 where the table is full or there is no memory for it.
   */
  long add(Row row) {
    int index = freeHead;
    if (index != END_OF_LIST) {
      freeHead = page(index).bits[index & PAGE_MASK];
    } else if (fresh < MAX_ROWS && makeRoom(fresh)) {
      index = fresh++;
    } else {
      return 0;
    }
    page(index).set(index & PAGE_MASK, row.object(), row.bits() | USED_BIT);
    size++;
    return valueOf(index);
  }

  /** Puts another row in the place of the one that {@code value} names, which must be there. */
  void replace(long value, Row row) {
    int index = indexOf(value);
    page(index).set(index & PAGE_MASK, row.object(), row.bits() | USED_BIT);
  }

  /**
   * Takes the row out that {@code value} names, which must be there; its value is the next to be
   * reused.
   */
  void remove(long value) {
    int index = indexOf(value);
    page(index).set(index & PAGE_MASK, null, freeHead);
    freeHead = index;
    size--;
  }

  int size() {
    return size;
  }

  /** Calls for each row, by ascending value. */
  void forEach(RowConsumer consumer) {
    Page[] current = pages;
    for (int p = 0; p < current.length; p++) {
      Page page = current[p];
      for (int slot = 0; slot < page.rows(); slot++) {
        if (page.objects[slot] != null) {
          consumer.accept(
              valueOf((p << PAGE_SHIFT) + slot), page.objects[slot], page.bits[slot] & ~USED_BIT);
        }
      }
    }
  }

  /**
   * Puts a row at a value of the caller's choice into a table that is being filled; {@link
   * #linkFreeRows} must follow. False where there is no memory for it.
   */
  boolean put(long value, KernelObject object, int bits) {
    int index = indexOf(value);
    if (!makeRoom(index)) {
      return false;
    }
    page(index).set(index & PAGE_MASK, object, bits | USED_BIT);
    fresh = Math.max(fresh, index + 1);
    size++;
    return true;
  }

  /** Makes the holes below the highest row free, the lowest to be used first. */
  void linkFreeRows() {
    freeHead = END_OF_LIST;
    for (int index = fresh - 1; index >= 0; index--) {
      Page page = page(index);
      if (page.objects[index & PAGE_MASK] == null) {
        page.bits[index & PAGE_MASK] = freeHead;
        freeHead = index;
      }
    }
  }

  /** Empties the table, calling for each row that it had. */
  void clear(RowConsumer consumer) {
    forEach(consumer);
    pages = new Page[0];
    memory.giveBack(memoryTaken);
    memoryTaken = 0;
    freeHead = END_OF_LIST;
    fresh = 0;
    size = 0;
  }

  private Page page(int index) {
    return pages[index >>> PAGE_SHIFT];
  }

  private boolean makeRoom(int index) {
    Page[] current = pages;
    int last = index >>> PAGE_SHIFT;
    if (last < current.length && (last > 0 || index < current[0].rows())) {
      return true;
    }
    long wanted = bytesOf(Math.max(last, current.length - 1), firstRows(index)) - memoryTaken;
    if (!memory.take(wanted)) {
      return false;
    }
    memoryTaken += wanted;
    Page[] more = Arrays.copyOf(current, Math.max(last + 1, current.length));
    for (int i = Math.max(1, current.length); i <= last; i++) {
      more[i] = new Page(PAGE_ROWS);
    }
    int rows = firstRows(index);
    if (current.length == 0) {
      more[0] = new Page(rows);
    } else if (current[0].rows() < rows) {
      more[0] = new Page(current[0], rows);
    }
    pages = more;
    return true;
  }

  /** The memory of a table whose first page has some rows, and the others up to the last all. */
  private static long bytesOf(int lastPage, int firstRows) {
    return (long) lastPage * (Pool.PAGE_BYTES + PAGE_ROWS * Pool.ROW_BYTES)
        + Pool.PAGE_BYTES
        + (long) firstRows * Pool.ROW_BYTES;
  }

  /** The size of the first page of a table in which {@code index} is in use. */
  private static int firstRows(int index) {
    int rows = FIRST_ROWS;
    while (rows <= index && rows < PAGE_ROWS) {
      rows *= GROWTH;
    }
    return rows;
  }

  private static long valueOf(int index) {
    return FIRST_VALUE + 4L * index;
  }

  private static int indexOf(long value) {
    long index = (value >> 2) - (FIRST_VALUE >> 2);
    return index >= 0 && index < MAX_ROWS ? (int) index : NONE;
  }
}
