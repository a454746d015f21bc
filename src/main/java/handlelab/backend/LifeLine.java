package handlelab.backend;

import handlelab.wire.FrameWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A client JVM's first connection: the simulated process lives as long as it does. All that is said
 * on it is that the end to come is one in good order.
 */
final class LifeLine {
  /** The process ends in good order; the connection's end follows. */
  static final int GOODBYE = 1;

  private final SocketChannel channel;

  LifeLine(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Whether the server has ended. It says nothing more on the life line, so all there is to read is
   * the end.
   */
  synchronized boolean isLost() {
    boolean isInterrupted = Thread.interrupted();
    try {
      channel.configureBlocking(false);
      int read = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return read != 0;
    } catch (IOException e) {
      return true;
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  synchronized void end() {
    boolean isInterrupted = Thread.interrupted();
    try (channel) {
      FrameWriter out = new FrameWriter();
      out.begin();
      out.putByte(GOODBYE);
      out.send(channel);
    } catch (IOException e) {
      // The server is gone, and the process with it.
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
