package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import java.nio.ByteBuffer;

/**
 * Reads from any Kernel32, into a buffer of exactly the size asked for, reused while it is small.
 */
final class BufferedMessageReader implements MessageReader {
  private final Kernel32 kernel32;
  private ByteBuffer kept = ByteBuffer.allocateDirect(0);

  BufferedMessageReader(Kernel32 kernel32) {
    this.kernel32 = kernel32;
  }

  @Override
  public ByteBuffer read(Handle file, int maxBytes) {
    ByteBuffer target = buffer(maxBytes);
    var unused = kernel32.readFile(file, target);
    return target.flip();
  }

  private ByteBuffer buffer(int bytes) {
    if (bytes > WireLimits.KEPT_BUFFER_BYTES) {
      return Buffers.allocate(bytes);
    }
    if (bytes > kept.capacity()) {
      kept = ByteBuffer.allocateDirect(bytes);
    }
    return kept.clear().limit(bytes);
  }
}
