package handlelab.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A socket whose reader looks for a short while before it lets the system put it to sleep.
 *
 * <p>Nearly all of a blocking round trip's time is spent on waking two threads. Where a second
 * processor runs the peer, looking again and again finds the answer several times sooner. Where the
 * processors are busy, looking only takes time from the one who is to answer; so a reader looks
 * only after reads that came quickly, and each look in vain puts the next one off for twice as
 * long. Without a second processor nobody looks.
 *
 * <p>One thread reads and writes.
 */
public final class PollingChannel implements ByteChannel {
  /** How long a reader looks: some round trips, so that an answer seldom comes just after. */
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /** The quick reads after which looking is tried; short commands never get there. */
  private static final int FIRST_QUICK_READS = 16;

  private static final int MAX_QUICK_READS = 4096;

  /** Looks in a row that found something, after which those in vain are forgotten. */
  private static final int STEADY_LOOKS = 64;

  /** One processor is left to those who are waited for. */
  private static final int MAX_LOOKING = Runtime.getRuntime().availableProcessors() - 1;

  private static final AtomicInteger LOOKING = new AtomicInteger();

  private final SocketChannel channel;
  private boolean looks;
  private int quickReadsToGo = FIRST_QUICK_READS;
  private int nextQuickReads = FIRST_QUICK_READS;
  private int steadyLooks;

  /**
   * @param channel in blocking mode; used through this object only
   */
  public PollingChannel(SocketChannel channel) {
    this.channel = channel;
  }

  /** Reads at least one byte; -1 at the end of the stream. */
  @Override
  public int read(ByteBuffer target) throws IOException {
    if (MAX_LOOKING == 0) {
      return channel.read(target);
    }
    if (looks) {
      int read = look(target);
      if (read != 0) {
        return read;
      }
      stopLooking();
      return channel.read(target);
    }
    long start = System.nanoTime();
    int read = channel.read(target);
    if (System.nanoTime() - start < LOOK_NANOS) {
      quickReadsToGo--;
      if (quickReadsToGo <= 0 && read > 0) {
        channel.configureBlocking(false);
        looks = true;
      }
    }
    return read;
  }

  /** What came while it looked, or 0. */
  private int look(ByteBuffer target) throws IOException {
    int read = channel.read(target);
    if (read != 0) {
      return read;
    }
    if (LOOKING.incrementAndGet() <= MAX_LOOKING) {
      try {
        read = lookAgain(target);
      } finally {
        LOOKING.decrementAndGet();
      }
    } else {
      LOOKING.decrementAndGet();
    }
    return read;
  }

  private int lookAgain(ByteBuffer target) throws IOException {
    long start = System.nanoTime();
    do {
      Thread.onSpinWait();
      int read = channel.read(target);
      if (read != 0) {
        steadyLooks++;
        if (steadyLooks > STEADY_LOOKS) {
          nextQuickReads = FIRST_QUICK_READS;
        }
        return read;
      }
    } while (System.nanoTime() - start < LOOK_NANOS);
    return 0;
  }

  private void stopLooking() throws IOException {
    looks = false;
    steadyLooks = 0;
    nextQuickReads = Math.min(2 * nextQuickReads, MAX_QUICK_READS);
    quickReadsToGo = nextQuickReads;
    channel.configureBlocking(true);
  }

  /** Writes at least one byte, waiting until there is room for it. */
  @Override
  public int write(ByteBuffer source) throws IOException {
    int written = channel.write(source);
    if (written == 0 && source.hasRemaining()) {
      stopLooking();
      written = channel.write(source);
    }
    return written;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
