package handlelab.wire;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A caller's end of a socket: it looks for the answer for a short while before it lets the system
 * put it to sleep, and an interrupt does not break it.
 *
 * <p>It looks where the peer has said with its last answer that there is a processor to spare, and
 * where that has paid lately (see {@link Looking}).
 *
 * <p>The JDK closes a channel on which an interrupted thread waits. So nobody waits on this one,
 * but on a selector; whoever waits there and is interrupted runs {@code onInterrupt}, which asks
 * the peer for an early answer, and goes on waiting for that.
 *
 * <p>One thread reads and writes; any may close.
 */
public final class PollingChannel implements ByteChannel {
  /** How long an interrupted reader waits for a peer that may have stopped. */
  private static final long INTERRUPTED_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final Looking looking = new Looking();
  private boolean mayLook;

  /** Whether something was written since the last read, so that an answer is hardly there yet. */
  private boolean hasAsked;

  private Runnable onInterrupt;
  private boolean wasInterrupted;
  private long interruptedNanos;

  /**
   * @param channel used through this object only, from now on
   */
  public PollingChannel(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    selector = channel.provider().openSelector();
    key = channel.register(selector, SelectionKey.OP_READ);
  }

  /** Whether the peer has a processor to spare for a reader that looks. */
  void mayLook(boolean may) {
    mayLook = may;
  }

  /** Has an interrupted reader run this, once for each interrupt, with the interrupt taken away. */
  void onInterrupt(Runnable action) {
    onInterrupt = action;
  }

  /** Whether the reader was interrupted since this was asked last; whoever asks passes that on. */
  boolean takeInterrupt() {
    boolean was = wasInterrupted;
    wasInterrupted = false;
    return was;
  }

  /**
   * Reads at least one byte; -1 at the end of the stream.
   *
   * @throws SocketTimeoutException where an interrupted reader gets no answer at all
   */
  @Override
  public int read(ByteBuffer target) throws IOException {
    int read = hasAsked ? 0 : channel.read(target);
    hasAsked = false;
    if (read == 0 && mayLook && looking.begins()) {
      read = look(target);
    }
    while (read == 0) {
      await();
      read = channel.read(target);
    }
    return read;
  }

  private int look(ByteBuffer target) throws IOException {
    long start = System.nanoTime();
    int read;
    do {
      Looking.pause();
      read = channel.read(target);
    } while (read == 0 && System.nanoTime() - start < Looking.NANOS);
    if (read == 0) {
      looking.wasInVain();
    } else {
      looking.found();
    }
    return read;
  }

  private void await() throws IOException {
    try {
      int ready = selector.select(wasInterrupted ? INTERRUPTED_MILLIS : 0);
      selector.selectedKeys().clear();
      if (Thread.interrupted()) {
        wasInterrupted = true;
        interruptedNanos = System.nanoTime();
        if (onInterrupt != null) {
          onInterrupt.run();
        }
      } else if (ready == 0 && wasInterrupted && isPatienceOver()) {
        throw new SocketTimeoutException("no answer after an interrupt");
      }
    } catch (ClosedSelectorException e) {
      throw new AsynchronousCloseException();
    }
  }

  // An interrupt that was taken away may still end the next select early.
  private boolean isPatienceOver() {
    return System.nanoTime() - interruptedNanos
        >= TimeUnit.MILLISECONDS.toNanos(INTERRUPTED_MILLIS);
  }

  /** Writes what there is room for, and waits for more room where that is not all. */
  @Override
  public int write(ByteBuffer source) throws IOException {
    int written = channel.write(source);
    hasAsked = true;
    if (source.hasRemaining()) {
      awaitRoom();
    }
    return written;
  }

  private void awaitRoom() throws IOException {
    key.interestOps(SelectionKey.OP_WRITE);
    try {
      await();
    } finally {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    // Wakes whoever waits, and lets the socket go.
    selector.close();
  }
}
