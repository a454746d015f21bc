package handlelab.backend;

import handlelab.wire.PreparedChild;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * An input of the fuzzer, played: bytes that say which connections are made, what is sent on them,
 * in which pieces, and when the server gets time.
 *
 * <p>Each step is one byte and what the step takes; what is missing at the end is zero.
 */
final class SessionScript {
  /** What a byte does; the byte is taken modulo their number. */
  enum Step {
    /** Sends bytes: their number, and they. */
    RAW,
    /** Sends bytes behind their right length. */
    FRAME,
    /** Sends bytes behind a length of four bytes that is not theirs. */
    LIE,
    /** Sends bytes and 16 times so many zeros as the next two bytes say, as one frame. */
    PADDED,
    /** The next frames are sent so many times. */
    REPEAT,
    /** All that is sent from here on comes in pieces of this size; 0 for whole. */
    PIECES,
    /** The server does what there is to do. */
    TURN,
    /** Another connection, on which the following is said. */
    CONNECT,
    /** The connection of this number, from here on. */
    SELECT,
    /** Joins: 1 as the last child, 2 with a process of the host, 3 with both. */
    JOIN,
    /** Attaches to the last process with this number. */
    ATTACH,
    /** Reads no more, or again. */
    DEAFEN,
    /** Says that nothing more is said. */
    SHUT,
    /** Closes the connection. */
    CLOSE
  }

  /** What stands in a frame for the id of the last process that joined. */
  static final int SELF = 0x7A7A7A01;

  /** The same for the last child that was made. */
  static final int CHILD = 0x7A7A7A02;

  private static final int MAX_LINES = 8;
  private static final int MAX_STEPS = 500;
  private static final int MAX_BYTES = 2_000_000;

  /** The server reads a piece each time, and the system tells of room only where there is much. */
  private static final int MAX_TRIES = 100;

  private static final Step[] STEPS = Step.values();

  private final FuzzedServer server;
  private final ByteBuffer input;
  private final List<FuzzedLine> lines = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private FuzzedLine current;
  private int pieceBytes;
  private int repetitions = 1;
  private int sentBytes;

  SessionScript(FuzzedServer server, byte[] input) {
    this.server = server;
    this.input = ByteBuffer.wrap(input);
  }

  private int next() {
    return input.hasRemaining() ? Byte.toUnsignedInt(input.get()) : 0;
  }

  private byte[] nextBytes() {
    byte[] bytes = new byte[Math.min(next(), input.remaining())];
    input.get(bytes);
    return bytes;
  }

  /** Whether somebody asked for a handle to the bystander, and may have done anything to it. */
  boolean hasOpenedBystander() {
    return lines.stream().anyMatch(line -> line.calls().hasOpened(server.bystanderId()));
  }

  /** Plays it, judges each connection and closes them all. */
  void play() throws IOException {
    connect();
    for (int step = 0; step < MAX_STEPS && input.hasRemaining(); step++) {
      perform(STEPS[next() % STEPS.length]);
    }
    lines.forEach(line -> line.isReading = true);
    settle();
    judge();
    for (FuzzedLine line : lines) {
      line.close();
    }
  }

  private void perform(Step step) throws IOException {
    switch (step) {
      case RAW -> send(nextBytes());
      case FRAME -> sendFrame(nextBytes(), 0);
      case LIE -> {
        int length = next() << 24 | next() << 16 | next() << 8 | next();
        byte[] fields = nextBytes();
        send(ByteBuffer.allocate(Integer.BYTES + fields.length).putInt(length).put(fields).array());
      }
      case PADDED -> {
        int padding = 16 * (next() << 8 | next());
        sendFrame(nextBytes(), padding);
      }
      case REPEAT -> repetitions = 1 + next() % 64;
      case PIECES -> pieceBytes = next();
      case TURN -> settle();
      case CONNECT -> connect();
      case SELECT -> current = lines.get(next() % lines.size());
      case JOIN -> join(next());
      case ATTACH -> attach(next());
      case DEAFEN -> current.isReading = !current.isReading;
      case SHUT -> current.shut();
      case CLOSE -> current.close();
    }
  }

  private void connect() throws IOException {
    if (lines.size() < MAX_LINES) {
      current = new FuzzedLine(server.connect());
      lines.add(current);
    }
  }

