package handlelab.backend;

import handlelab.wire.Conversation;
import handlelab.wire.FrameReader;
import handlelab.wire.MalformedFrameException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;

/** A connection on which anything may be said, and what must come of it. */
final class FuzzedLine {
  private final SocketChannel channel;
  private final ByteBuffer target = ByteBuffer.allocate(64 * 1024);

  /** What was said until the first frame was whole, and what was answered. */
  private final ByteArrayOutputStream firstSent = new ByteArrayOutputStream();

  private final ByteArrayOutputStream firstGot = new ByteArrayOutputStream();
  private Handshake.Hello hello;
  private Handshake.Answer.Welcome welcome;
  private final Conversation calls = new Conversation();
  private boolean isRefused;
  private boolean isShut;

  /** The server has ended it. */
  private boolean isEnded;

  /** Nothing more is sent, because what was to be sent was not taken. */
  private boolean isFull;

  /** Whether it takes what comes. */
  boolean isReading = true;

  FuzzedLine(SocketChannel channel) {
    this.channel = channel;
  }

  Handshake.Answer.Welcome welcome() {
    return welcome;
  }

  Conversation calls() {
    return calls;
  }

  boolean isLifeLine() {
    return welcome != null && hello instanceof Handshake.Hello.Join;
  }

  /** Whether neither side has ended it, as far as is known. */
  boolean isOpen() {
    return !isEnded && !isShut;
  }

  /** Sends what the socket takes; the rest waits, and null stands for none. */
  ByteBuffer send(ByteBuffer bytes) {
    if (isEnded || isShut || isFull) {
      return null;
    }
    ByteBuffer taken = bytes.duplicate();
    try {
      var unused = channel.write(bytes);
    } catch (IOException e) {
      isEnded = true;
    }
    byte[] said = new byte[bytes.position() - taken.position()];
    taken.get(said);
    said(said);
    return bytes.hasRemaining() ? bytes : null;
  }

  /** The server does not take any more. */
  void giveUp() {
    isFull = true;
  }

  private void said(byte[] bytes) {
    if (hello != null) {
      calls.sent(bytes);
    } else if (!isRefused) {
      firstSent.writeBytes(bytes);
      byte[] all = firstSent.toByteArray();
      int length = firstFrame(all);
      if (length > 0) {
        hello = hello(all);
        isRefused = hello == null;
        calls.sent(Arrays.copyOfRange(all, length, all.length));
      }
    }
  }

  /** The length of the frame that is first and whole, or 0. */
  private static int firstFrame(byte[] all) {
    if (all.length < Integer.BYTES) {
      return 0;
    }
    long end = Integer.BYTES + (long) ByteBuffer.wrap(all).getInt();
    return end > Integer.BYTES && end <= all.length ? (int) end : 0;
  }

  private static FrameReader reader(byte[] all) throws IOException {
    FrameReader reader = new FrameReader(Handshake.MAX_FRAME_BYTES);
    if (!reader.next(Channels.newChannel(new ByteArrayInputStream(all)))) {
      throw new IOException("no frame");
    }
    return reader;
  }

  private static Handshake.Hello hello(byte[] all) {
    try {
      return Handshake.readHello(reader(all));
    } catch (IOException | Handshake.MisfitException e) {
      return null;
    }
  }

  /** Takes what has come; false where nothing has. */
  boolean receive() {
    if (isEnded || !isReading) {
      return false;
    }
    boolean isAny = false;
    try {
      int read;
      while ((read = channel.read(target.clear())) > 0) {
        isAny = true;
        heard(Arrays.copyOf(target.array(), read));
      }
      isEnded = read < 0;
    } catch (IOException e) {
      isEnded = true;
    }
    return isAny;
  }

  private void heard(byte[] bytes) throws IOException {
    if (welcome != null) {
      calls.got(bytes);
      return;
    }
    firstGot.writeBytes(bytes);
    byte[] all = firstGot.toByteArray();
    int length = firstFrame(all);
    if (length == 0) {
      return;
    }
    Handshake.Answer answer;
    try {
      answer = Handshake.readAnswer(reader(all));
    } catch (MalformedFrameException e) {
      throw new AssertionError("the server says what is no answer", e);
    }
    if (answer instanceof Handshake.Answer.Welcome now) {
      if (hello == null) {
        throw new AssertionError("welcome, though there was no hello");
      }
      welcome = now;
      calls.got(Arrays.copyOfRange(all, length, all.length));
    } else {
      isRefused = true;
    }
  }

  void shut() {
    if (!isShut && !isEnded) {
      isShut = true;
      try {
        var unused = channel.shutdownOutput();
      } catch (IOException e) {
        isEnded = true;
      }
    }
  }

  void close() throws IOException {
    isShut = true;
    isEnded = true;
    channel.close();
  }

  /** The number that it attached with, or null; it may not have taken the welcome. */
  Integer number() {
    return hello instanceof Handshake.Hello.Attach attach ? attach.number() : null;
  }

  /** What the log calls it, or null where it has no name there. */
  String name() {
    return welcome != null && hello instanceof Handshake.Hello.Attach attach
        ? "process " + welcome.processId() + " connection " + attach.number() + ": "
        : null;
  }

  /**
   * Judges how it went, before it is closed; all has been taken that came.
   *
   * @param lines what the log says of it
   */
  void judge(List<String> lines, boolean mayBeOver) {
    if (name() == null) {
      return;
    }
    if (!lines.isEmpty()) {
      calls.requireFault(lines.get(0), isShut || isFull);
      if (!isEnded) {
        throw new AssertionError("not ended, in spite of " + lines);
      }
    } else if (!isEnded) {
      calls.requireGoesOn();
    } else if (!isShut && !mayBeOver) {
      throw new AssertionError("ended without a line");
    }
  }
}
