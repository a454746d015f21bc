package handlelab.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.MailslotInfo;
import handlelab.api.ProcessInformation;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CodecTest {
  @Property
  void requestsSurvive(@ForAll("requests") Request request) throws IOException {
    assertEquals(request, Frames.request(Frames.of(request)));
  }

  @Property
  void repliesSurvive(@ForAll("replies") Reply reply) throws IOException {
    assertEquals(reply, Frames.reply(Frames.of(reply)));
  }

  @Test
  void everyOperationHasARequest() throws IOException {
    for (Request request : Requests.oneOfEach()) {
      assertEquals(request, Frames.request(Frames.of(request)));
    }
  }

  @Test
  void aTokenIsNotPrinted() {
    var child = new PreparedChild(new ProcessInformation(Handle.NULL, Handle.NULL, 1, 2), "secret");
    assertEquals(-1, child.toString().indexOf("secret"));
    assertNotNull(child.token());
  }

  @Test
  void everyTruncationIsMalformed() {
    for (Request request : Requests.oneOfEach()) {
      byte[] frame = Frames.of(request);
      byte[] fields = Arrays.copyOfRange(frame, Integer.BYTES, frame.length);
      for (int length = 1; length < fields.length; length++) {
        byte[] cut = Frames.withLength(Arrays.copyOf(fields, length));
        if (request instanceof MailslotRequest.WriteFile && length >= fields.length - 3) {
          continue; // A shorter message is a message.
        }
        assertThrows(
            MalformedFrameException.class, () -> Frames.request(cut), () -> request.toString());
      }
    }
  }

  @Test
  void everyBytePastTheEndIsMalformed() {
    for (Request request : Requests.oneOfEach()) {
      byte[] frame = Frames.of(request);
      byte[] fields = Arrays.copyOfRange(frame, Integer.BYTES, frame.length + 1);
      if (!(request instanceof MailslotRequest.WriteFile)) {
        assertThrows(
            MalformedFrameException.class,
            () -> Frames.request(Frames.withLength(fields)),
            () -> request.toString());
      }
    }
  }

  @Property
  void anyBytesGiveAFrameOrAnError(@ForAll byte[] fields) throws IOException {
    if (fields.length == 0) {
      return;
    }
    try {
      assertNotNull(Frames.request(Frames.withLength(fields)));
    } catch (MalformedFrameException e) {
      assertNotNull(e.getMessage());
    }
    try {
      assertNotNull(Frames.reply(Frames.withLength(fields)));
    } catch (MalformedFrameException e) {
      assertNotNull(e.getMessage());
    }
  }

  @Test
  void aClaimedLengthIsNotAllocated() {
    ByteBuffer huge = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE);
    assertThrows(MalformedFrameException.class, () -> Frames.reader(huge.array()));
    ByteBuffer negative = ByteBuffer.allocate(8).putInt(-1);
    assertThrows(MalformedFrameException.class, () -> Frames.reader(negative.array()));
    ByteBuffer largest = ByteBuffer.allocate(8).putInt(WireLimits.MAX_FRAME_BYTES);
    assertThrows(EOFException.class, () -> Frames.reader(largest.array()));
  }

  @Test
  void framesThatCameTogetherAreTakenApart() throws IOException {
    byte[] first = Frames.of(new HandleRequest.CloseHandle(new Handle(4)));
    byte[] second = Frames.of(new MailslotRequest.WriteFile(new Handle(8), data(70_000)));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    var channel = Channels.newChannel(new ByteArrayInputStream(both));
    FrameReader reader = new FrameReader();
    for (byte[] expected : List.of(first, second)) {
      assertEquals(true, reader.next(channel));
      byte[] fields = new byte[reader.getRest().remaining()];
      reader.getRest().get(fields);
      assertEquals(ByteBuffer.wrap(expected), ByteBuffer.wrap(Frames.withLength(fields)));
    }
    assertEquals(false, reader.next(channel));
  }

  private static ByteBuffer data(int length) {
    byte[] data = new byte[length];
    Arrays.fill(data, (byte) 7);
    return ByteBuffer.wrap(data);
  }

  @Provide
  Arbitrary<Request> requests() {
    return Requests.any();
  }

  @Provide
  Arbitrary<Reply> replies() {
    Arbitrary<Integer> ints = Arbitraries.integers();
    Arbitrary<String> texts = Requests.texts().filter(text -> text != null);
    Arbitrary<ProcessInformation> information =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs(), ints, ints)
            .as((p, t, pid, tid) -> new ProcessInformation(new Handle(p), new Handle(t), pid, tid));
    return Arbitraries.oneOf(
        Arbitraries.just(Reply.Done.DONE),
        Arbitraries.longs().map(Reply.Value::new),
        Combinators.combine(ints, ints, ints, ints).as(MailslotInfo::new).map(Reply.Slot::new),
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMaxSize(5000)
            .map(bytes -> new Reply.Data(ByteBuffer.wrap(bytes))),
        information.map(Reply.Started::new),
        Combinators.combine(information, texts).as(PreparedChild::new).map(Reply.Prepared::new),
        Combinators.combine(rows(), Arbitraries.of(true, false)).as(Reply.Rows::new),
        ints.list().ofMaxSize(20).map(Reply.Ids::new),
        Combinators.combine(texts, ints).as(Reply.Failed::new),
        ints.map(Reply.Ended::new),
        texts.map(Reply.Refused::new));
  }

  private static Arbitrary<List<HandleRow>> rows() {
    Arbitrary<Boolean> flag = Arbitraries.of(true, false);
    Arbitrary<HandleRow> row =
        Combinators.combine(
                Arbitraries.longs().map(Handle::new),
                Arbitraries.longs(),
                Arbitraries.of("File", "Process", "Thread"),
                Arbitraries.of("\\Device\\Mailslot\\a", "b", "").injectNull(0.4),
                Arbitraries.integers(),
                flag,
                flag)
            .as(
                (handle, address, type, name, number, inherit, protect) ->
                    new HandleRow(
                        1000, handle, address, type, name, number, inherit, protect, number));
    return row.list().ofMaxSize(12);
  }
}
