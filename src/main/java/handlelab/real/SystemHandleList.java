package handlelab.real;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The system's extended handle list as it lies in memory ({@code SYSTEM_HANDLE_INFORMATION_EX} of
 * 64-bit Windows): the rows of all processes.
 *
 * <p>A system has some hundred thousand rows, so only those that are asked for become objects.
 */
final class SystemHandleList {
  private static final int FIRST_ENTRY = 16;
  private static final int ENTRY_BYTES = 40;
  private static final int OBJECT = 0;
  private static final int PROCESS_ID = 8;
  private static final int VALUE = 16;
  private static final int GRANTED_ACCESS = 24;
  private static final int TYPE_INDEX = 30;
  private static final int ATTRIBUTES = 32;

  private final ByteBuffer list;

  /**
   * @param list the list from index 0, in native byte order; read, never written
   */
  SystemHandleList(ByteBuffer list) {
    this.list = list;
  }

  /** A list that stays when the memory of {@code list} is given back. */
  static SystemHandleList copyOf(ByteBuffer list) {
    ByteBuffer used = list.duplicate().limit(new SystemHandleList(list).end());
    return new SystemHandleList(
        ByteBuffer.allocate(used.limit()).order(list.order()).put(used).flip());
  }

  /** The rows of one process, by ascending handle value. */
  List<SystemHandle> rowsOf(int processId) {
    List<SystemHandle> rows = new ArrayList<>();
    int end = end();
    for (int entry = FIRST_ENTRY; entry < end; entry += ENTRY_BYTES) {
      if ((int) list.getLong(entry + PROCESS_ID) == processId) {
        rows.add(
            new SystemHandle(
                list.getLong(entry + OBJECT),
                processId,
                list.getLong(entry + VALUE),
                list.getInt(entry + GRANTED_ACCESS),
                Short.toUnsignedInt(list.getShort(entry + TYPE_INDEX)),
                list.getInt(entry + ATTRIBUTES)));
      }
    }
    rows.sort(Comparator.comparingLong(SystemHandle::value));
    return rows;
  }

  /** How many rows of all processes point to the object at this address; 0 if it is hidden. */
  int rowsWithObject(long address) {
    if (address == 0) {
      return 0;
    }
    int count = 0;
    int end = end();
    for (int entry = FIRST_ENTRY; entry < end; entry += ENTRY_BYTES) {
      if (list.getLong(entry + OBJECT) == address) {
        count++;
      }
    }
    return count;
  }

  private int end() {
    return Math.toIntExact(FIRST_ENTRY + ENTRY_BYTES * list.getLong(0));
  }
}
