package handlelab.real;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The system's process list as it lies in memory: a chain of {@code SYSTEM_PROCESS_INFORMATION}.
 */
final class SystemProcessList {
  private static final int NEXT_ENTRY_OFFSET = 0;
  private static final int UNIQUE_PROCESS_ID = 80;

  private SystemProcessList() {}

  /**
   * The ids, ascending, without the idle process, which is none.
   *
   * @param list the list from index 0, in native byte order
   */
  static List<Integer> processIds(ByteBuffer list) {
    List<Integer> ids = new ArrayList<>();
    int entry = 0;
    int next;
    do {
      int id = (int) list.getLong(entry + UNIQUE_PROCESS_ID);
      if (id != 0) {
        ids.add(id);
      }
      next = list.getInt(entry + NEXT_ENTRY_OFFSET);
      entry += next;
    } while (next != 0);
    ids.sort(Integer::compareUnsigned);
    return Collections.unmodifiableList(ids);
  }
}
