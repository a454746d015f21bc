package handlelab.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MessageTest {
  private static byte[] frame(Message message) throws IOException {
    BytesChannel channel = new BytesChannel();
    message.send(channel);
    return channel.written();
  }

  private static Message received(byte[] frame) throws IOException {
    Message message = new Message();
    assertTrue(message.receive(new BytesChannel(frame)));
    return message;
  }

  private static Message sent(Consumer<Message> fields) throws IOException {
    Message message = new Message().begin();
    fields.accept(message);
    return received(frame(message));
  }

  @Property
  void fields_survive(
      @ForAll byte small, @ForAll int number, @ForAll long large, @ForAll boolean truth)
      throws IOException {
    Message message = sent(m -> m.putByte(small).put(number).put(large).put(truth));
    assertEquals(small, message.int8());
    assertEquals(number, message.int32());
    assertEquals(large, message.int64());
    assertEquals(truth, message.bool());
    message.end();
  }

  @Property
  void anyText_survives(@ForAll("texts") String text) throws IOException {
    Message message = sent(m -> m.put(text).put((String) null));
    assertEquals(text, message.text());
    assertNull(message.text());
    message.end();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.chars().all().array(char[].class).ofMaxSize(3000).map(String::new);
  }

  @Test
  void structures_survive() throws IOException {
    var startup =
        new StartupInfo(new Handle(1), null, Handle.INVALID, List.of(new Handle(2), Handle.NULL));
    Message message =
        sent(
            m ->
                m.putAll(
                    null,
                    new SecurityAttributes(false),
                    SecurityAttributes.INHERITABLE,
                    startup,
                    null,
                    Map.of("k", "v"),
                    null,
                    ByteBuffer.wrap(new byte[] {1, 2})));
    assertNull(message.attributes());
    assertEquals(new SecurityAttributes(false), message.attributes());
    assertEquals(SecurityAttributes.INHERITABLE, message.attributes());
    assertEquals(startup, message.startupInfo());
    assertNull(message.startupInfo());
    assertEquals(Map.of("k", "v"), message.environment());
    assertNull(message.environment());
    assertEquals(ByteBuffer.wrap(new byte[] {1, 2}), message.rest());
  }

  @Property(tries = 200)
  void rows_survive(@ForAll("rowLists") List<HandleRow> rows) throws IOException {
    List<HandleRow> seen = new ArrayList<>();
    assertFalse(sent(m -> assertTrue(m.putPage(rows.iterator()))).page(seen, Message::row));
    assertEquals(rows, seen);
  }

  @Provide
  Arbitrary<List<HandleRow>> rowLists() {
    Arbitrary<Boolean> flag = Arbitraries.of(true, false);
    return Combinators.combine(
            Arbitraries.longs().map(Handle::new),
            Arbitraries.longs(),
            Arbitraries.of("File", "Process", "Thread"),
            Arbitraries.of("\\Device\\Mailslot\\a", "b", "").injectNull(0.4),
            Arbitraries.integers(),
            flag,
            flag)
        .as(
            (handle, address, type, name, number, inherit, protect) ->
                new HandleRow(1000, handle, address, type, name, number, inherit, protect, number))
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 2000)
  void anyBytes_areTakenOrRefused(@ForAll byte[] bytes) throws IOException {
    if (bytes.length == 0) {
      return;
    }
    List<Consumer<Message>> fields =
        List.of(
            Message::text,
            Message::requiredText,
            Message::attributes,
            Message::environment,
            Message::startupInfo,
            Message::handles,
            Message::bool,
            m -> m.page(new ArrayList<>(), Message::row));
    for (Consumer<Message> field : fields) {
      Message message = received(Requests.withLength(bytes));
      try {
        field.accept(message);
      } catch (MalformedFrameException e) {
        assertTrue(e.getMessage().startsWith("malformed frame: "), e.getMessage());
      }
    }
  }

  @Test
  void receive_ofFramesThatCameTogether_takesThemApart() throws IOException {
    byte[] first = frame(new Message().begin().put(1));
    byte[] second = frame(new Message().begin().putAll(ByteBuffer.allocate(300_000)));
    byte[] third = frame(new Message().begin().put("three"));
    byte[] all =
        ByteBuffer.allocate(first.length + second.length + third.length)
            .put(first)
            .put(second)
            .put(third)
            .array();
    BytesChannel channel = new BytesChannel(all);
    Message message = new Message();
    assertTrue(message.receive(channel));
    assertEquals(1, message.int32());
    assertTrue(message.receive(channel));
    assertEquals(300_000, message.rest().remaining());
    assertTrue(message.receive(channel));
    assertEquals("three", message.text());
    assertFalse(message.receive(channel));
  }

  @Test
  void receive_ofAClaimedLength_allocatesNothing() {
    for (int length : new int[] {Integer.MAX_VALUE, -1, 0, Message.MAX_FRAME_BYTES + 1}) {
      byte[] frame = ByteBuffer.allocate(8).putInt(length).array();
      assertThrows(MalformedFrameException.class, () -> received(frame));
    }
    byte[] largest = ByteBuffer.allocate(8).putInt(Message.MAX_FRAME_BYTES).array();
    assertThrows(EOFException.class, () -> received(largest));
    assertThrows(EOFException.class, () -> received(Arrays.copyOf(largest, 3)));
  }

  @Test
  void put_ofMoreThanAFrame_isRefused() {
    Message message = new Message().begin();
    ByteBuffer tooLong = ByteBuffer.allocate(Message.MAX_FRAME_BYTES + 1);
    assertThrows(IllegalArgumentException.class, () -> message.putAll(tooLong));
  }
}
