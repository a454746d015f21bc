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
 * <p>The buffer grows with the bytes that have come, never with the length that a peer claims. Each
 * field is checked against the frame's end. Used by one thread at a time.
 */
public final class FrameReader {
  private static final int LENGTH_BYTES = Integer.BYTES;

  private int maxFrameBytes;

  /** From 0 to {@code filled}: what came. Position and limit show the frame at hand. */
  private ByteBuffer buffer = ByteBuffer.allocateDirect(WireLimits.FIRST_BUFFER_BYTES);

  private int frameEnd;
  private int filled;

  /** Takes frames of up to {@link WireLimits#MAX_FRAME_BYTES}. */
  public FrameReader() {
    this(WireLimits.MAX_FRAME_BYTES);
  }

  /**
   * @param maxFrameBytes what a frame may hold without its length field
   */
  public FrameReader(int maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
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
   * @throws MalformedFrameException for a length that no frame has
   * @throws EOFException where the stream ends inside a frame
   * @throws IOException where the channel fails
   */
  public boolean next(ReadableByteChannel channel) throws IOException {
    dropFrame();
    while (filled < LENGTH_BYTES) {
      if (!fill(channel)) {
        if (filled == 0) {
          return false;
        }
        throw new EOFException("the stream ended inside a frame");
      }
    }
    int length = buffer.getInt(0);
    if (length <= 0 || length > maxFrameBytes) {
      throw new MalformedFrameException(
          "a length of " + Integer.toUnsignedString(length) + " bytes");
    }
    frameEnd = LENGTH_BYTES + length;
    while (filled < frameEnd) {
      if (filled == buffer.capacity()) {
        grow();
      }
      if (!fill(channel)) {
        throw new EOFException("the stream ended inside a frame");
      }
    }
    buffer.limit(frameEnd).position(LENGTH_BYTES);
    return true;
  }

  private void dropFrame() {
    if (filled > frameEnd) {
      buffer.limit(filled).position(frameEnd).compact();
    }
    filled -= frameEnd;
    frameEnd = 0;
    if (filled == 0 && buffer.capacity() > WireLimits.KEPT_BUFFER_BYTES) {
      buffer = ByteBuffer.allocateDirect(WireLimits.FIRST_BUFFER_BYTES);
    }
  }

  private boolean fill(ReadableByteChannel channel) throws IOException {
    buffer.limit(buffer.capacity()).position(filled);
    if (Buffers.read(channel, buffer) < 0) {
      return false;
    }
    filled = buffer.position();
    return true;
  }

  private void grow() {
    int capacity = Math.min(2 * buffer.capacity(), frameEnd);
    buffer = Buffers.allocate(capacity).put(buffer.limit(filled).position(0));
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
