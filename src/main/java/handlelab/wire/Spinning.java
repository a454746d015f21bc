package handlelab.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides whether to spin briefly before blocking, and spins.
 *
 * <p>Nearly all of a blocking round trip's time is spent on waking two threads. If a processor is
 * left for the peer, asking the socket again and again finds what the peer sends several times
 * sooner; if none is, spinning takes time from the thread that is to send it. So one processor is
 * always left to others, and after each spin in vain more waits block at once. Used by one thread.
 */
final class Spinning {
  /** Some round trips, so that an answer seldom comes just after. */
  private static final long NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private static final int MAX_WAITS_WITHOUT = 64;

  /** The threads of this JVM that may spin at a time. */
  private static final int MAX_SPINNING = Runtime.getRuntime().availableProcessors() - 1;

  private static final AtomicInteger spinningThreads = new AtomicInteger();

  private int waitsWithout;
  private int waitsToGo;

  /** What comes from a channel in non-blocking mode within a short while, or 0; -1 at its end. */
  int read(SocketChannel channel, ByteBuffer target) throws IOException {
    try {
      return spinningThreads.incrementAndGet() > MAX_SPINNING ? 0 : spin(channel, target);
    } finally {
      spinningThreads.decrementAndGet();
    }
  }

  /** Whether to spin in the wait that begins now. */
  boolean isWorthwhile() {
    if (MAX_SPINNING == 0) {
      return false;
    }
    if (waitsToGo > 0) {
      waitsToGo--;
      return false;
    }
    return true;
  }

  // It yields, because the system may have put both ends on one processor.
  @SuppressWarnings("ThreadPriorityCheck")
  private int spin(SocketChannel channel, ByteBuffer target) throws IOException {
    long start = System.nanoTime();
    do {
      Thread.yield();
      int read = channel.read(target);
      if (read != 0) {
        waitsWithout = 0;
        return read;
      }
    } while (System.nanoTime() - start < NANOS);
    waitsWithout = Math.min(2 * waitsWithout + 1, MAX_WAITS_WITHOUT);
    waitsToGo = waitsWithout;
    return 0;
  }
}
