package handlelab.wire;

import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The serving side of one stream, without a thread of its own: a loop that serves many calls it
 * when something has come, when there is room to write, and when what a call waits for may have
 * happened.
 *
 * <p>One call is under way at a time, and no new one is taken while the last reply has not been
 * taken: so a peer that does not read costs one reply, or a chunk of one. A malformed frame ends
 * the session with one line in the log, and nothing else. Used by one thread.
 */
public final class EventSession {
  private final ByteChannel channel;
  private final FrameReader reader;
  private final FrameWriter writer;
  private final Served served;
  private final BooleanSupplier mayLook;
  private final Consumer<String> log;

  /** The call that waits, or null. */
  private PendingCall pending;

  private Operation pendingOperation;

  /** What the channel has not taken yet of a reply, or null. */
  private ByteBuffer unsent;

  /** The message that is sent after that, or null. */
  private ByteBuffer message;

  /** The read whose message it is: the kernel keeps count of its memory until it is sent. */
  private PendingCall delivering;

  /** What of the budget {@code unsent} has taken. */
  private int unsentTaken;

  /** The rows that are yet to be sent, from {@code nextRow} on, or null. */
  private List<HandleRow> rows;

  private int nextRow;

  /**
   * @param channel not in blocking mode
   * @param reader which may have begun to read
   * @param writer one for all sessions of the loop
   * @param mayLook whether the peer, when it waits, may look for a while before it sleeps
   */
  public EventSession(
      ByteChannel channel,
      FrameReader reader,
      FrameWriter writer,
      Kernel32 kernel32,
      HandleTables handleTables,
      WaitingCalls waiting,
      HostedChildren children,
      BooleanSupplier mayLook,
      Consumer<String> log) {
    this.channel = channel;
    this.reader = reader;
    this.writer = writer;
    this.served = new Served(kernel32, handleTables, null, waiting, children);
    this.mayLook = mayLook;
    this.log = log;
  }

  /** Whether the last {@link #read} found anything, be it the end. */
  public boolean hasRead() {
    return reader.hasFilled();
  }

  /** One step of a session. */
  private interface Step {
    boolean perform() throws IOException;
  }

  private boolean perform(Step step) {
    try {
      return step.perform();
    } catch (MalformedFrameException | EOFException e) {
      log.accept("session ended: " + e.getMessage());
    } catch (IOException e) {
      log.accept("session ended: the stream failed: " + e.getMessage());
    }
    return false;
  }

  /** Reads what has come, once, and answers it; false where the session is over. */
  public boolean read() {
    return perform(() -> reader.fill(channel) && answerAll());
  }

  /** Goes on with a reply that the channel did not take; false where the session is over. */
  public boolean write() {
    return perform(
        () -> {
          sendRest();
          return answerAll();
        });
  }

  /**
   * Tries the call again that waits, if one does, and answers what has been read already; false
   * where the session is over.
   */
  public boolean retry() {
    return perform(
        () -> {
          if (pending != null) {
            attempt();
          }
          return answerAll();
        });
  }

  /** Whether the peer has not taken the last reply. */
  public boolean isWriting() {
    return unsent != null || message != null || rows != null;
  }

  /**
   * The time until the call that waits is to be tried again; {@link PendingCall#FOR_EVER} if none.
   */
  public long remainingNanos() {
    return pending == null ? PendingCall.FOR_EVER : pending.remainingNanos();
  }

  /** Gives up the call that waits, and all memory. The channel is the caller's to close. */
  public void end() {
    if (pending != null) {
      pending.abandon();
      pending = null;
    }
    sentAll();
    delivered();
    rows = null;
    reader.release();
  }

  private boolean answerAll() throws IOException {
    while (!isWriting() && reader.take()) {
      byte number = reader.getByte();
      if (number == RequestCodec.CANCEL) {
        reader.end();
        cancel();
      } else if (pending != null) {
        throw new MalformedFrameException("a request while a call is under way");
      } else {
        answer(Operation.of(number));
      }
    }
    return true;
  }

  private void cancel() throws IOException {
    if (pending != null) {
      pending.cancel();
      attempt();
    }
  }

