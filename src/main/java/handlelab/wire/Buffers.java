package handlelab.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Buffers by size: direct where they are kept and reused, on the heap where one call needs much, so
 * that the collector gets it back at once.
 *
 * <p>The JDK moves a heap buffer through a direct one of the same size that it keeps for the
 * thread; so such buffers are moved in pieces.
 */
final class Buffers {
  private Buffers() {}

  static ByteBuffer allocate(int capacity) {
    return capacity > WireLimits.KEPT_BUFFER_BYTES
        ? ByteBuffer.allocate(capacity)
        : ByteBuffer.allocateDirect(capacity);
  }

  static void write(WritableByteChannel channel, ByteBuffer buffer) throws IOException {
    if (buffer.isDirect() || buffer.remaining() <= WireLimits.TRANSFER_BYTES) {
      var unused = channel.write(buffer);
      return;
    }
    int end = buffer.limit();
    buffer.limit(buffer.position() + WireLimits.TRANSFER_BYTES);
    try {
      var unused = channel.write(buffer);
    } finally {
      buffer.limit(end);
    }
  }

  /** Reads at least one byte into a buffer with room; -1 at the end of the stream. */
  static int read(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
    if (buffer.isDirect() || buffer.remaining() <= WireLimits.TRANSFER_BYTES) {
      return channel.read(buffer);
    }
    int end = buffer.limit();
    buffer.limit(buffer.position() + WireLimits.TRANSFER_BYTES);
    try {
      return channel.read(buffer);
    } finally {
      buffer.limit(end);
    }
  }
}
