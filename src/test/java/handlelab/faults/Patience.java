package handlelab.faults;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How long something may take after a fault. The bar is a second; a gate on a busy machine allows
 * more, and both print the longest that was seen.
 */
final class Patience {
  /** After this long nothing comes any more. */
  static final long HANG_MILLIS = TimeUnit.SECONDS.toMillis(60);

  private final long limitMillis;
  private long longestNanos;

  Patience(long limitMillis) {
    this.limitMillis = limitMillis;
  }

  /**
   * Waits until it is so.
   *
   * @param start what {@link System#nanoTime} was when the fault happened
   * @throws AssertionError where it is not within the limit
   */
  void await(String what, long start, BooleanSupplier isSo) {
    awaitAtLast(what, isSo);
    seen(what, start);
  }

  /** Waits until it is so, however long that takes, if it does not take for ever. */
  static void awaitAtLast(String what, BooleanSupplier isSo) {
    long start = System.nanoTime();
    while (!isSo.getAsBoolean()) {
      if (millisSince(start) > HANG_MILLIS) {
        throw new AssertionError("never: " + what);
      }
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted: " + what, e);
      }
    }
  }

  /** Judges the time of something that has happened now. */
  void seen(String what, long start) {
    took(what, System.nanoTime() - start);
  }

  /** Judges a time that something took. */
  synchronized void took(String what, long nanos) {
    longestNanos = Math.max(longestNanos, nanos);
    if (TimeUnit.NANOSECONDS.toMillis(nanos) > limitMillis) {
      throw new AssertionError(
          what + " took " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms, more than " + limitMillis);
    }
  }

  /** The longest that anything took, in ms. */
  synchronized long longestMillis() {
    return TimeUnit.NANOSECONDS.toMillis(longestNanos);
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
