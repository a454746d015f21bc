package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Builds one frame after another in a reused buffer: four bytes of length, then the fields, all big
 * endian.
 *
 * <p>Strings are UTF-16 units, as Windows has them, so that even unpaired surrogates survive. Used
 * by one thread at a time.
 */
public final class FrameWriter {
  private static final int LENGTH_BYTES = Integer.BYTES;

  private ByteBuffer buffer = ByteBuffer.allocateDirect(WireLimits.FIRST_BUFFER_BYTES);

  /** Starts a new frame; one that was not sent is forgotten. */
  public void begin() {
    buffer.clear().position(LENGTH_BYTES);
  }

  public void putByte(int value) {
    reserve(Byte.BYTES);
    buffer.put((byte) value);
  }

  public void putBoolean(boolean value) {
    putByte(value ? 1 : 0);
  }

  public void putInt(int value) {
    reserve(Integer.BYTES);
    buffer.putInt(value);
  }

  public void putLong(long value) {
    reserve(Long.BYTES);
    buffer.putLong(value);
  }

  public void putHandle(Handle handle) {
    putLong(handle.value());
  }

  /** A handle or null. */
  public void putOptionalHandle(Handle handle) {
    putBoolean(handle != null);
    if (handle != null) {
      putHandle(handle);
    }
  }

  /** A string or null. */
  public void putString(String text) {
    if (text == null) {
      putInt(-1);
      return;
    }
    if (text.length() > WireLimits.MAX_STRING_CHARS) {
      throw new BadRequestException("a text of " + text.length() + " characters is too long");
    }
    reserve(Integer.BYTES + text.length() * Character.BYTES);
    buffer.putInt(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer.putChar(text.charAt(i));
    }
  }

  /** Security attributes or null. */
  public void putAttributes(SecurityAttributes attributes) {
    putByte(attributes == null ? 0 : attributes.inheritHandle() ? 2 : 1);
  }

  /** The rest of the frame: all bytes that remain in {@code source}, whose position stays. */
  public void putRest(ByteBuffer source) {
    reserve(source.remaining());
    int position = source.position();
    buffer.put(source);
    source.position(position);
  }

  /** Adds bits to the frame's first byte. */
  void addToFirst(int bits) {
    buffer.put(LENGTH_BYTES, (byte) (buffer.get(LENGTH_BYTES) | bits));
  }

  /** The frame's size so far, with its length field. */
  int size() {
    return buffer.position();
  }

  private void reserve(int bytes) {
    if (buffer.remaining() < bytes) {
      grow(bytes);
    }
  }

  private void grow(int bytes) {
    long needed = (long) buffer.position() + bytes;
    if (needed > LENGTH_BYTES + WireLimits.MAX_FRAME_BYTES) {
      throw new BadRequestException("a frame of " + needed + " bytes is too long");
    }
    int capacity =
        (int)
            Math.min(
                Math.max(needed, 2L * buffer.capacity()),
                LENGTH_BYTES + WireLimits.MAX_FRAME_BYTES);
    buffer = Buffers.allocate(capacity).put(buffer.flip());
  }

  /**
   * Sends the frame, with one write where the channel takes it.
   *
   * @param channel in blocking mode
   * @throws IOException where the channel fails; the peer may have got a part
   */
  public void send(WritableByteChannel channel) throws IOException {
    ByteBuffer frame = finish(0);
    while (frame.hasRemaining()) {
      Buffers.write(channel, frame);
    }
    shrink();
  }

  /**
   * The whole frame, valid until the next one is begun.
   *
   * @param more the bytes of the frame that are sent after these
   */
  ByteBuffer finish(int more) {
    buffer.putInt(0, buffer.position() - LENGTH_BYTES + more);
    return buffer.flip();
  }

  /** Gives a large buffer up. */
  void shrink() {
    if (buffer.capacity() > WireLimits.KEPT_BUFFER_BYTES) {
      buffer = ByteBuffer.allocateDirect(WireLimits.FIRST_BUFFER_BYTES);
    }
  }
}
