package handlelab.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A socket whose reader spins for a short while before it blocks.
 *
 * <p>Nearly all of a blocking round trip's time is spent on waking two threads. If a processor is
 * left for the peer, asking the socket again and again finds what the peer sends several times
 * sooner; if none is, spinning takes time from the thread that is to send it. So one processor is
 * always left to others, and after each spin in vain more waits block at once.
 *
 * <p>A server's end blocks in the socket. A caller's end has an {@link Owner} and blocks in a
 * selector, because the JDK closes a socket on which an interrupted thread waits: the owner asks
 * the peer to cancel the call, and the thread goes on waiting for the reply.
 *
 * <p>One thread reads and writes; any may close.
 */
public final class SpinningChannel implements ByteChannel {
  /** Some round trips, so that an answer seldom comes just after. */
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private static final int MAX_WAITS_WITHOUT = 64;

  /** The threads of this JVM that may spin at a time. */
  private static final int MAX_SPINNING = Runtime.getRuntime().availableProcessors() - 1;

  private static final AtomicInteger spinning = new AtomicInteger();

  /** How long a wait lasts before the owner is asked whether the peer still answers at all. */
  private static final long CHECK_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private final SocketChannel channel;

  // Null at a server's end.
  private final Owner owner;
  private final Selector selector;
  private final SelectionKey key;

  private int waitsWithout;
  private int waitsToGo;

  /** Whether something was written since the last read, so that a caller's answer is not there. */
  private boolean hasAsked;

  private boolean wasInterrupted;

  /** What a caller does beside waiting. */
  public interface Owner {
    /** The thread was interrupted while it waited; the interrupt has been cleared. */
    void interrupted();

    /**
     * Nothing has come for some seconds.
     *
     * @throws IOException if the peer does not answer any more
     */
    void checkPeer() throws IOException;

    /** A call has failed on the stream, and the channel will be closed. */
    default void broken() {}
  }

  /**
   * A server's end.
   *
   * @param channel in blocking mode; used through this object only, from now on
   */
  public SpinningChannel(SocketChannel channel) {
    this.channel = channel;
    this.owner = null;
    this.selector = null;
    this.key = null;
  }

  /** A caller's end, as above. */
  public SpinningChannel(SocketChannel channel, Owner owner) throws IOException {
    this.channel = channel;
    this.owner = owner;
    channel.configureBlocking(false);
    selector = channel.provider().openSelector();
    key = channel.register(selector, SelectionKey.OP_READ);
  }

  /** Gives the socket back, not in blocking mode; this object is of no more use. */
  public SocketChannel detach() throws IOException {
    selector.close();
    return channel;
  }

  /** Whether the reader was interrupted since the last call of this method. */
  boolean takeInterrupt() {
    boolean was = wasInterrupted;
    wasInterrupted = false;
    return was;
  }

  /** The connection is of no more use at this end. */
  void broken() {
    if (owner != null) {
      owner.broken();
    }
  }

  /** Reads at least one byte; -1 at the end of the stream. */
  @Override
  public int read(ByteBuffer target) throws IOException {
    boolean isExpected = owner == null || !hasAsked;
    hasAsked = false;
    boolean isToSpin = isWorthSpinning();
    if (isToSpin) {
      setBlocking(false);
    }
    int read = isExpected && !channel.isBlocking() ? channel.read(target) : 0;
    if (read == 0 && isToSpin) {
      read = spin(target);
    }
    while (read == 0) {
      await(SelectionKey.OP_READ);
      read = channel.read(target);
    }
    return read;
  }

  private boolean isWorthSpinning() {
    if (waitsToGo > 0) {
      waitsToGo--;
      return false;
    }
    return MAX_SPINNING > 0;
  }

  // It yields, because the system may have put both ends on one processor.
  @SuppressWarnings("ThreadPriorityCheck")
  private int spin(ByteBuffer target) throws IOException {
    try {
      long start = System.nanoTime();
      boolean isAllowed = spinning.incrementAndGet() <= MAX_SPINNING;
      while (isAllowed && System.nanoTime() - start < SPIN_NANOS) {
        Thread.yield();
        int read = channel.read(target);
        if (read != 0) {
          waitsWithout = 0;
          return read;
        }
      }
    } finally {
      spinning.decrementAndGet();
    }
    waitsWithout = Math.min(2 * waitsWithout + 1, MAX_WAITS_WITHOUT);
    waitsToGo = waitsWithout;
    return 0;
  }

  private void setBlocking(boolean isBlocking) throws IOException {
    if (channel.isBlocking() != isBlocking) {
      channel.configureBlocking(isBlocking);
    }
  }

  /** Waits, or has the next read or write of a server's end wait. */
  private void await(int operation) throws IOException {
    if (owner == null) {
      setBlocking(true);
      return;
    }
    try {
      key.interestOps(operation);
      int ready = selector.select(CHECK_MILLIS);
      selector.selectedKeys().clear();
      if (Thread.interrupted()) {
        wasInterrupted = true;
        owner.interrupted();
      } else if (ready == 0) {
        owner.checkPeer();
      }
    } catch (CancelledKeyException | ClosedSelectorException e) {
      throw new AsynchronousCloseException();
    }
  }

  /** Writes what there is room for, and waits for more room if that is not all. */
  @Override
  public int write(ByteBuffer source) throws IOException {
    int written = channel.write(source);
    hasAsked = true;
    if (source.hasRemaining()) {
      await(SelectionKey.OP_WRITE);
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
    if (selector != null) {
      // Wakes the thread that waits, and lets the socket go.
      selector.close();
    }
  }
}
