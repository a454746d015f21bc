package handlelab.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fuzzing of what takes frames apart: any stream of bytes gives frames, or one of the two
 * exceptions that end a session; what was understood survives being written again.
 *
 * <p>The first byte says whether the frames are requests or replies.
 */
public final class FrameFuzz {
  private static long frames;

  private FrameFuzz() {}

  /** One frame for each kind of request, all of them in one stream, and a reply. */
  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(0);
    for (Request request : Requests.oneOfEach()) {
      byte[] frame = Frames.of(request);
      seeds.add(ByteBuffer.allocate(1 + frame.length).put((byte) 0).put(frame).array());
      all.writeBytes(frame);
    }
    seeds.add(all.toByteArray());
    byte[] reply = Frames.of(new Reply.Failed("ReadFile", 121));
    seeds.add(ByteBuffer.allocate(1 + reply.length).put((byte) 1).put(reply).array());
    return seeds;
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    byte[] stream = Arrays.copyOfRange(data, 1, data.length);
    ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(stream));
    FrameReader reader = new FrameReader();
    try {
      while (reader.next(channel)) {
        frames++;
        if (data[0] % 2 == 0) {
          request(reader);
        } else {
          reply(reader);
        }
      }
    } catch (MalformedFrameException | EOFException e) {
      if (e.getMessage() == null || e.getMessage().length() > 200) {
        throw new AssertionError("no line for a log", e);
      }
    }
  }

  /** What Jazzer calls at the end. */
  public static void fuzzerTearDown() {
    System.err.println("fuzzed: " + frames + " frames");
  }

  private static void request(FrameReader reader) throws IOException {
    Operation operation = Operation.of(reader.getByte());
    boolean isInterrupted = reader.getBoolean();
    Request request = RequestCodec.read(operation, reader);
    if (request.operation() != operation) {
      throw new AssertionError(operation + " was read as " + request);
    }
    FrameWriter writer = new FrameWriter();
    RequestCodec.write(request, isInterrupted, writer);
    Request again = Frames.request(Frames.bytes(writer));
    if (!request.equals(again)) {
      throw new AssertionError(request + " became " + again);
    }
  }

  private static void reply(FrameReader reader) throws IOException {
    Reply reply = ReplyCodec.read(reader);
    Reply again = Frames.reply(Frames.of(reply));
    if (!reply.equals(again)) {
      throw new AssertionError(reply + " became " + again);
    }
  }
}
