package handlelab.backend;

import handlelab.wire.FrameReader;
import handlelab.wire.FrameWriter;
import handlelab.wire.MalformedFrameException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Fuzzing of the first words on a connection: what a client says to the server, and what a server
 * says to a client. Bytes are a hello, an answer, or refused; what was understood survives being
 * said again.
 */
public final class HandshakeFuzz {
  private HandshakeFuzz() {}

  /** Each hello and each answer. */
  public static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Handshake.Hello hello :
        List.of(
            new Handshake.Hello.Join("a.exe", "token", 42), new Handshake.Hello.Attach("s", 1))) {
      BytesChannel said = new BytesChannel(new byte[0]);
      Handshake.send(hello, said);
      seeds.add(said.written());
    }
    for (Handshake.Answer answer :
        List.of(
            new Handshake.Answer.Welcome(1000, "s"),
            new Handshake.Answer.Refused("no"),
            new Handshake.Answer.Ended())) {
      BytesChannel said = new BytesChannel(new byte[0]);
      Handshake.send(answer, new FrameWriter(), said);
      seeds.add(said.written());
    }
    return seeds;
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    try {
      Handshake.Hello hello = receiveHello(new BytesChannel(data));
      BytesChannel said = new BytesChannel(new byte[0]);
      Handshake.send(hello, said);
      same(hello, receiveHello(new BytesChannel(said.written())));
    } catch (MalformedFrameException | EOFException e) {
      // Refused with one line.
    } catch (Handshake.MisfitException e) {
      if (e.getMessage().length() > 2 * Handshake.MAX_FRAME_BYTES) {
        throw new AssertionError("a peer can fill the log", e);
      }
    }
    try {
      Handshake.Answer answer = Handshake.receiveAnswer(new BytesChannel(data));
      BytesChannel said = new BytesChannel(new byte[0]);
      Handshake.send(answer, new FrameWriter(), said);
      same(answer, Handshake.receiveAnswer(new BytesChannel(said.written())));
    } catch (MalformedFrameException | EOFException e) {
      // The client says that this is no server of handlelab.
    }
  }

  private static Handshake.Hello receiveHello(BytesChannel channel)
      throws IOException, Handshake.MisfitException {
    FrameReader reader = new FrameReader(Handshake.MAX_FRAME_BYTES);
    if (!reader.next(channel)) {
      throw new EOFException("nothing was said");
    }
    return Handshake.readHello(reader);
  }

  private static void same(Object expected, Object seen) {
    if (!expected.equals(seen)) {
      throw new AssertionError(expected + " became " + seen);
    }
  }

  /** A peer that has said some bytes and then closed its end. */
  private static final class BytesChannel implements ByteChannel {
    private final ByteBuffer incoming;
    private final java.io.ByteArrayOutputStream outgoing = new java.io.ByteArrayOutputStream();

    BytesChannel(byte[] incoming) {
      this.incoming = ByteBuffer.wrap(incoming);
    }

    byte[] written() {
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
      return true;
    }

    @Override
    public void close() {}
  }
}
