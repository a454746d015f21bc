package handlelab.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;

/**
 * A server's end of a socket: it spins for a short while before it blocks. It needs no descriptor
 * beside the socket's, of which a server has thousands. One thread reads and writes; any may close.
 */
public final class ServerChannel implements ByteChannel {
  private final SocketChannel channel;
  private final Spinning spinning = new Spinning();

  /**
   * @param channel in blocking mode; used through this object only
   */
  public ServerChannel(SocketChannel channel) {
    this.channel = channel;
  }

  /** Reads at least one byte; -1 at the end of the stream. */
  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!spinning.isWorthwhile()) {
      return blockingRead(target);
    }
    if (channel.isBlocking()) {
      channel.configureBlocking(false);
    }
    int read = spinning.read(channel, target);
    return read == 0 ? blockingRead(target) : read;
  }

  private int blockingRead(ByteBuffer target) throws IOException {
    if (!channel.isBlocking()) {
      channel.configureBlocking(true);
    }
    return channel.read(target);
  }

  /** Writes at least one byte, and waits until there is room for it. */
  @Override
  public int write(ByteBuffer source) throws IOException {
    int written = channel.write(source);
    if (written == 0 && source.hasRemaining()) {
      channel.configureBlocking(true);
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
