package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.wire.ConnectionLostException;
import handlelab.wire.Message;
import handlelab.wire.Requests;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the server starts, whom it answers, and how it ends; each test in a folder of its own. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "kills and signals as POSIX systems have them")
class ServerStartTest {
  @RegisterExtension final ServerFixture server = new ServerFixture();

  @Test
  void coldStarts_ofThreadsOfOneJvm_makeOneServer() {
    List<CompletableFuture<Backend>> opening = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      opening.add(CompletableFuture.supplyAsync(server::open));
    }
    opening.forEach(CompletableFuture::join);
    assertEquals(1, server.servers().size());
  }

  @Test
  void server_killed_isOneClearErrorAndIsReplaced() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    Handle slot = server.createSlot(kernel32);
    CompletableFuture<String> waiting =
        CompletableFuture.supplyAsync(() -> ServerFixture.read(kernel32, slot));
    assertEquals(1, kernel32.getHandleInformation(slot));
    server.killServer();
    var lost = assertThrows(ConnectionLostException.class, () -> kernel32.closeHandle(slot));
    assertTrue(lost.getMessage().contains("the shared simulated kernel"), lost.getMessage());
    var broken = assertThrows(Exception.class, waiting::join);
    assertEquals(ConnectionLostException.class, broken.getCause().getClass());
    assertThrows(ConnectionLostException.class, () -> kernel32.closeHandle(slot));
    assertTrue(Files.exists(server.folder().socket()), "the socket is stale");
    Kernel32 next = server.open().kernel32();
    server.createSlot(next);
    assertThrows(ConnectionLostException.class, () -> kernel32.closeHandle(slot));
  }

  @Test
  void server_ended_isReplaced() throws Exception {
    server.open().close();
    ProcessHandle first = server.servers().get(0);
    ServerFixture.awaitEnd(first);
    assertFalse(Files.exists(server.folder().path()));
    server.open();
    assertFalse(server.servers().contains(first));
  }

  @Test
  void socket_withoutAServer_isReplaced() throws Exception {
    server.folder().create();
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(server.folder().socket()));
      Files.setPosixFilePermissions(
          server.folder().socket(), PosixFilePermissions.fromString("rwx------"));
    }
    assertEquals(1000, server.open().kernel32().getCurrentProcessId());
  }

  @Test
  void signals_ofATerminal_leaveTheServer() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    String pid = Long.toString(server.servers().get(0).pid());
    for (String signal : List.of("INT", "HUP", "QUIT", "TSTP")) {
      assertEquals(0, new ProcessBuilder("kill", "-" + signal, pid).start().waitFor());
      server.createSlot(kernel32);
      server.newTestName();
    }
  }

  @Test
  void server_terminated_cleansUp() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    ProcessHandle process = server.servers().get(0);
    assertTrue(process.destroy());
    ServerFixture.awaitEnd(process);
    assertFalse(Files.exists(server.folder().path()));
    assertThrows(ConnectionLostException.class, kernel32::getCurrentProcessId);
  }

  @Test
  void hello_ofAnotherVersion_isRefusedWithBothVersions() throws Exception {
    server.open();
    Message hello = new Message().begin();
    hello.put(0x484C_4142).put(Handshake.PROTOCOL + 1).put("9.9").put(4711L);
    try (SocketChannel channel = connect()) {
      hello.send(channel);
      var answer = (Handshake.Answer.Refused) Handshake.receiveAnswer(channel);
      assertTrue(answer.reason().contains("this program is handlelab 9.9"), answer.reason());
    }
  }

  /** What is wrong inside a frame is {@code SessionTest}'s matter. */
  @Test
  void rubbish_isOneLineInTheLogAndLeavesTheServer() throws Exception {
    Kernel32 kernel32 = server.open().kernel32();
    List<byte[]> rubbish = new ArrayList<>(Requests.oneOfEach());
    rubbish.add("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    rubbish.add(new byte[] {0, 0, 0, 4, 'H', 'L', 'A', 'B'});
    rubbish.add(new byte[] {-1, -1, -1, -1});
    rubbish.add(new byte[64]);
    for (byte[] bytes : rubbish) {
      try (SocketChannel channel = connect()) {
        assertHangsUp(channel, bytes);
      }
    }
    try (SocketChannel control = connect();
        SocketChannel attached = connect()) {
      Handshake.send(new Handshake.Hello.Join("bad.exe", null, null), control);
      var welcome = (Handshake.Answer.Welcome) Handshake.receiveAnswer(control);
      Handshake.send(new Handshake.Hello.Attach(welcome.secret(), 1), attached);
      assertInstanceOf(Handshake.Answer.Welcome.class, Handshake.receiveAnswer(attached));
      assertHangsUp(attached, HandshakeFuzz.seeds().get(0));
    }
    List<String> lines = Files.readAllLines(server.folder().log());
    while (lines.size() <= rubbish.size()) {
      // A session hangs up and then says why.
      Thread.onSpinWait();
      lines = Files.readAllLines(server.folder().log());
    }
    assertEquals(rubbish.size() + 1, lines.size(), lines.toString());
    assertTrue(lines.get(0).contains("connection refused: malformed frame"), lines.get(0));
    server.createSlot(kernel32);
  }

  private static void assertHangsUp(SocketChannel channel, byte[] bytes) throws IOException {
    assertEquals(bytes.length, channel.write(ByteBuffer.wrap(bytes)));
    assertEquals(-1, channel.read(ByteBuffer.allocate(1)), "the server hangs up");
  }

  @Test
  void secret_thatIsWrong_opensNothing() throws Exception {
    server.open();
    try (SocketChannel channel = connect()) {
      Handshake.send(new Handshake.Hello.Attach("0123456789abcdef", 1), channel);
      assertEquals(new Handshake.Answer.Ended(), Handshake.receiveAnswer(channel));
    }
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(server.folder().socket()));
  }
}