  private void answer(Operation operation) throws IOException {
    if (reader.isCut()) {
      send(new Reply.Failed(operation.title, Win32Error.ERROR_NO_SYSTEM_RESOURCES));
      return;
    }
    boolean isInterrupted = reader.getBoolean();
    Request request = RequestCodec.read(operation, reader);
    if (!operation.mayWait()) {
      send(served.answer(request));
      return;
    }
    try {
      pending = request.begin(served.waiting());
    } catch (RuntimeException e) {
      send(Served.failure(operation, e));
      return;
    }
    pendingOperation = operation;
    attempt();
    if (isInterrupted) {
      cancel();
    }
  }

  private void attempt() throws IOException {
    Reply reply;
    try {
      if (!pending.attempt()) {
        return;
      }
      ByteBuffer read = pending.message();
      reply = read == null ? new Reply.Value(pending.value()) : new Reply.Data(read);
    } catch (RuntimeException | OutOfMemoryError e) {
      reply = Served.failure(pendingOperation, e);
    }
    delivering = pending;
    pending = null;
    send(reply);
    if (message == null) {
      delivered();
    }
  }

  /** The kernel need not count the message's memory any more. */
  private void delivered() {
    message = null;
    if (delivering != null) {
      delivering.release();
      delivering = null;
    }
  }

  private void send(Reply reply) throws IOException {
    if (reply instanceof Reply.Rows all) {
      rows = all.rows();
      nextRow = 0;
      sendRest();
    } else if (reply instanceof Reply.Data data
        && data.bytes().remaining() > WireLimits.CHUNK_BYTES) {
      // A large one is nobody else's any more, so there is no need of a copy.
      ReplyCodec.beginData(writer);
      message = data.bytes();
      sendFrame(writer.finish(message.remaining()));
      sendRest();
    } else {
      ReplyCodec.write(reply, writer);
      if (mayLook.getAsBoolean()) {
        ReplyCodec.addMayLook(writer);
      }
      sendFrame(writer.finish(0));
    }
  }

  /** Sends a frame in the writer's buffer, which is used for others afterwards. */
  private void sendFrame(ByteBuffer frame) throws IOException {
    Buffers.write(channel, frame);
    if (frame.hasRemaining()) {
      keep(ByteBuffer.allocate(frame.remaining()).put(frame).flip());
    }
    writer.shrink();
  }

  /**
   * Keeps the rest of a frame, which is no message; a large one where there is memory for it: the
   * peer may never take it.
   *
   * @throws IOException where there is none, which ends the session
   */
  private void keep(ByteBuffer reply) throws IOException {
    sentAll();
    if (reply.remaining() > WireLimits.CHUNK_BYTES) {
      if (!reader.budget().take(reply.remaining())) {
        throw new IOException("there is no memory to keep a reply that is not read");
      }
      unsentTaken = reply.remaining();
    }
    unsent = reply;
  }

  private void sentAll() {
    unsent = null;
    reader.budget().giveBack(unsentTaken);
    unsentTaken = 0;
  }

  private void sendRest() throws IOException {
    while (true) {
      if (unsent != null) {
        if (!isTaken(unsent)) {
          return;
        }
        sentAll();
      }
      if (message != null) {
        if (!isTaken(message)) {
          return;
        }
        delivered();
      }
      if (rows == null) {
        return;
      }
      sendChunk();
    }
  }

  /** Writes as much as the channel takes; whether that is all. */
  private boolean isTaken(ByteBuffer bytes) throws IOException {
    int before;
    do {
      before = bytes.remaining();
      Buffers.write(channel, bytes);
    } while (bytes.hasRemaining() && bytes.remaining() < before);
    return !bytes.hasRemaining();
  }

  private void sendChunk() throws IOException {
    int end = RowCodec.chunk(rows, nextRow);
    boolean hasMore = end < rows.size();
    ReplyCodec.write(new Reply.Rows(rows.subList(nextRow, end), hasMore), writer);
    nextRow = end;
    if (!hasMore) {
      rows = null;
    }
    sendFrame(writer.finish(0));
  }
}
