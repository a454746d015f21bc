package handlelab.backend;

import handlelab.wire.Message;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A client process's first connection, with which its simulated process lives and ends: what the
 * process says of itself, its calls and its children that is no call.
 *
 * <p>The socket is not in blocking mode, so an interrupt cannot break it. Its lock is this object.
 */
final class ControlConnection {
  // The kinds of messages.

  /** A call is cancelled: the number of its connection, its own. */
  static final int CANCEL = 1;

  /** A thread's connection is broken at the client's end: its number. */
  static final int DROP = 2;

  /** A child runs: its process id, its host process. */
  static final int CHILD_STARTED = 3;

  /** A child's host process has ended: its process id, the exit code that the host has of it. */
  static final int CHILD_EXITED = 4;

  /** The process is about to end in good order: its exit code, whether that is known. */
  static final int LEAVE = 5;

  /** The server is to show that it is there, by one byte. */
  static final int PING = 6;

  private final RuntimeFolder folder;
  private final SocketChannel channel;
  private final WritableByteChannel writer = new PatientWriter();
  private final Message message = new Message();
  private final ByteBuffer answers = ByteBuffer.allocate(64);
  private boolean isLost;
  private boolean hasLeft;

  /** Since when a ping has no answer; null if none is under way. */
  private ServerTimeout ping;

  /** How many pings had an answer. */
  private long pongs;

  /**
   * @param channel not in blocking mode; hello was said on it
   */
  ControlConnection(RuntimeFolder folder, SocketChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Whether the server has ended. */
  synchronized boolean isLost() {
    try {
      int read;
      while ((read = channel.read(answers.clear())) > 0) {
        ping = null;
        pongs++;
      }
      isLost |= read < 0;
    } catch (IOException e) {
      isLost = true;
    }
    return isLost;
  }

  synchronized void cancel(int connection, int call) {
    send(message.begin().putByte(CANCEL).put(connection).put(call));
  }

  synchronized void drop(int connection) {
    send(message.begin().putByte(DROP).put(connection));
  }

  synchronized void childStarted(int processId, HostProcess host) {
    send(message.begin().putByte(CHILD_STARTED).put(processId).put(HostProcess.format(host)));
  }

  synchronized void childExited(int processId, int exitCode) {
    send(message.begin().putByte(CHILD_EXITED).put(processId).put(exitCode));
  }

  /** The process is about to end; only what is said first counts. */
  synchronized void leave(int exitCode, boolean isKnown) {
    if (!hasLeft) {
      hasLeft = true;
      send(message.begin().putByte(LEAVE).put(exitCode).put(isKnown));
    }
  }

  private void send(Message frame) {
    try {
      frame.send(writer);
    } catch (IOException e) {
      // The server is gone, and the process with it; its calls say so.
    }
  }

  /**
   * Returns once the server has answered a ping; tells the user if that takes some seconds.
   *
   * @throws IOException if it does not within the limit, or has ended
   */
  void requireAnswer() throws IOException {
    long before = pongs();
    try (ServerTimeout timeout = new ServerTimeout(folder)) {
      while (!hasAnswered(before)) {
        timeout.sleep();
      }
    }
  }

  private synchronized long pongs() {
    return pongs;
  }

  private synchronized boolean hasAnswered(long before) throws IOException {
    if (isLost()) {
      throw new EOFException("it has ended");
    }
    if (pongs != before) {
      return true;
    }
    if (ping == null) {
      ping = new ServerTimeout(folder);
      send(message.begin().putByte(PING));
    }
    ping.check(ServerTimeout.NO_ANSWER);
    return false;
  }

  /** Ends the process in good order. */
  synchronized void close() {
    leave(0, false);
    try {
      channel.close();
    } catch (IOException e) {
      // The server sees the end in any case.
    }
  }

  /** Waits for room if the server does not read, which is seldom and not for long. */
  private final class PatientWriter implements WritableByteChannel {
    @Override
    public int write(ByteBuffer source) throws IOException {
      try (ServerTimeout timeout = new ServerTimeout(folder)) {
        int written;
        while ((written = channel.write(source)) == 0) {
          timeout.pause(ServerTimeout.NO_ANSWER);
        }
        return written;
      }
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
}
