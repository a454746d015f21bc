package handlelab.bench;

import java.util.Arrays;

/**
 * Times a loop: a warm-up for the JIT compiler, then the median of seven windows of some 40 ms, or
 * 10.
 */
final class Timing {
  /** Set by the driver for short rounds. */
  static final boolean QUICK = System.getenv("HANDLELAB_BENCH_QUICK") != null;

  /** For code in this JVM. */
  static final long WARM_UP_NANOS = QUICK ? 300_000_000 : 600_000_000;

  /** For code in another JVM too, whose compiler has to share one processor with both. */
  static final long WARM_UP_WITH_SERVER_NANOS = 5 * WARM_UP_NANOS;

  private static final long WINDOW_NANOS = QUICK ? 10_000_000 : 40_000_000;
  private static final int WINDOWS = 7;
  private static final int FIRST_TIMES = 64;

  /** What is timed. */
  @FunctionalInterface
  interface Loop {
    void run(int times) throws Exception;
  }

  private Timing() {}

  /** Prints the nanoseconds that one turn takes. */
  static void measure(String operation, Loop loop) throws Exception {
    measure(operation, loop, WARM_UP_NANOS);
  }

  static void measure(String operation, Loop loop, long warmUpNanos) throws Exception {
    long end = System.nanoTime() + warmUpNanos;
    while (System.nanoTime() < end) {
      loop.run(FIRST_TIMES);
    }
    int times = timesInWindow(loop);
    double[] windows = new double[WINDOWS];
    for (int i = 0; i < WINDOWS; i++) {
      windows[i] = (double) nanos(loop, times) / times;
    }
    print(operation, median(windows));
  }

  private static int timesInWindow(Loop loop) throws Exception {
    int times = FIRST_TIMES;
    long nanos = nanos(loop, times);
    while (nanos < WINDOW_NANOS / 2) {
      times *= 2;
      nanos = nanos(loop, times);
    }
    return (int) Math.max(1, times * WINDOW_NANOS / nanos);
  }

  private static long nanos(Loop loop, int times) throws Exception {
    long start = System.nanoTime();
    loop.run(times);
    return System.nanoTime() - start;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  static void print(String operation, double value) {
    System.out.println(operation + "," + value);
  }
}
