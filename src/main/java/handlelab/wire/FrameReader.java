package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Takes frames from a channel and fields from the frame, out of a reused buffer.
 *
 * <p>The buffer grows with the bytes that have come, never with the length that a peer claims, and
 * no further than its budget allows. Each field is checked against the frame's end. Used by one
 * thread at a time.
 */
public final class FrameReader {
  private static final int LENGTH_BYTES = Integer.BYTES;

  /** What is kept of a frame for which there is no memory: enough to say which call it is. */
  private static final int KEPT_OF_CUT_BYTES = 64;

  private final FrameBudget budget;

  /** A larger buffer is within the budget, and given up after the frame. */
  private final int keptBytes;

  private int maxFrameBytes;

  /** From 0 to {@code filled}: what came. Position and limit show the frame at hand. */
  private ByteBuffer buffer = ByteBuffer.allocateDirect(WireLimits.FIRST_BUFFER_BYTES);

  private int filled;

  /** The end of the frame at hand, or 0. */
  private int frameEnd;

  /** The bytes of a frame that are yet to come and to be dropped. */
  private int toSkip;

  private boolean isCut;
  private boolean hasFilled;

  /** Takes frames of up to {@link WireLimits#MAX_FRAME_BYTES}. */
  public FrameReader() {
    this(WireLimits.MAX_FRAME_BYTES);
  }

  /**
   * @param maxFrameBytes what a frame may hold without its length field
   */
  public FrameReader(int maxFrameBytes) {
    this(maxFrameBytes, FrameBudget.UNLIMITED);
  }

  /**
   * @param maxFrameBytes as above
   * @param budget shared with other readers
   */
  public FrameReader(int maxFrameBytes, FrameBudget budget) {
    this.maxFrameBytes = maxFrameBytes;
    this.budget = budget;
    this.keptBytes =
        budget == FrameBudget.UNLIMITED
            ? WireLimits.KEPT_BUFFER_BYTES
            : WireLimits.KEPT_SERVER_BUFFER_BYTES;
  }

  /**
   * Takes larger or smaller frames from the next one on.
   *
   * @param maxBytes what a frame may hold without its length field
   */
  public void limitFrames(int maxBytes) {
    maxFrameBytes = maxBytes;
  }

