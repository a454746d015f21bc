package handlelab.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A caller's end of a socket: it spins for a short while before it blocks, and an interrupt does
 * not break it.
 *
 * <p>The JDK closes a channel on which an interrupted thread waits. So the thread waits on a
 * selector; when it is interrupted there, its {@link Owner} is told, who asks the peer to cancel
 * the call, and the thread goes on waiting for the reply.
 *
 * <p>One thread reads and writes; any may close.
 */
public final class CallerChannel implements ByteChannel {
  /** How long a wait lasts before the owner is asked whether the peer still answers at all. */
  static final long CHECK_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private final SocketChannel channel;
  private final Owner owner;
  private final Selector selector;
  private final SelectionKey key;
  private final Spinning spinning = new Spinning();
  private boolean wasInterrupted;

  /** Whether something was written since the last read, so that no answer is there yet. */
  private boolean hasAsked;

  /** What a thread that waits does beside waiting. */
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
   * @param channel used through this object only, from now on
   */
  public CallerChannel(SocketChannel channel, Owner owner) throws IOException {
    this.channel = channel;
    this.owner = owner;
    channel.configureBlocking(false);
    selector = channel.provider().openSelector();
    key = channel.register(selector, SelectionKey.OP_READ);
  }

  /** Whether the reader was interrupted since the last call of this method. */
  boolean takeInterrupt() {
    boolean was = wasInterrupted;
    wasInterrupted = false;
    return was;
  }

  /** The connection is of no more use at this end. */
  void broken() {
    owner.broken();
  }

  /** Gives the socket back, not in blocking mode; this object is of no more use. */
  public SocketChannel detach() throws IOException {
    selector.close();
    return channel;
  }

  /** Reads at least one byte; -1 at the end of the stream. */
  @Override
  public int read(ByteBuffer target) throws IOException {
    int read = hasAsked ? 0 : channel.read(target);
    hasAsked = false;
    if (read == 0 && spinning.isWorthwhile()) {
      read = spinning.read(channel, target);
    }
    while (read == 0) {
      await();
      read = channel.read(target);
    }
    return read;
  }

  private void await() throws IOException {
    try {
      int ready = selector.select(CHECK_MILLIS);
      selector.selectedKeys().clear();
      if (Thread.interrupted()) {
        wasInterrupted = true;
        owner.interrupted();
      } else if (ready == 0) {
        owner.checkPeer();
      }
    } catch (ClosedSelectorException e) {
      throw new AsynchronousCloseException();
    }
  }

  /** Writes what there is room for, and waits for more room if that is not all. */
  @Override
  public int write(ByteBuffer source) throws IOException {
    int written = channel.write(source);
    hasAsked = true;
    if (source.hasRemaining()) {
      key.interestOps(SelectionKey.OP_WRITE);
      try {
        await();
      } finally {
        if (key.isValid()) {
          key.interestOps(SelectionKey.OP_READ);
        }
      }
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
    // Wakes the thread that waits, and lets the socket go.
    selector.close();
  }
}
