package handlelab.real;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which handles are of pipes and mailslots that were opened for asynchronous use: pipes with {@code
 * FILE_FLAG_OVERLAPPED}, and on Windows what {@code CreateMailslotW} makes.
 *
 * <p>It is a property of the file object. Each thread remembers a few answers until this process
 * makes or closes a handle, because a value may then mean another file; on Wine the question costs
 * as much as a read. Not noticed is a value that others both close and fill again: another process
 * by {@code DuplicateHandle}, or native code of this one.
 */
final class AsynchronousFiles {
  private static final int FILE_MODE_INFORMATION = 16;

  /** {@code FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT}. */
  private static final int SYNCHRONOUS = 0x10 | 0x20;

  private static final AtomicInteger CHANGES = new AtomicInteger();

  /** The answers that a thread remembers; part of its {@link CallMemory}. */
  static final class Answers {
    private static final int SIZE = 8;

    private final long[] handles = new long[SIZE];
    private final boolean[] answers = new boolean[SIZE];
    private int changes;
  }

  private AsynchronousFiles() {}

  /** This process has made or closed a handle: its value may mean another file from now on. */
  static void tableChanged() {
    CHANGES.incrementAndGet();
  }

  /** Whether the handle is of such a file; false if it is of no file at all. */
  static boolean contains(long handle, CallMemory memory) {
    Answers known = memory.asynchronousFiles();
    int changes = CHANGES.get();
    if (known.changes != changes) {
      Arrays.fill(known.handles, 0);
      Arrays.fill(known.answers, false);
      known.changes = changes;
    }
    int slot = (int) (handle >>> 2) & (Answers.SIZE - 1);
    if (known.handles[slot] != handle) {
      known.answers[slot] = ask(handle, memory);
      known.handles[slot] = handle;
    }
    return known.answers[slot];
  }

  private static boolean ask(long handle, CallMemory memory) {
    long words = memory.clearedWords();
    return NtdllLibrary.NtQueryInformationFile(
                handle, words + 16, words, Integer.BYTES, FILE_MODE_INFORMATION)
            == NtdllLibrary.STATUS_SUCCESS
        && (memory.intAt(0) & SYNCHRONOUS) == 0
        && isPipeOrMailslot(handle, memory);
  }

  /** Not others: an asynchronous disk file has no position from which a read could go on. */
  private static boolean isPipeOrMailslot(long handle, CallMemory memory) {
    long words = memory.clearedWords();
    return NtdllLibrary.NtQueryVolumeInformationFile(
                handle,
                words + 16,
                words,
                NtdllLibrary.FILE_FS_DEVICE_INFORMATION_BYTES,
                NtdllLibrary.FILE_FS_DEVICE_INFORMATION)
            == NtdllLibrary.STATUS_SUCCESS
        && (memory.intAt(0) == NtdllLibrary.FILE_DEVICE_NAMED_PIPE
            || memory.intAt(0) == NtdllLibrary.FILE_DEVICE_MAILSLOT);
  }
}
