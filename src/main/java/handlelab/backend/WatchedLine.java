package handlelab.backend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** The server's end of a life line: its end is the process's end. Used by the loop's thread. */
final class WatchedLine {
  private static final int CANCEL_BYTES = 5;
  private static final int GOODBYE_BYTES = 1;

  private final SocketChannel channel;
  private final ServerProcess process;
  private final ByteBuffer told = ByteBuffer.allocate(64);
  private boolean isGoodbyeSaid;

  WatchedLine(SocketChannel channel, ServerProcess process) {
    this.channel = channel;
    this.process = process;
  }

  SocketChannel channel() {
    return channel;
  }

  void register(Selector selector) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Takes in what the client tells; false where the line, and with it the process, has ended. */
  boolean read(ServerLog log) {
    try {
      int read = channel.read(told);
      if (read >= 0) {
        told.flip();
        while (take()) {
          // All that has come whole.
        }
        told.compact();
        return true;
      }
    } catch (MalformedLineException e) {
      log.line("process " + process.id() + ": " + e.getMessage());
    } catch (IOException e) {
      // Reset: its JVM was killed.
    }
    process.gone(isGoodbyeSaid);
    return false;
  }

  private boolean take() throws MalformedLineException {
    if (told.remaining() < Integer.BYTES) {
      return false;
    }
    int length = told.getInt(told.position());
    if (length != CANCEL_BYTES && length != GOODBYE_BYTES) {
      throw new MalformedLineException(length);
    }
    if (told.remaining() < Integer.BYTES + length) {
      return false;
    }
    told.getInt();
    byte kind = told.get();
    if (kind == LifeLine.CANCEL && length == CANCEL_BYTES) {
      process.cancel(told.getInt());
    } else if (kind == LifeLine.GOODBYE && length == GOODBYE_BYTES) {
      isGoodbyeSaid = true;
    } else {
      throw new MalformedLineException(length);
    }
    return true;
  }

  /** The client said what nobody says on a life line. */
  private static final class MalformedLineException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedLineException(int length) {
      super("malformed frame on its life line, of " + length + " bytes");
    }
  }
}
