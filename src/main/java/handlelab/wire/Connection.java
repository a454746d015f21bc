package handlelab.wire;

import handlelab.api.ProcessEndedException;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedByInterruptException;

/**
 * The calling end of one stream: {@link #call}, and the result out of the reply.
 *
 * <p>Used by one thread; any may close it. A call that fails on the stream closes the connection,
 * because what would come next on it is not known.
 *
 * <p>On a {@link SpinningChannel}, an interrupt leaves the connection open: the channel's owner
 * asks the serving end to cancel the call, which is then done or not done. Other channels are
 * closed by the JDK when their thread is interrupted.
 */
public final class Connection implements AutoCloseable {
  // The status of a reply.
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int ENDED = 2;
  static final int REFUSED = 3;
  static final int UNSUPPORTED = 4;

  private final ByteChannel channel;
  private final String peer;
  private final Message message = new Message();
  private RemoteKernel32.Op op;
  private int calls;

  /**
   * @param channel in blocking mode, or a {@link SpinningChannel}
   * @param peer what error messages call the other end, such as {@code "the child"}
   */
  public Connection(ByteChannel channel, String peer) {
    this.channel = channel;
    this.peer = peer;
  }

  public boolean isOpen() {
    return channel.isOpen();
  }

  /** Ends the connection; a call under way fails with {@link ConnectionLostException}. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing can be read or written any more, which is what closing is for.
    }
  }

  /** How many calls have been made; the number of the one that is under way. */
  public int calls() {
    return calls;
  }

  /**
   * Makes a call; the result is taken from the reply next.
   *
   * @param parameters as {@link Message#putAll} takes them
   * @throws Win32Exception if the function failed; ERROR_OPERATION_ABORTED if the thread was
   *     interrupted in a call that waits
   * @throws ProcessEndedException if the calling process has ended
   * @throws IllegalArgumentException if the serving end could not make the call at all
   * @throws ConnectionLostException if the stream failed; whether the call was made is not known
   */
  @SuppressWarnings("EnumOrdinal") // both ends are of one version
  Message call(RemoteKernel32.Op newOp, Object... parameters) {
    op = newOp;
    // The serving end is told of an earlier interrupt; here it would only break the channel.
    boolean isInterrupted = takeInterrupt();
    try {
      message.begin().putByte(op.ordinal()).put(isInterrupted).putAll(parameters);
      calls++;
      message.send(channel);
      return more();
    } catch (ClosedByInterruptException e) {
      close();
      throw new Win32Exception(op.title, Win32Error.ERROR_OPERATION_ABORTED);
    } catch (IOException | MalformedFrameException e) {
      throw lost(e);
    } finally {
      if (takeInterrupt() || isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean takeInterrupt() {
    boolean wasInterrupted = channel instanceof SpinningChannel caller && caller.takeInterrupt();
    return Thread.interrupted() || wasInterrupted;
  }

  /** Waits for the next frame of a reply. */
  private Message more() throws IOException {
    if (!message.receive(channel)) {
      throw new EOFException("it has ended");
    }
    int status = message.int8();
    return switch (status) {
      case DONE -> message;
      case FAILED -> throw new Win32Exception(message.requiredText(), message.int32());
      case ENDED -> throw new ProcessEndedException(message.int32());
      case REFUSED -> throw new IllegalArgumentException(message.requiredText());
      case UNSUPPORTED -> throw new UnsupportedOperationException(message.requiredText());
      default -> throw new MalformedFrameException("no reply has the status " + status);
    };
  }

  /** As {@link #call}, for the further frames of a reply that has several. */
  Message furtherReply() {
    try {
      return more();
    } catch (IOException | MalformedFrameException e) {
      throw lost(e);
    }
  }

  /** Closes the connection after a reply that makes no sense. */
  ConnectionLostException lost(Exception cause) {
    if (channel instanceof SpinningChannel caller) {
      caller.broken();
    }
    String what = isOpen() ? "lost the connection to " : "the connection is closed to ";
    close();
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new ConnectionLostException(
        what + peer + " during " + op.title + " (" + reason + ")", cause);
  }
}
