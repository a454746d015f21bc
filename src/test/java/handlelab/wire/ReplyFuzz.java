package handlelab.wire;

import handlelab.api.ProcessEndedException;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fuzzing of the calling end: any bytes that come back for a call are its result, its error, or the
 * end of the connection. The first byte says which call it is.
 */
public final class ReplyFuzz {
  private ReplyFuzz() {}

  /** For each call the same replies: done with some fields, failed, ended, refused. */
  public static List<byte[]> seeds() throws Exception {
    List<byte[]> replies = new ArrayList<>();
    for (Message reply :
        List.of(
            new Message().begin().putByte(Connection.DONE),
            new Message().begin().putByte(Connection.DONE).put(1L).put(2L).put(3).put(4),
            new Message().begin().putByte(Connection.FAILED).put("ReadFile").put(121),
            new Message().begin().putByte(Connection.ENDED).put(1000),
            new Message().begin().putByte(Connection.REFUSED).put("no"))) {
      BytesChannel channel = new BytesChannel();
      reply.send(channel);
      replies.add(channel.written());
    }
    List<byte[]> seeds = new ArrayList<>();
    for (int number = 0; number < RemoteKernel32.Op.values().length; number++) {
      for (byte[] reply : replies) {
        seeds.add(ByteBuffer.allocate(1 + reply.length).put((byte) number).put(reply).array());
      }
    }
    return seeds;
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] replies = Arrays.copyOfRange(data, 1, data.length);
    Connection connection = new Connection(new BytesChannel(replies), "the fuzzer");
    try {
      Requests.call(data[0], new RemoteKernel32(() -> connection));
    } catch (Win32Exception
        | ProcessEndedException
        | ConnectionLostException
        | UnsupportedOperationException
        | MalformedFrameException e) {
      // The call's own errors, or bytes that are no reply.
    } catch (IllegalArgumentException e) {
      // What the other end refuses, in its own words.
      if (e.getClass() != IllegalArgumentException.class) {
        throw e;
      }
    }
  }
}
