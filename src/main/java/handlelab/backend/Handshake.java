package handlelab.backend;

import handlelab.wire.MalformedFrameException;
import handlelab.wire.Message;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * What a client and the server say first on each connection.
 *
 * <p>The first three fields (magic, protocol, version), and that a refusal is a 1 and a text, must
 * stay as they are for ever, so that any two versions can tell each other that they do not fit.
 */
final class Handshake {
  /** Raised with each change of what crosses the wire. */
  static final int PROTOCOL = 5;

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
     * The control connection of a new process, or of a child that takes its place.
     *
     * @param token what its creator gave it, or null
     * @param host the JVM, as {@link HostProcess#format} has it, which is killed if the simulated
     *     process is terminated; null if the simulated process is not the whole JVM
     */
    record Join(String imageName, String token, String host) implements Hello {}

    /**
     * A thread's connection.
     *
     * @param secret what the server said on the control connection
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
    Message out = new Message().begin().put(MAGIC).put(PROTOCOL).put(version());
    if (hello instanceof Hello.Join join) {
      out.putByte(1).put(join.imageName()).put(join.token()).put(join.host());
    } else if (hello instanceof Hello.Attach attach) {
      out.putByte(2).put(attach.secret()).put(attach.number());
    }
    out.send(channel);
  }

  /**
   * Reads what a client says first out of the frame at hand.
   *
   * @throws MisfitException if it is of another version; it is to be told so
   */
  static Hello readHello(Message in) throws MisfitException {
    if (in.int32() != MAGIC) {
      throw new MalformedFrameException("this is no client of handlelab");
    }
    int protocol = in.int32();
    String version = in.requiredText();
    if (protocol != PROTOCOL || !version.equals(version())) {
      throw new MisfitException(protocol, version);
    }
    int kind = in.int8();
    Hello hello =
        switch (kind) {
          case 1 -> new Hello.Join(in.requiredText(), in.text(), in.text());
          case 2 -> new Hello.Attach(in.requiredText(), in.int32());
          default -> throw new MalformedFrameException("a connection of kind " + kind);
        };
    in.end();
    return hello;
  }

  static void send(Answer answer, WritableByteChannel channel) throws IOException {
    Message out = new Message().begin();
    if (answer instanceof Answer.Welcome welcome) {
      out.putByte(0).put(welcome.processId()).put(welcome.secret());
    } else if (answer instanceof Answer.Refused refused) {
      out.putByte(1).put(refused.reason());
    } else if (answer instanceof Answer.Ended) {
      out.putByte(2);
    }
    out.send(channel);
  }

  static Answer receiveAnswer(ReadableByteChannel channel) throws IOException {
    Message in = new Message();
    if (!in.receive(channel)) {
      throw new EOFException("the connection ended before the handshake");
    }
    int status = in.int8();
    Answer answer =
        switch (status) {
          case 0 -> new Answer.Welcome(in.int32(), in.requiredText());
          case 1 -> new Answer.Refused(in.requiredText());
          case 2 -> new Answer.Ended();
          default -> throw new MalformedFrameException("an answer of kind " + status);
        };
    in.end();
    return answer;
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
