package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.ProcessEndedException;
import handlelab.api.Win32;
import handlelab.sim.KernelMemory;
import handlelab.wire.Conversation;
import handlelab.wire.FrameBudget;
import handlelab.wire.WireConnection;
import handlelab.wire.WireHandleTables;
import handlelab.wire.WireKernel32;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A server whose thread is the caller's: it does something only while the caller waits for an
 * answer. Its sockets are true ones, its host's processes are not.
 *
 * <p>A bystander is there all the time, a process that only does what it may, and must always get
 * the right answers.
 */
final class FuzzedServer {
  /** So little that a few large frames use it up. */
  static final int BUDGET_BYTES = 300_000;

  /** The bystander's life line and its thread. */
  private static final int OWN_CONNECTIONS = 2;

  /** Far more than anything takes. */
  private static final int MAX_TURNS = 100_000;

  private final Path parent = Files.createTempDirectory("hl");
  private final RuntimeFolder folder = RuntimeFolder.of(parent.resolve("k"));
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<FakeHost> hosts = new ArrayList<>();
  private final ServerLoop loop;
  private final SocketChannel lifeLine;
  private final WireConnection line;
  private final Kernel32 bystander;
  private final WireHandleTables tables;
  private final int bystanderId;
  private final Handle slot;
  private final Handle client;
  private final KernelMemory memory;
  private final List<HandleRow> rows;
  private int messages;

  FuzzedServer() throws IOException {
    folder.create();
    var serverLog = new ServerLog(new PrintStream(log, true, StandardCharsets.UTF_8));
    PathLock lock = PathLock.tryAcquire(folder.serverLock());
    loop = new ServerLoop(folder, lock, serverLog, this::host, new FrameBudget(BUDGET_BYTES));
    endFirst();
    lifeLine = connect();
    Handshake.Answer.Welcome welcome =
        greet(lifeLine, new Handshake.Hello.Join("bystander", null, 0));
    bystanderId = welcome.processId();
    SocketChannel calls = connect();
    var unused = greet(calls, new Handshake.Hello.Attach(welcome.secret(), 1));
    ByteChannel turning = new TurningChannel(calls);
    line = new WireConnection(turning, turning, "the server");
    bystander = new WireKernel32(() -> line);
    tables = new WireHandleTables(() -> line);
    String name = "\\\\.\\mailslot\\bystander\\" + Secrets.next();
    slot = ServerFixture.createSlot(bystander, name);
    client =
        bystander.createFile(
            name, Win32.GENERIC_WRITE, Win32.FILE_SHARE_READ, null, Win32.OPEN_EXISTING, 0, null);
    exchange();
    memory = KernelMemory.of(loop.processes.kernel);
    rows = tables.handles(bystanderId);
  }

  /** Takes the first process's id, which is so easily guessed, away. */
  private void endFirst() throws IOException {
    try (SocketChannel first = connect()) {
      var unused = greet(first, new Handshake.Hello.Join("first", null, 0));
    }
  }

  private Handshake.Answer.Welcome greet(SocketChannel channel, Handshake.Hello hello)
      throws IOException {
    Handshake.send(hello, channel);
    return (Handshake.Answer.Welcome) Handshake.receiveAnswer(new TurningChannel(channel));
  }

  private Optional<ProcessHandle> host(long pid) {
    FakeHost host = new FakeHost(pid);
    hosts.add(host);
    return Optional.of(host);
  }

  /** A connection on which nothing was said, and which nobody waits on. */
  SocketChannel connect() throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.socket()));
    channel.configureBlocking(false);
    return channel;
  }

  int bystanderId() {
    return bystanderId;
  }

  /**
   * Lets the server attend to all that was sent so far, until nobody has anything more for it; then
   * the bystander makes a call.
   *
   * @throws ProcessEndedException where somebody has ended the bystander
   */
  void settle() throws IOException {
    for (int turn = 0; loop.turnNow() > 0; turn++) {
      assertTrue(turn < MAX_TURNS, "the server is never done");
    }
    assertEquals(bystanderId, bystander.getCurrentProcessId());
  }

  private void exchange() {
    messages++;
    String text = "message " + messages;
    ServerFixture.write(bystander, client, text);
    assertEquals(text, ServerFixture.read(bystander, slot));
  }

  /** The lines of the log since this was asked last. */
  List<String> takeLog() {
    List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
    log.reset();
    return lines;
  }

  /** All others have closed their connections: nothing of them may be left. */
  void requireNothingLeft() throws IOException {
    hosts.forEach(FakeHost::destroyForcibly);
    hosts.clear();
    loop.processes.checkOrphans();
    for (int turn = 0; loop.connections > OWN_CONNECTIONS && turn < MAX_TURNS; turn++) {
      settle();
    }
    assertEquals(OWN_CONNECTIONS, loop.connections, "connections");
    assertEquals(0, loop.greetings, "connections that have not said what they are for");
    exchange();
    assertEquals(List.of(bystanderId), tables.processIds(), "processes");
    assertEquals(rows, tables.handles(bystanderId), "the bystander's rows");
    assertEquals(memory, KernelMemory.of(loop.processes.kernel), "objects and memory");
    assertTrue(Conversation.isWhole(loop.frameBudget, BUDGET_BYTES), "memory for frames");
  }

  /** Ends it; nothing may be left in its folder. */
  void close() throws IOException {
    line.close();
    lifeLine.close();
    loop.endNow();
    Files.delete(parent);
  }

  /** Ends it after a fault, when nobody knows what is left. */
  void abandon() throws IOException {
    line.close();
    lifeLine.close();
    loop.endNow();
    Files.deleteIfExists(parent);
  }

  /** The bystander's end of a socket: the server's thread runs while nothing comes. */
  private final class TurningChannel implements ByteChannel {
    private final SocketChannel channel;

    TurningChannel(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int read = channel.read(target);
      for (int turn = 0; read == 0; turn++) {
        assertTrue(turn < MAX_TURNS, "the bystander gets no answer");
        var unused = loop.turnNow();
        read = channel.read(target);
      }
      return read;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      return channel.write(source);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
