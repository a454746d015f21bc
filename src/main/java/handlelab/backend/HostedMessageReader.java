package handlelab.backend;

import handlelab.api.Handle;
import handlelab.sim.HostedProcess;
import handlelab.wire.MessageReader;
import java.nio.ByteBuffer;

/**
 * Reads from the shared kernel: a small message into a buffer that is kept, a large one as the
 * array that its writer filled. Used by one thread.
 */
final class HostedMessageReader implements MessageReader {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final HostedProcess process;
  private ByteBuffer kept = NONE;

  HostedMessageReader(HostedProcess process) {
    this.process = process;
  }

  @Override
  public ByteBuffer read(Handle file, int maxBytes) {
    int needed = Math.min(maxBytes, HostedProcess.SMALL_MESSAGE_BYTES);
    if (kept.capacity() < needed) {
      kept = ByteBuffer.allocate(needed);
    }
    byte[] large = process.readMessage(file, kept.clear(), maxBytes);
    return large == null ? kept.flip() : ByteBuffer.wrap(large);
  }
}
