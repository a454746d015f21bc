package handlelab.real;

import com.sun.jna.Native;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A read of an asynchronous mailslot, which is what {@code CreateMailslotW} makes on Windows.
 *
 * <p>Such a read needs an {@code OVERLAPPED} with an event of its own. Without one {@code ReadFile}
 * waits for the file object, which every finished read of any thread and process signals: a second
 * reader would return while its own read still goes on, into memory that is used for something else
 * by then. Documented: Microsoft Learn, "CreateMailslotW" (the handle is asynchronous), "ReadFile"
 * (an overlapped handle needs a unique {@code OVERLAPPED}), "GetOverlappedResult" (its event).
 *
 * <p>Whether it is needed is a property of the file object, asked once for each handle and thread,
 * and again after this process has made or closed any file's handle, because the value may then
 * mean another file. Wine makes synchronous mailslots, and there the question costs as much as the
 * read. Not noticed is a value that others both close and fill again between two reads of a thread:
 * another process by {@code DuplicateHandle}, or native code of this one.
 */
final class OverlappedRead {
  private static final int FILE_MODE_INFORMATION = 16;

  /** {@code FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT}. */
  private static final int SYNCHRONOUS = 0x10 | 0x20;

  private static final AtomicInteger CHANGES = new AtomicInteger();

  /** What a thread has found out last; lies in its {@link CallMemory}. */
  static final class Answer {
    private long handle;
    private int changes = -1;
    private boolean needed;
  }

  private OverlappedRead() {}

  /** This process has made or closed a handle: its value may mean another file from now on. */
  static void tableChanged() {
    CHANGES.incrementAndGet();
  }

  /** Whether this is a mailslot whose reads are asynchronous; false for what is no file at all. */
  static boolean isNeeded(long handle, CallMemory memory) {
    Answer last = memory.lastRead();
    int changes = CHANGES.get();
    if (last.handle != handle || last.changes != changes) {
      last.needed = isAsynchronousMailslot(handle, memory);
      last.handle = handle;
      last.changes = changes;
    }
    return last.needed;
  }

  /** Only mailslots: an asynchronous disk file has no position that this read could go on from. */
  private static boolean isAsynchronousMailslot(long handle, CallMemory memory) {
    long words = memory.clearedWords();
    return NtdllLibrary.NtQueryInformationFile(
                handle, words + 16, words, Integer.BYTES, FILE_MODE_INFORMATION)
            == NtdllLibrary.STATUS_SUCCESS
        && (memory.intAt(0) & SYNCHRONOUS) == 0
        && Kernel32Library.GetMailslotInfo(handle, 0, 0, 0, 0) != 0;
  }

  /**
   * Reads, and does not return before the read has ended.
   *
   * @throws Win32Exception as {@code ReadFile}
   */
  static int read(long handle, long address, int size, CallMemory memory) {
    long event = Kernel32Library.CreateEventW(0, 1, 0, 0);
    if (event == 0) {
      throw RealKernel32.failed("CreateEventW");
    }
    try {
      long overlapped = memory.overlapped(event);
      if (Kernel32Library.ReadFile(handle, address, size, 0, overlapped) == 0) {
        int error = Native.getLastError();
        if (error != Win32Error.ERROR_IO_PENDING) {
          throw new Win32Exception("ReadFile", error);
        }
      }
      if (Kernel32Library.GetOverlappedResult(handle, overlapped, memory.words(), 1) == 0) {
        throw RealKernel32.failed("ReadFile");
      }
      return memory.intAt(0);
    } finally {
      Kernel32Library.CloseHandle(event);
    }
  }
}