  /**
   * Waits for the next frame and forgets the one before; false where the stream ends between two
   * frames.
   *
   * @param channel in blocking mode
   * @throws MalformedFrameException for a length that no frame has
   * @throws EOFException where the stream ends inside a frame
   * @throws IOException where the channel fails
   */
  public boolean next(ReadableByteChannel channel) throws IOException {
    while (!take()) {
      if (!fill(channel)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Shows the next frame and forgets the one before; false where it has not come whole.
   *
   * @throws MalformedFrameException for a length that no frame has
   */
  public boolean take() throws MalformedFrameException {
    dropFrame();
    if (filled < LENGTH_BYTES) {
      return false;
    }
    int length = frameLength();
    if (toSkip > 0 || (!isCut && filled - LENGTH_BYTES < length)) {
      return false;
    }
    frameEnd = isCut ? filled : LENGTH_BYTES + length;
    buffer.limit(frameEnd).position(LENGTH_BYTES);
    return true;
  }

  /**
   * Reads what has come, once; false where the stream ends between two frames. To be called where
   * {@link #take} has nothing.
   *
   * @throws MalformedFrameException for a length that no frame has
   * @throws EOFException where the stream ends inside a frame
   * @throws IOException where the channel fails
   */
  public boolean fill(ReadableByteChannel channel) throws IOException {
    makeRoom();
    if (toSkip > 0) {
      buffer.limit(Math.min(buffer.capacity(), filled + toSkip)).position(filled);
    } else {
      buffer.limit(buffer.capacity()).position(filled);
    }
    int read = Buffers.read(channel, buffer);
    hasFilled = read != 0;
    if (read < 0) {
      if (filled > 0) {
        throw new EOFException("the stream ended inside a frame");
      }
      return false;
    }
    if (toSkip > 0) {
      toSkip -= read;
    } else {
      filled = buffer.position();
    }
    return true;
  }

  /** Whether the last {@link #fill} found anything, be it the end. */
  boolean hasFilled() {
    return hasFilled;
  }

  /** What it shares with others. */
  FrameBudget budget() {
    return budget;
  }

  /** Whether there was no memory for the frame at hand: all but its beginning is lost. */
  boolean isCut() {
    return isCut;
  }

  private int frameLength() throws MalformedFrameException {
    int length = buffer.getInt(0);
    if (length <= 0 || length > maxFrameBytes) {
      throw new MalformedFrameException(
          "a length of " + Integer.toUnsignedString(length) + " bytes");
    }
    return length;
  }

  private void dropFrame() {
    if (frameEnd == 0) {
      return;
    }
    if (filled > frameEnd) {
      buffer.limit(filled).position(frameEnd).compact();
    }
    filled -= frameEnd;
    frameEnd = 0;
    isCut = false;
    if (filled == 0 && buffer.capacity() > keptBytes) {
      budget.giveBack(buffer.capacity());
      buffer = ByteBuffer.allocateDirect(WireLimits.FIRST_BUFFER_BYTES);
    }
  }

  private void makeRoom() throws MalformedFrameException {
    if (filled < buffer.capacity() || isCut) {
      return;
    }
    int frameBytes = LENGTH_BYTES + frameLength();
    int capacity = Math.min(2 * buffer.capacity(), frameBytes);
    int before = buffer.capacity() > keptBytes ? buffer.capacity() : 0;
    if (capacity <= keptBytes) {
      buffer = ByteBuffer.allocateDirect(capacity).put(buffer.limit(filled).position(0));
    } else if (budget.take(capacity - before)) {
      buffer = ByteBuffer.allocate(capacity).put(buffer.limit(filled).position(0));
    } else {
      isCut = true;
      toSkip = frameBytes - filled;
      filled = LENGTH_BYTES + KEPT_OF_CUT_BYTES;
    }
  }

  /** Gives up the buffer; nothing can be read any more. */
  void release() {
    if (buffer.capacity() > keptBytes) {
      budget.giveBack(buffer.capacity());
    }
    buffer = ByteBuffer.allocate(0);
  }

  /** The first byte of the frame at hand. */
  byte first() {
    return buffer.get(LENGTH_BYTES);
  }

  public byte getByte() throws MalformedFrameException {
    require(Byte.BYTES);
    return buffer.get();
  }

  public boolean getBoolean() throws MalformedFrameException {
    byte value = getByte();
    if (value != 0 && value != 1) {
      throw new MalformedFrameException("a truth value of " + value);
    }
    return value == 1;
  }

  public int getInt() throws MalformedFrameException {
    require(Integer.BYTES);
    return buffer.getInt();
  }

  public long getLong() throws MalformedFrameException {
    require(Long.BYTES);
    return buffer.getLong();
  }

  public Handle getHandle() throws MalformedFrameException {
    return new Handle(getLong());
  }

  /** A handle or null. */
  public Handle getOptionalHandle() throws MalformedFrameException {
    return getBoolean() ? getHandle() : null;
  }

  /** A string or null. */
  public String getString() throws MalformedFrameException {
    int length = getInt();
    if (length == -1) {
      return null;
    }
    if (length < 0 || length > WireLimits.MAX_STRING_CHARS) {
      throw new MalformedFrameException("a text of " + Integer.toUnsignedString(length) + " units");
    }
    require(length * Character.BYTES);
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = buffer.getChar();
    }
    return new String(text);
  }

  /** A string that must be there. */
  public String getRequiredString() throws MalformedFrameException {
    String text = getString();
    if (text == null) {
      throw new MalformedFrameException("a text is missing");
    }
    return text;
  }

  /** Security attributes or null. */
  public SecurityAttributes getAttributes() throws MalformedFrameException {
    byte value = getByte();
    return switch (value) {
      case 0 -> null;
      case 1 -> new SecurityAttributes(false);
      case 2 -> SecurityAttributes.INHERITABLE;
      default -> throw new MalformedFrameException("security attributes of " + value);
    };
  }

  /**
   * A count of things of which each takes at least {@code bytesEach}; more than the frame can hold
   * is refused.
   */
  public int getCount(int bytesEach) throws MalformedFrameException {
    int count = getInt();
    if (count < 0 || (long) count * bytesEach > buffer.remaining()) {
      throw new MalformedFrameException("a count of " + Integer.toUnsignedString(count));
    }
    return count;
  }

  /** The rest of the frame; valid until the next frame is taken. */
  public ByteBuffer getRest() {
    return buffer;
  }

  /**
   * Checks that the frame holds no more than was taken.
   *
   * @throws MalformedFrameException where bytes are left
   */
  public void end() throws MalformedFrameException {
    if (buffer.hasRemaining()) {
      throw new MalformedFrameException(buffer.remaining() + " bytes too many");
    }
  }

  private void require(int bytes) throws MalformedFrameException {
    if (buffer.remaining() < bytes) {
      throw new MalformedFrameException("it ends inside a field");
    }
  }
}
