package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.wire.Message;
import handlelab.wire.Requests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every kind of request cut, too long, with lies in its length, out of order, before and after the
 * handshake, at a running server: the session ends with one line in the log, nobody else notices.
 *
 * <p>No value of a field is changed: a request that names a process of the host would be believed.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
final class BadBytesTest {
  @RegisterExtension static final ServerFixture server = new ServerFixture();
  private static String secret;
  private static SocketChannel control;
  private static int attached;

  /** What the log must have got. */
  private static int linesExpected;

  @BeforeAll
  static void start() throws IOException {
    Backend bystander = server.open();
    assertTrue(bystander.kernel32().getCurrentProcessId() > 0);
    control = connect();
    Handshake.send(new Handshake.Hello.Join("bad.exe", null, null), control);
    secret =
        assertInstanceOf(Handshake.Answer.Welcome.class, Handshake.receiveAnswer(control)).secret();
  }

  @AfterAll
  static void end() throws Exception {
    control.close();
  }

  private static SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(server.folder().socket()));
  }

  private static SocketChannel attach() throws IOException {
    SocketChannel channel = connect();
    attached++;
    Handshake.send(new Handshake.Hello.Attach(secret, attached), channel);
    assertInstanceOf(Handshake.Answer.Welcome.class, Handshake.receiveAnswer(channel));
    return channel;
  }

  /** Sends some bytes and no more, and returns what comes until the server closes. */
  private static byte[] exchange(SocketChannel open, byte[] bytes) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (SocketChannel channel = open) {
      ByteBuffer source = ByteBuffer.wrap(bytes);
      while (source.hasRemaining()) {
        var unused = channel.write(source);
      }
      channel.shutdownOutput();
      ByteBuffer target = ByteBuffer.allocate(4096);
      while (channel.read(target.clear()) >= 0) {
        answer.write(target.array(), 0, target.position());
      }
    } catch (IOException e) {
      // It closed before it had read all: that is an end, too.
    }
    return answer.toByteArray();
  }

  private static void assertEnds(SocketChannel channel, byte[] bytes, String what)
      throws IOException {
    assertEquals(0, exchange(channel, bytes).length, what);
    linesExpected++;
  }

  private static byte[] withLength(int claimed, byte[] frame, int bytes) {
    return ByteBuffer.wrap(Arrays.copyOf(frame, bytes)).putInt(0, claimed).array();
  }

  private static void assertNobodyNotices() throws IOException {
    Kernel32 bystander = server.open().kernel32();
    Handle slot = server.createSlot(bystander);
    Handle client = server.openSlot(bystander);
    ServerFixture.write(bystander, client, "still here");
    assertEquals("still here", ServerFixture.read(bystander, slot));
    bystander.closeHandle(client);
    bystander.closeHandle(slot);
    assertEquals(1, server.servers().size());
    assertEquals(linesExpected, Files.readAllLines(server.folder().log()).size());
  }

  @Test
  void aRequestThatIsTooLongOrLiesEndsItsSession() throws IOException {
    for (byte[] request : Requests.oneOfEach()) {
      if (!Requests.isWrite(request)) {
        int longer = request.length - Integer.BYTES + 1;
        assertEnds(attach(), withLength(longer, request, request.length + 1), "a byte too many");
      }
      for (int lie :
          new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, Message.MAX_FRAME_BYTES + 1}) {
        assertEnds(attach(), withLength(lie, request, request.length), "a length of " + lie);
      }
      byte[] largest = withLength(Message.MAX_FRAME_BYTES, request, request.length);
      assertEnds(attach(), largest, "a length that never comes");
    }
    assertNobodyNotices();
  }

  @Test
  void nothingIsAnsweredBeforeTheHandshake() throws IOException {
    for (byte[] request : Requests.oneOfEach()) {
      assertEnds(connect(), request, "a request to a stranger");
    }
    assertEnds(connect(), new byte[] {0, 0, 0, 4, 1, 2, 3, 4}, "no client of handlelab");
    assertEnds(connect(), new byte[] {0x7F, 0, 0, 0}, "a hello of two gigabytes");
    // Nobody has said anything yet, so that is no fault.
    assertEquals(0, exchange(connect(), new byte[0]).length);
    SocketChannel wrong = connect();
    Handshake.send(new Handshake.Hello.Attach("guessed", 1), wrong);
    assertInstanceOf(Handshake.Answer.Ended.class, Handshake.receiveAnswer(wrong));
    wrong.close();
    assertNobodyNotices();
  }

  @Test
  void whatComesOutOfOrderEndsItsSession() throws IOException {
    byte[] hello = HandshakeFuzz.seeds().get(0);
    assertEnds(attach(), hello, "a hello where a request is due");
    byte[] twice = ByteBuffer.allocate(2 * hello.length).put(hello).put(hello).array();
    assertEnds(attach(), twice, "two of them");
    assertNobodyNotices();
  }
}
