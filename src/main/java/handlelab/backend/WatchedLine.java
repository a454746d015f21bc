package handlelab.backend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The server's end of a life line: its end is the process's end. */
final class WatchedLine implements Role {
  private static final int GOODBYE_BYTES = 1;

  private final SocketChannel channel;
  private final ServerProcess process;
  private final ServerLog log;
  private final ByteBuffer told = ByteBuffer.allocate(Integer.BYTES + GOODBYE_BYTES + 1);
  private boolean isGoodbyeSaid;

  WatchedLine(SocketChannel channel, ServerProcess process, ServerLog log) {
    this.channel = channel;
    this.process = process;
    this.log = log;
  }

  /** All that a client says on its life line is that it leaves in good order. */
  @Override
  public boolean read() {
    try {
      int read = channel.read(told);
      if (read < 0) {
        return false;
      }
    } catch (IOException e) {
      // Reset: its JVM was killed.
      return false;
    }
    if (told.position() < Integer.BYTES + GOODBYE_BYTES) {
      return true;
    }
    isGoodbyeSaid =
        told.position() == Integer.BYTES + GOODBYE_BYTES
            && told.getInt(0) == GOODBYE_BYTES
            && told.get(Integer.BYTES) == LifeLine.GOODBYE;
    if (!isGoodbyeSaid) {
      log.line("process " + process.id() + ": malformed frame on its life line");
    }
    return isGoodbyeSaid;
  }

  @Override
  public boolean write() {
    return true;
  }

  @Override
  public boolean retry() {
    return true;
  }

  @Override
  public boolean isWriting() {
    return false;
  }

  @Override
  public long remainingNanos() {
    return FOR_EVER;
  }

  @Override
  public void end() {
    process.gone(isGoodbyeSaid);
  }
}
