package handlelab.wire;

import handlelab.api.HandleRow;
import handlelab.api.ProcessEndedException;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The calling side of one stream: sends a request, waits for its reply.
 *
 * <p>One call at a time is under way: its lock is this object. A call that fails on the stream
 * closes the connection, because nobody knows what would come next on it.
 *
 * <p>On a {@link PollingChannel}, a call that waits and is interrupted has the other side end it,
 * and waits for what became of it: so it is done and its result is here, or it is not done. Other
 * blocking channels the JDK closes where a thread is interrupted, and with them the connection.
 */
public final class WireConnection implements AutoCloseable {
  private final ReadableByteChannel in;
  private final WritableByteChannel out;
  private final String peer;

  /** Both channels, where an interrupt does not break them; else null. */
  private final PollingChannel polling;

  private final FrameWriter writer = new FrameWriter();
  private final FrameReader reader = new FrameReader();

  /** Whether the call under way may wait, and can be cancelled. */
  private boolean isWaiting;

  /**
   * A connection that an interrupt closes.
   *
   * @param peer what error messages call the other side, such as {@code "the child"}
   */
  public WireConnection(ReadableByteChannel in, WritableByteChannel out, String peer) {
    this(in, out, null, peer);
  }

  /**
   * A connection that an interrupt leaves open; the other side is an {@link EventSession}.
   *
   * @param peer as above
   */
  public WireConnection(PollingChannel channel, String peer) {
    this(channel, channel, channel, peer);
  }

  private WireConnection(
      ReadableByteChannel in, WritableByteChannel out, PollingChannel polling, String peer) {
    this.in = in;
    this.out = out;
    this.polling = polling;
    this.peer = peer;
    if (polling != null) {
      polling.onInterrupt(new Cancellation());
    }
  }

  public boolean isOpen() {
    return in.isOpen() && out.isOpen();
  }

  /** Ends the connection; a call under way fails with {@link ConnectionLostException}. */
  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      // Nothing can be read or written any more, which is what closing is for.
    }
    try {
      out.close();
    } catch (IOException e) {
      // As above.
    }
  }

  /**
   * Makes one call.
   *
   * @throws Win32Exception where the function failed; ERROR_OPERATION_ABORTED where the thread was
   *     interrupted in a call that waits
   * @throws ProcessEndedException where the calling process has ended
   * @throws BadRequestException where the other side could not make the call
   * @throws ConnectionLostException where the stream failed; whether the call was made is not known
   */
  synchronized Reply call(Request request) {
    // An interrupt that came before the call is told to the kernel; on the channel it would only
    // break the connection.
    boolean isInterrupted = Thread.interrupted();
    try {
      RequestCodec.write(request, isInterrupted, writer);
      return checked(exchange(request));
    } finally {
      if (isInterrupted || (polling != null && polling.takeInterrupt())) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Reply exchange(Request request) {
    isWaiting = false;
    try {
      writer.send(out);
      isWaiting = request.operation().mayWait();
      Reply reply = receive();
      return reply instanceof Reply.Rows rows && rows.more() ? gather(rows) : reply;
    } catch (ClosedByInterruptException e) {
      close();
      Operation operation = request.operation();
      if (operation.mayWait()) {
        throw new Win32Exception(operation.title, Win32Error.ERROR_OPERATION_ABORTED);
      }
      throw new ConnectionLostException(
          "interrupted during " + operation.title + "; whether it was done is not known", e);
    } catch (IOException e) {
      boolean wasOpen = isOpen();
      close();
      String what = wasOpen ? "lost the connection to " : "the connection is closed to ";
      throw new ConnectionLostException(
          what + peer + " during " + request.operation().title + " (" + reason(e) + ")", e);
    }
  }

  /** Asks for the end of the call that waits; in its thread, which then waits for the reply. */
  private final class Cancellation implements Runnable {
    @Override
    public void run() {
      if (!isWaiting) {
        return;
      }
      try {
        RequestCodec.writeCancel(writer);
        writer.send(out);
      } catch (IOException e) {
        // The stream is broken, as whoever reads on it is about to see.
      }
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private Reply receive() throws IOException {
    if (!reader.next(in)) {
      throw new IOException("it has ended");
    }
    if (polling != null) {
      polling.mayLook(ReplyCodec.mayLook(reader));
    }
    return ReplyCodec.read(reader);
  }

  private Reply gather(Reply.Rows first) throws IOException {
    List<HandleRow> rows = new ArrayList<>(first.rows());
    Reply.Rows next;
    do {
      Reply reply = receive();
      if (!(reply instanceof Reply.Rows chunk)
          || rows.size() + chunk.rows().size() > WireLimits.MAX_ROWS) {
        throw new MalformedFrameException("no rows where rows were to follow");
      }
      next = chunk;
      rows.addAll(next.rows());
    } while (next.more());
    return new Reply.Rows(rows, false);
  }

  private static Reply checked(Reply reply) {
    if (reply instanceof Reply.Failed failed) {
      throw new Win32Exception(failed.function(), failed.errorCode());
    }
    if (reply instanceof Reply.Ended ended) {
      throw new ProcessEndedException(ended.processId());
    }
    if (reply instanceof Reply.Refused refused) {
      throw new BadRequestException(refused.reason());
    }
    return reply;
  }

  /** Makes a call that has a result of one number. */
  long value(Request request) {
    return call(request, Reply.Value.class).value();
  }

  /** Makes a call that has a result of this kind. */
  <T extends Reply> T call(Request request, Class<T> expected) {
    Reply reply = call(request);
    if (!expected.isInstance(reply)) {
      close();
      throw new ConnectionLostException(
          peer + " gave an answer to another question than " + request.operation().title, null);
    }
    return expected.cast(reply);
  }
}
