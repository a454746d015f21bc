package handlelab.wire;

import java.util.concurrent.TimeUnit;

/**
 * Whether somebody who waits for the other side should look for a while before the system puts its
 * thread to sleep.
 *
 * <p>Nearly all of a blocking round trip's time is spent on waking two threads. Where a processor
 * is left for the other side, looking again and again finds what it sends several times sooner;
 * where none is, looking only takes time from whoever is to send it. So nobody looks on a machine
 * with one processor, and after each look in vain more waits go by without one. Used by one thread.
 */
public final class Looking {
  /** How long a look lasts: some round trips, so that an answer seldom comes just after. */
  public static final long NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private static final int MAX_WAITS_WITHOUT = 64;

  private int waitsWithout;
  private int waitsToGo;

  /**
   * Whether each of so many threads that are at work may have a processor while another one looks.
   */
  public static boolean hasRoomBeside(int atWork) {
    return atWork < PROCESSORS;
  }

  /** Whether to look in the wait that begins now. */
  public boolean begins() {
    if (waitsToGo > 0) {
      waitsToGo--;
      return false;
    }
    return true;
  }

  /**
   * Between two looks: where the system has put both sides on one processor, whoever only spins
   * keeps the other one off it.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  public static void pause() {
    Thread.yield();
  }

  public void found() {
    waitsWithout = 0;
  }

  public void wasInVain() {
    waitsWithout = Math.min(2 * waitsWithout + 1, MAX_WAITS_WITHOUT);
    waitsToGo = waitsWithout;
  }
}
