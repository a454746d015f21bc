package handlelab.backend;

import handlelab.wire.FrameReader;
import handlelab.wire.FrameWriter;
import handlelab.wire.MalformedFrameException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * What a client and the server say first on each connection.
 *
 * <p>The first three fields (magic, protocol, version) must stay as they are for ever, so that any
 * two versions can tell each other that they do not fit.
 */
final class Handshake {
  /** Raised with each change of what crosses the wire. */
  static final int PROTOCOL = 2;

  /** What a handshake may hold. */
  static final int MAX_FRAME_BYTES = 4096;

  private static final int MAGIC = 0x484C_4142;

  private Handshake() {}

  /** The version of the product, or a word where it does not run from its jar. */
  static String version() {
    String version = Handshake.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** What a connection is for. */
  sealed interface Hello {
    /**
     * The first connection of a JVM: its life line.
     *
     * @param token what its creator gave it, or null
     * @param hostProcessId the JVM's process, which is killed where the simulated one is
     *     terminated; 0 where the simulated process is not the whole JVM
     */
    record Join(String imageName, String token, long hostProcessId) implements Hello {}

    /**
     * A thread's connection.
     *
     * @param secret what the server said on the life line
     * @param number the client's name for the connection, used once
     */
    record Attach(String secret, int number) implements Hello {}
  }

  /** What the server says to it. */
  sealed interface Answer {
    record Welcome(int processId, String secret) implements Answer {}

    /** There is no such process, or it has ended. */
    record Ended() implements Answer {}

    record Refused(String reason) implements Answer {}
  }

  static void send(Hello hello, WritableByteChannel channel) throws IOException {
    FrameWriter out = new FrameWriter();
    out.begin();
    out.putInt(MAGIC);
    out.putInt(PROTOCOL);
    out.putString(version());
    if (hello instanceof Hello.Join join) {
      out.putByte(1);
      out.putString(join.imageName());
      out.putString(join.token());
      out.putLong(join.hostProcessId());
    } else if (hello instanceof Hello.Attach attach) {
      out.putByte(2);
      out.putString(attach.secret());
      out.putInt(attach.number());
    }
    out.send(channel);
  }

  /**
   * Reads what a client says first out of the frame at hand.
   *
   * @throws MisfitException where it is of another version; it is to be told so
   */
  static Hello readHello(FrameReader in) throws MalformedFrameException, MisfitException {
    if (in.getInt() != MAGIC) {
      throw new MalformedFrameException("this is no client of handlelab");
    }
    int protocol = in.getInt();
    String version = in.getRequiredString();
    if (protocol != PROTOCOL || !version.equals(version())) {
      throw new MisfitException(protocol, version);
    }
    byte kind = in.getByte();
    Hello hello =
        switch (kind) {
          case 1 -> new Hello.Join(in.getRequiredString(), in.getString(), in.getLong());
          case 2 -> new Hello.Attach(in.getRequiredString(), in.getInt());
          default -> throw new MalformedFrameException("a connection of kind " + kind);
        };
    in.end();
    return hello;
  }

  static void send(Answer answer, FrameWriter out, ByteChannel channel) throws IOException {
    out.begin();
    if (answer instanceof Answer.Welcome welcome) {
      out.putByte(0);
      out.putInt(welcome.processId());
      out.putString(welcome.secret());
    } else if (answer instanceof Answer.Refused refused) {
      out.putByte(1);
      out.putString(refused.reason());
    } else if (answer instanceof Answer.Ended) {
      out.putByte(2);
    }
    out.send(channel);
  }

  static Answer receiveAnswer(ByteChannel channel) throws IOException {
    FrameReader in = new FrameReader(MAX_FRAME_BYTES);
    if (!in.next(channel)) {
      throw new EOFException("the connection ended before the handshake");
    }
    return readAnswer(in);
  }

  /** Reads what the server says out of the frame at hand. */
  static Answer readAnswer(FrameReader in) throws MalformedFrameException {
    byte status = in.getByte();
    return switch (status) {
      case 0 -> new Answer.Welcome(in.getInt(), in.getRequiredString());
      case 1 -> new Answer.Refused(in.getRequiredString());
      case 2 -> new Answer.Ended();
      default -> throw new MalformedFrameException("an answer of kind " + status);
    };
  }

  /** The other side is of another version. */
  static final class MisfitException extends Exception {
    private static final long serialVersionUID = 1;

    MisfitException(int protocol, String version) {
      super(
          "the running server is handlelab "
              + version()
              + " (protocol "
              + PROTOCOL
              + "), this program is handlelab "
              + version
              + " (protocol "
              + protocol
              + "); end the programs of the other version first");
    }
  }
}
