package handlelab.wire;

import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.function.Consumer;

/**
 * The serving side of one stream, with a thread of its own: takes a request, makes the call, sends
 * the reply, until the peer closes.
 *
 * <p>The thread that runs {@link #serve} makes the calls; so it stands for the peer's thread. A
 * malformed frame ends the session with one line in the log, and nothing else. {@link #stop} may be
 * called from any thread.
 */
public final class Session {
  private final ReadableByteChannel in;
  private final WritableByteChannel out;
  private final Served served;
  private final Consumer<String> log;
  private final FrameReader reader = new FrameReader();
  private final FrameWriter writer = new FrameWriter();

  private volatile boolean isBusy;
  private volatile boolean isStopped;

  /** A session for a peer that starts no children itself. */
  public Session(
      ReadableByteChannel in,
      WritableByteChannel out,
      Kernel32 kernel32,
      HandleTables handleTables,
      Consumer<String> log) {
    this.in = in;
    this.out = out;
    this.served =
        new Served(kernel32, handleTables, new BufferedMessageReader(kernel32), null, null);
    this.log = log;
  }

  /** Answers until the peer closes, breaks the protocol, or {@link #stop} is called. */
  public void serve() {
    try {
      while (!isStopped && reader.next(in)) {
        isBusy = true;
        answerOne();
        isBusy = false;
      }
    } catch (MalformedFrameException | EOFException e) {
      log.accept("session ended: " + e.getMessage());
    } catch (ClosedChannelException e) {
      // Stopped, or cancelled: whoever did that knows.
    } catch (IOException e) {
      log.accept("session ended: the stream failed: " + e.getMessage());
    } finally {
      close();
    }
  }

  private void answerOne() throws IOException {
    Operation operation = Operation.of(reader.getByte());
    boolean isInterrupted = reader.getBoolean();
    Request request = RequestCodec.read(operation, reader);
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    Reply reply = served.answer(request);
    if (isInterrupted) {
      var unused = Thread.interrupted();
    }
    if (reply instanceof Reply.Rows rows) {
      sendInChunks(rows.rows());
    } else {
      ReplyCodec.write(reply, writer);
      writer.send(out);
    }
  }

  private void sendInChunks(List<HandleRow> rows) throws IOException {
    int start = 0;
    do {
      int end = RowCodec.chunk(rows, start);
      ReplyCodec.write(new Reply.Rows(rows.subList(start, end), end < rows.size()), writer);
      writer.send(out);
      start = end;
    } while (start < rows.size());
  }

  /** Ends the session: at once where it waits for a request, else after the reply at hand. */
  public void stop() {
    isStopped = true;
    if (!isBusy) {
      close();
    }
  }

  private void close() {
    try {
      in.close();
    } catch (IOException e) {
      // The session is over either way.
    }
    try {
      out.close();
    } catch (IOException e) {
      // As above.
    }
  }
}
