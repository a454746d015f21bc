package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Tells whether two rows, of two processes or of one, point to the same object.
 *
 * <p>Where both rows have an address, that decides. Else what differs in type or name differs, and
 * the rest is decided by {@code CompareObjectHandles} on duplicates in the looking process, which
 * are closed at once. {@link ObjectComparison} groups many rows that way; this compares two, and
 * does not mind that a usage count changes between two looks. Used by one thread.
 */
final class SameObject implements AutoCloseable {
  enum Answer {
    SAME,
    DIFFERENT,
    /** One of them could not be duplicated: closed meanwhile, or it may not be. */
    UNKNOWN
  }

  private final Kernel32 kernel32;
  private final int ownProcessId;
  private final Map<Integer, Handle> processes = new HashMap<>();

  /**
   * @param kernel32 the looking process's own
   */
  SameObject(Kernel32 kernel32) {
    this.kernel32 = kernel32;
    this.ownProcessId = kernel32.getCurrentProcessId();
  }

  Answer compare(HandleRow first, HandleRow second) {
    if (first.objectAddress() != 0 && second.objectAddress() != 0) {
      return first.objectAddress() == second.objectAddress() ? Answer.SAME : Answer.DIFFERENT;
    }
    boolean namesDiffer =
        first.objectName() != null
            && second.objectName() != null
            && !Objects.equals(first.objectName(), second.objectName());
    if (namesDiffer || !first.objectType().equals(second.objectType())) {
      return Answer.DIFFERENT;
    }
    Handle one = Handle.NULL;
    Handle other = Handle.NULL;
    try {
      one = enter(first);
      other = enter(second);
      return kernel32.compareObjectHandles(one, other) ? Answer.SAME : Answer.DIFFERENT;
    } catch (Win32Exception e) {
      return Answer.UNKNOWN;
    } finally {
      leave(first, one);
      leave(second, other);
    }
  }

  boolean isSame(HandleRow first, HandleRow second) {
    return compare(first, second) == Answer.SAME;
  }

  /** A handle of the looking process for the row's object. */
  private Handle enter(HandleRow row) {
    if (row.processId() == ownProcessId) {
      return row.handle();
    }
    return kernel32.duplicateHandle(
        process(row.processId()),
        row.handle(),
        Handle.CURRENT_PROCESS,
        0,
        false,
        Win32.DUPLICATE_SAME_ACCESS);
  }

  private void leave(HandleRow row, Handle handle) {
    if (row.processId() != ownProcessId && !handle.equals(Handle.NULL)) {
      kernel32.closeHandle(handle);
    }
  }

  private Handle process(int processId) {
    return processes.computeIfAbsent(processId, this::open);
  }

  /** NULL where the process may not be opened; every duplication from it fails then. */
  private Handle open(int processId) {
    try {
      return kernel32.openProcess(Win32.PROCESS_DUP_HANDLE, false, processId);
    } catch (Win32Exception e) {
      return Handle.NULL;
    }
  }

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
