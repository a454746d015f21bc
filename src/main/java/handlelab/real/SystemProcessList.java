package handlelab.real;

import handlelab.api.ProcessDetails;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The system's process list as it lies in memory: a chain of {@code SYSTEM_PROCESS_INFORMATION},
 * each followed by the {@code SYSTEM_THREAD_INFORMATION} of its threads.
 */
final class SystemProcessList {
  private static final int NEXT_ENTRY_OFFSET = 0;
  private static final int NUMBER_OF_THREADS = 4;
  private static final int CREATE_TIME = 32;
  private static final int IMAGE_NAME = 56;
  private static final int UNIQUE_PROCESS_ID = 80;
  private static final int INHERITED_FROM_UNIQUE_PROCESS_ID = 88;
  private static final int PROCESS_BYTES = 256;

  private static final int THREAD_BYTES = 80;
  private static final int THREAD_STATE = 68;
  private static final int WAIT_REASON = 72;

  /** {@code KTHREAD_STATE.Waiting} and {@code KWAIT_REASON.Suspended}. */
  private static final int WAITING = 5;

  private static final int SUSPENDED = 5;

  /** Of a FILETIME: units in a second, and seconds from its beginning, 1601, to 1970. */
  private static final long UNITS_PER_SECOND = 10_000_000;

  private static final long SECONDS_TO_1970 = 11_644_473_600L;

  private SystemProcessList() {}

  /**
   * The ids, ascending, without the idle process, which is none.
   *
   * @param list the list from index 0, in native byte order
   */
  static List<Integer> processIds(ByteBuffer list) {
    List<Integer> ids = new ArrayList<>();
    for (int entry : entries(list)) {
      ids.add(processId(list, entry));
    }
    ids.sort(Integer::compareUnsigned);
    return Collections.unmodifiableList(ids);
  }

  /**
   * The processes, by ascending id.
   *
   * @param list the list from index 0, in native byte order
   * @param address where index 0 lies
   * @param commandLines tells a process's command line, or null, by its id
   */
  static List<ProcessDetails> processes(
      ByteBuffer list, long address, IntFunction<String> commandLines) {
    List<ProcessDetails> processes = new ArrayList<>();
    for (int entry : entries(list)) {
      processes.add(
          new ProcessDetails(
              processId(list, entry),
              UnicodeString.read(list, entry + IMAGE_NAME, address),
              (int) list.getLong(entry + INHERITED_FROM_UNIQUE_PROCESS_ID),
              time(list.getLong(entry + CREATE_TIME)),
              isSuspended(list, entry),
              commandLines.apply(processId(list, entry)),
              0));
    }
    processes.sort(
        Comparator.comparingLong(process -> Integer.toUnsignedLong(process.processId())));
    return processes;
  }

  private static List<Integer> entries(ByteBuffer list) {
    List<Integer> entries = new ArrayList<>();
    int entry = 0;
    int next;
    do {
      if (processId(list, entry) != 0) {
        entries.add(entry);
      }
      next = list.getInt(entry + NEXT_ENTRY_OFFSET);
      entry += next;
    } while (next != 0);
    return entries;
  }

  private static int processId(ByteBuffer list, int entry) {
    return (int) list.getLong(entry + UNIQUE_PROCESS_ID);
  }

  private static boolean isSuspended(ByteBuffer list, int entry) {
    int threads = list.getInt(entry + NUMBER_OF_THREADS);
    for (int i = 0; i < threads; i++) {
      int thread = entry + PROCESS_BYTES + i * THREAD_BYTES;
      if (list.getInt(thread + THREAD_STATE) != WAITING
          || list.getInt(thread + WAIT_REASON) != SUSPENDED) {
        return false;
      }
    }
    return threads > 0;
  }

  private static Instant time(long fileTime) {
    return fileTime == 0
        ? null
        : Instant.ofEpochSecond(
            fileTime / UNITS_PER_SECOND - SECONDS_TO_1970, fileTime % UNITS_PER_SECOND * 100);
  }
}
