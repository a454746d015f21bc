package handlelab.jna.programs;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.win32.StdCallLibrary;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Measures calls of kernel32, to be run with and without the agent: {@code tools/leaks-cost}.
 * Prints nanoseconds of the thread's processor time, the least of some rounds, for an open and a
 * close, and for a call of a function that no handle comes out of; then the heap after a million
 * opens and closes.
 */
public final class CallCost {
  interface Kernel extends StdCallLibrary {
    Kernel INSTANCE = Native.load("kernel32", Kernel.class);

    Pointer CreateEventW(Pointer attributes, int manualReset, int initialState, Pointer name);

    int CloseHandle(Pointer handle);

    int GetTickCount();
  }

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 10;
  private static final int CALLS = 2_000;
  private static final int MANY = 1_000_000;

  private CallCost() {}

  /** Measures at 10 and 60 frames. */
  public static void main(String[] arguments) {
    for (int frames : new int[] {10, 60}) {
      System.out.printf("open and close at %d frames: %d ns%n", frames, least(frames - 2, true));
    }
    System.out.printf("another function: %d ns%n", least(8, false));
    if (arguments.length > 0) {
      System.out.printf("heap: %d KB%n", heap());
      for (int i = 0; i < MANY; i++) {
        Kernel.INSTANCE.CloseHandle(Kernel.INSTANCE.CreateEventW(null, 0, 0, null));
      }
      System.out.printf("heap after a million opens and closes: %d KB%n", heap());
    }
  }

  private static long least(int depth, boolean opens) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      least = Math.min(least, measure(depth, opens));
    }
    return least / CALLS;
  }

  private static long measure(int depth, boolean opens) {
    if (depth > 1) {
      return measure(depth - 1, opens);
    }
    long begin = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < CALLS; i++) {
      if (opens) {
        Kernel.INSTANCE.CloseHandle(Kernel.INSTANCE.CreateEventW(null, 0, 0, null));
      } else {
        Kernel.INSTANCE.GetTickCount();
      }
    }
    return THREADS.getCurrentThreadCpuTime() - begin;
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return (runtime.totalMemory() - runtime.freeMemory()) / 1024;
  }
}
