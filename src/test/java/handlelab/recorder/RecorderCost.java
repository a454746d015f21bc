package handlelab.recorder;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * Prints what a recorder costs a watched program, in nanoseconds of processor time, the least of
 * some rounds; and the heap before and after a million opens and closes: {@code tools/leaks-cost}.
 */
final class RecorderCost {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 20;
  private static final int CALLS = 10_000;
  private static final int MANY = 1_000_000;
  private static final int OWN_FRAMES = 3; // begin or end, and what takes the stack

  private final Recorder recorder = new Recorder(List.of(), () -> 77);
  private final Calls calls = new Calls(recorder);

  private RecorderCost() {}

  /** Measures. */
  public static void main(String[] arguments) {
    RecorderCost cost = new RecorderCost();
    for (int frames : new int[] {10, 60}) {
      System.out.printf("an open and a close, %d frames: %d ns%n", frames, cost.least(frames));
    }
    System.out.printf("a function without handles: %d ns%n", cost.least(0));
    System.out.printf("heap: %d KB%n", heap());
    for (int i = 1; i <= MANY; i++) {
      cost.openAndClose(4L * i);
    }
    System.out.printf("heap after a million opens and closes: %d KB%n", heap());
  }

  private long least(int frames) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      least = Math.min(least, measure(frames - OWN_FRAMES - 3));
    }
    return least / CALLS;
  }

  private long measure(int depth) {
    if (depth > 0) {
      return measure(depth - 1);
    }
    boolean opens = depth == 0;
    long begin = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < CALLS; i++) {
      if (opens) {
        openAndClose(4L);
      } else if (Recorder.functions().contains("GetTickCount")) {
        throw new AssertionError();
      }
    }
    return THREADS.getCurrentThreadCpuTime() - begin;
  }

  private void openAndClose(long value) {
    calls.createEvent(value);
    calls.close(value);
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return (runtime.totalMemory() - runtime.freeMemory()) / 1024;
  }
}
