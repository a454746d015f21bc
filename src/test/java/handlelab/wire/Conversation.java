package handlelab.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The bytes that a peer sends to a session and gets from it, whatever they are, and whether the
 * session is right: each request that is one has one answer of its kind, in order, and the first
 * that is none ends it.
 */
public final class Conversation {
  /** A larger frame needs memory of the budget, and is not read where there is none. */
  private static final int SURELY_READ_BYTES = 4096;

  private final FrameReader sent = new FrameReader();
  private final FrameReader got = new FrameReader();
  private final Deque<Operation> unanswered = new ArrayDeque<>();
  private final Set<Integer> opened = new HashSet<>();
  private boolean isMalformed;

  /** What was wrong with the frame. */
  private String fault;

  /** Whether a frame may be malformed or have found no memory. */
  private boolean isUnsure;

  private PreparedChild lastChild;

  /** Something to do with the frame at hand. */
  private interface Frame {
    void take() throws IOException;
  }

  private static void feed(FrameReader reader, byte[] bytes, Frame frame) throws IOException {
    ByteArrayInputStream stream = new ByteArrayInputStream(bytes);
    ReadableByteChannel channel = Channels.newChannel(stream);
    while (stream.available() > 0 && reader.fill(channel)) {
      while (reader.take()) {
        frame.take();
      }
    }
  }

  /** The peer has sent these. */
  public void sent(byte[] bytes) {
    if (isMalformed) {
      return;
    }
    try {
      feed(sent, bytes, this::request);
    } catch (MalformedFrameException e) {
      isMalformed = true;
      fault = e.getMessage();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void request() throws MalformedFrameException {
    int size = sent.getRest().remaining();
    try {
      byte number = sent.getByte();
      if (number == RequestCodec.CANCEL) {
        sent.end();
        return;
      }
      Operation operation = Operation.of(number);
      if (size > SURELY_READ_BYTES) {
        unanswered.add(operation);
      }
      var unused = sent.getBoolean();
      Request request = RequestCodec.read(operation, sent);
      if (size <= SURELY_READ_BYTES) {
        unanswered.add(operation);
      }
      if (request instanceof ProcessRequest.OpenProcess open) {
        opened.add(open.processId() & ~3);
      }
    } catch (MalformedFrameException e) {
      isUnsure |= size > SURELY_READ_BYTES;
      throw e;
    }
  }

  /** The peer has got these. */
  public void got(byte[] bytes) {
    try {
      feed(got, bytes, this::reply);
    } catch (IOException e) {
      throw new AssertionError("the session says what is no reply", e);
    }
  }

  private void reply() throws IOException {
    Reply reply = ReplyCodec.read(got);
    if (isUnsure) {
      // Nobody knows which requests the session has seen.
      return;
    }
    Operation operation = unanswered.peek();
    require(operation != null, "an answer to nothing: " + reply);
    boolean isFitting =
        reply instanceof Reply.Failed failed
            ? failed.errorCode() != 0 && !failed.function().isEmpty()
            : reply instanceof Reply.Ended
                || reply instanceof Reply.Refused
                || kind(operation).isInstance(reply);
    require(isFitting, operation + " was answered by " + reply);
    if (reply instanceof Reply.Refused refused) {
      require(!refused.reason().contains("Exception"), refused.reason());
      require(!refused.reason().contains("Error:"), refused.reason());
    }
    if (reply instanceof Reply.Prepared prepared) {
      lastChild = prepared.child();
    }
    if (!(reply instanceof Reply.Rows rows && rows.more())) {
      unanswered.remove();
    }
  }

  private static Class<? extends Reply> kind(Operation operation) {
    return switch (operation) {
      case GET_MAILSLOT_INFO -> Reply.Slot.class;
      case READ_FILE -> Reply.Data.class;
      case CREATE_PROCESS -> Reply.Started.class;
      case CREATE_CHILD -> Reply.Prepared.class;
      case HANDLES, HANDLES_AMONG -> Reply.Rows.class;
      case PROCESS_IDS -> Reply.Ids.class;
      case SET_MAILSLOT_INFO,
          CLOSE_HANDLE,
          SET_HANDLE_INFORMATION,
          TERMINATE_PROCESS,
          ABORT_CHILD,
          CHILD_STARTED,
          CHILD_EXITED,
          CANCEL_IO_EX ->
          Reply.Done.class;
      default -> Reply.Value.class;
    };
  }

  /** The child that was made last, or null. */
  public PreparedChild lastChild() {
    return lastChild;
  }

  /** Whether a handle to that process was asked for. */
  public boolean hasOpened(int processId) {
    return opened.contains(processId);
  }

  /** The peer has got all that came, and the session goes on: nothing was wrong. */
  public void requireGoesOn() {
    require(
        !isMalformed || isUnsure,
        "a malformed frame does not end the session: " + fault + ", unanswered " + unanswered);
    boolean isWaiting = unanswered.size() == 1 && unanswered.element().mayWait();
    require(unanswered.isEmpty() || isWaiting || isUnsure, "no answer to " + unanswered);
  }

  /**
   * The session has ended by itself, and said why: something was wrong.
   *
   * @param isCut whether the peer may have ended inside a frame
   */
  public void requireFault(String line, boolean isCut) {
    boolean isRequestDuringCall = unanswered.size() > 1 && unanswered.element().mayWait();
    require(isMalformed || isRequestDuringCall || isCut, "ended for nothing: " + line);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  /** Whether a budget of so many bytes has all of them. */
  public static boolean isWhole(FrameBudget budget, int bytes) {
    boolean isWhole = budget.take(bytes) && !budget.take(1);
    if (isWhole) {
      budget.giveBack(bytes);
    }
    return isWhole;
  }
}