  private void join(int kind) throws IOException {
    PreparedChild child = lastChild();
    String token = (kind & 1) != 0 && child != null ? child.token() : null;
    say(new Handshake.Hello.Join("fuzz.exe", token, (kind & 2) != 0 ? 4711 : 0));
  }

  private void attach(int number) throws IOException {
    Handshake.Answer.Welcome process = lastJoined();
    if (process != null) {
      say(new Handshake.Hello.Attach(process.secret(), number));
    }
  }

  private void say(Handshake.Hello hello) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    WritableByteChannel channel = Channels.newChannel(bytes);
    Handshake.send(hello, channel);
    send(bytes.toByteArray());
    settle();
  }

  private Handshake.Answer.Welcome lastJoined() {
    return lines.stream()
        .filter(FuzzedLine::isLifeLine)
        .map(FuzzedLine::welcome)
        .reduce(null, (before, after) -> after);
  }

  private PreparedChild lastChild() {
    return lines.stream()
        .map(line -> line.calls().lastChild())
        .filter(child -> child != null)
        .reduce(null, (before, after) -> after);
  }

  private void sendFrame(byte[] fields, int padding) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + fields.length + padding);
    frame.putInt(fields.length + padding).put(fields);
    for (int at = Integer.BYTES; at + Integer.BYTES <= Integer.BYTES + fields.length; at++) {
      int word = frame.getInt(at);
      if (word == SELF && lastJoined() != null) {
        frame.putInt(at, lastJoined().processId());
      } else if (word == CHILD && lastChild() != null) {
        frame.putInt(at, lastChild().information().processId());
      }
    }
    for (int i = 0; i < repetitions; i++) {
      send(frame.array());
    }
    repetitions = 1;
  }

  private void send(byte[] bytes) throws IOException {
    sentBytes += bytes.length;
    if (sentBytes > MAX_BYTES) {
      return;
    }
    int size = pieceBytes == 0 ? bytes.length : Math.max(pieceBytes, bytes.length / 100);
    for (int start = 0; start < bytes.length; start += size) {
      sendPiece(Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + size)));
      if (pieceBytes != 0) {
        settle();
      }
    }
  }

  private void sendPiece(byte[] bytes) throws IOException {
    ByteBuffer rest = current.send(ByteBuffer.wrap(bytes));
    for (int tries = 0; rest != null; tries++) {
      int before = rest.remaining();
      settle();
      rest = current.send(rest);
      if (rest == null || rest.remaining() < before) {
        tries = 0;
      } else if (!current.isReading) {
        // It is not read before it reads.
        current.giveUp();
      } else if (tries > MAX_TRIES) {
        throw new AssertionError("the server does not read what is sent");
      }
    }
  }

  /** The server does what there is to do, until it has nothing more to say. */
  private void settle() throws IOException {
    boolean isAny;
    do {
      server.settle();
      isAny = false;
      for (FuzzedLine line : lines) {
        isAny |= line.receive();
      }
    } while (isAny);
  }

  private void judge() {
    judgeLog();
    for (FuzzedLine line : lines) {
      // One that took another one's number after its end has no lines that are surely its own.
      if (namesakes(line) == 1) {
        line.judge(logOf(line), isOver(line));
      }
    }
  }

  /** Judges what the log says of these connections: one line for each at most, and no surprise. */
  void judgeLog() {
    log.addAll(server.takeLog());
    for (String line : log) {
      if (line.contains("fault of the server")) {
        throw new AssertionError(line);
      }
    }
    if (log.size() > lines.size()) {
      throw new AssertionError("more lines than connections: " + log);
    }
    for (FuzzedLine line : lines) {
      if (logOf(line).size() > namesakes(line)) {
        throw new AssertionError("more lines than connections: " + logOf(line));
      }
    }
  }

  private List<String> logOf(FuzzedLine line) {
    return log.stream()
        .filter(text -> line.name() != null && text.contains("Z " + line.name()))
        .toList();
  }

  private long namesakes(FuzzedLine line) {
    return lines.stream().filter(other -> Objects.equals(other.number(), line.number())).count();
  }

  /** Whether the line's process may have ended. */
  private boolean isOver(FuzzedLine line) {
    return lines.stream()
        .noneMatch(
            life ->
                life.isLifeLine()
                    && life.isOpen()
                    && line.welcome() != null
                    && life.welcome().processId() == line.welcome().processId());
  }
}
