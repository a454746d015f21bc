package handlelab.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** A peer that has said some bytes and then closed its end, and keeps what is said to it. */
public final class BytesChannel implements ByteChannel {
  private final ByteBuffer incoming;
  private final ByteArrayOutputStream outgoing = new ByteArrayOutputStream();
  private boolean isClosed;

  public BytesChannel(byte... incoming) {
    this.incoming = ByteBuffer.wrap(incoming);
  }

  /** What was said to the peer. */
  public byte[] written() {
    return outgoing.toByteArray();
  }

  @Override
  public int read(ByteBuffer target) {
    if (!incoming.hasRemaining()) {
      return -1;
    }
    int length = Math.min(incoming.remaining(), target.remaining());
    target.put(incoming.slice().limit(length));
    incoming.position(incoming.position() + length);
    return length;
  }

  @Override
  public int write(ByteBuffer source) {
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    outgoing.writeBytes(bytes);
    return bytes.length;
  }

  @Override
  public boolean isOpen() {
    return !isClosed;
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
