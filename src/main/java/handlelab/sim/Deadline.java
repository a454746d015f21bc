package handlelab.sim;

import java.util.concurrent.TimeUnit;

/**
 * The end of a timeout as Windows counts it: unsigned milliseconds, of which the largest number
 * means for ever.
 */
record Deadline(Timing timing, long atNanos, boolean isNever) {
  static Deadline after(Timing timing, int timeoutMillis) {
    if (timeoutMillis == -1) {
      return new Deadline(timing, 0, true);
    }
    long nanos = TimeUnit.MILLISECONDS.toNanos(Integer.toUnsignedLong(timeoutMillis));
    return new Deadline(timing, timing.nanoTime() + nanos, false);
  }

  /** What is left; zero or less where it has passed. */
  long remainingNanos() {
    return isNever ? WaitQueue.FOR_EVER : atNanos - timing.nanoTime();
  }
}
