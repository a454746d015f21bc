package handlelab.backend;

import handlelab.wire.BytesChannel;
import handlelab.wire.MalformedFrameException;
import handlelab.wire.Message;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Fuzzing of what is said first on a connection, by a client and by a server. Bytes are a hello, an
 * answer, or refused; what was understood survives being said again.
 */
public final class HandshakeFuzz {
  private HandshakeFuzz() {}

  /** Each hello and each answer. */
  public static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (Handshake.Hello hello :
        List.of(
            new Handshake.Hello.Join("a.exe", "token", "4 pid:[1] 42"),
            new Handshake.Hello.Attach("s", 1))) {
      seeds.add(said(hello));
    }
    for (Handshake.Answer answer :
        List.of(
            new Handshake.Answer.Welcome(1000, "s"),
            new Handshake.Answer.Refused("no"),
            new Handshake.Answer.Ended())) {
      seeds.add(said(answer));
    }
    return seeds;
  }

  private static byte[] said(Handshake.Hello hello) throws IOException {
    BytesChannel channel = new BytesChannel();
    Handshake.send(hello, channel);
    return channel.written();
  }

  private static byte[] said(Handshake.Answer answer) throws IOException {
    BytesChannel channel = new BytesChannel();
    Handshake.send(answer, channel);
    return channel.written();
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    try {
      Handshake.Hello hello = receiveHello(data);
      same(hello, receiveHello(said(hello)));
    } catch (MalformedFrameException | EOFException | Handshake.MisfitException e) {
      // Refused with one line.
    }
    try {
      Handshake.Answer answer = Handshake.receiveAnswer(new BytesChannel(data));
      same(answer, Handshake.receiveAnswer(new BytesChannel(said(answer))));
    } catch (MalformedFrameException | EOFException e) {
      // The client says that this is no server of handlelab.
    }
  }

  private static Handshake.Hello receiveHello(byte[] bytes)
      throws IOException, Handshake.MisfitException {
    Message in = new Message();
    if (!in.receive(new BytesChannel(bytes))) {
      throw new EOFException("nothing was said");
    }
    return Handshake.readHello(in);
  }

  private static void same(Object expected, Object seen) {
    if (!expected.equals(seen)) {
      throw new AssertionError(expected + " became " + seen);
    }
  }
}
