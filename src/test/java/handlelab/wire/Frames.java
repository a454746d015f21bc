package handlelab.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;

/** Frames as byte arrays. */
final class Frames {
  private Frames() {}

  static byte[] of(Request request) {
    FrameWriter writer = new FrameWriter();
    RequestCodec.write(request, false, writer);
    return bytes(writer);
  }

  static byte[] of(Reply reply) {
    FrameWriter writer = new FrameWriter();
    ReplyCodec.write(reply, writer);
    return bytes(writer);
  }

  static byte[] bytes(FrameWriter writer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.send(Channels.newChannel(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static FrameReader reader(byte[] frame) throws IOException {
    FrameReader reader = new FrameReader();
    if (!reader.next(Channels.newChannel(new ByteArrayInputStream(frame)))) {
      throw new IOException("no frame");
    }
    return reader;
  }

  static Request request(byte[] frame) throws IOException {
    FrameReader reader = reader(frame);
    Operation operation = Operation.of(reader.getByte());
    var unused = reader.getBoolean();
    return RequestCodec.read(operation, reader);
  }

  static Reply reply(byte[] frame) throws IOException {
    return ReplyCodec.read(reader(frame));
  }

  /** The fields of a frame behind a length that fits them. */
  static byte[] withLength(byte[] fields) {
    return ByteBuffer.allocate(Integer.BYTES + fields.length)
        .putInt(fields.length)
        .put(fields)
        .array();
  }
}
