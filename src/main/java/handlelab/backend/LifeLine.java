package handlelab.backend;

import handlelab.wire.FrameWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A client JVM's first connection: the simulated process lives as long as it does. Beside that, the
 * client tells on it what it cannot tell on a thread's connection.
 */
final class LifeLine {
  /** A thread waits for its call no more: its connection's number follows. */
  static final int CANCEL = 1;

  /** The process ends in good order; the connection's end follows. */
  static final int GOODBYE = 2;

  private final SocketChannel channel;

  LifeLine(SocketChannel channel) {
    this.channel = channel;
  }

  /** Must not be called by a thread that may be interrupted: that would close the life line. */
  synchronized void cancel(int connectionNumber) throws IOException {
    FrameWriter out = new FrameWriter();
    out.begin();
    out.putByte(CANCEL);
    out.putInt(connectionNumber);
    out.send(channel);
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
