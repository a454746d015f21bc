package handlelab.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import handlelab.api.Overlapped;
import handlelab.api.ProcessEndedException;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.SimulatedKernel;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionTest {
  private final FakeKernel32 kernel = new FakeKernel32();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private Connection connection;
  private RemoteKernel32 remote;
  private SocketChannel serverEnd;
  private Session session;
  private Thread server;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel door = ServerSocketChannel.open()) {
      door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      connection = new Connection(SocketChannel.open(door.getLocalAddress()), "the test");
      serverEnd = door.accept();
    }
    session = new Session(serverEnd, kernel.kernel32(), kernel);
    server = new Thread(() -> session.serve(log::add));
    server.start();
    remote = new RemoteKernel32(() -> connection);
  }

  @AfterEach
  void disconnect() throws InterruptedException {
    connection.close();
    server.join();
  }

  @Test
  void call_crossesWithItsArgumentsAndResult() {
    assertEquals(
        new Handle(0x100),
        remote.createMailslot("\\\\.\\mailslot\\x", 1, -1, SecurityAttributes.INHERITABLE));
    assertEquals(new Handle(0x104), remote.createFile("x", 1, 2, null, 3, 4, null));
    assertEquals(new MailslotInfo(1, 2, 3, -1), remote.getMailslotInfo(new Handle(0x100)));
    assertEquals(2, remote.getHandleInformation(new Handle(2)));
    assertTrue(remote.compareObjectHandles(new Handle(4), new Handle(4)));
    assertFalse(remote.compareObjectHandles(new Handle(4), new Handle(8)));
    assertEquals(Handle.CURRENT_PROCESS, remote.getCurrentProcess());
    assertEquals(Handle.CURRENT_THREAD, remote.getCurrentThread());
    assertEquals(1000, remote.getCurrentProcessId());
    assertEquals(1008, remote.getCurrentThreadId());
    var startup = new StartupInfo(null, null, null, List.of(new Handle(4)));
    var started =
        remote.createProcess(null, "a b", null, null, true, 0, Map.of("K", "V"), null, startup);
    assertEquals(1008, started.processId());
    remote.terminateProcess(Handle.CURRENT_PROCESS, -1);
    assertEquals(
        List.of(
            "CreateMailslotW(name=\\\\.\\mailslot\\x, maxMessageSize=1, readTimeoutMillis=-1,"
                + " attributes=SecurityAttributes[inheritHandle=true])",
            "CreateFileW(name=x, desiredAccess=1, shareMode=2, attributes=null,"
                + " creationDisposition=3, flagsAndAttributes=4, template=null)",
            "CreateProcessW(applicationName=null, commandLine=a b, processAttributes=null,"
                + " threadAttributes=null, inheritHandles=true, creationFlags=0,"
                + " environment={K=V}, currentDirectory=null, startupInfo="
                + startup
                + ")",
            "TerminateProcess(process=0xffffffffffffffff, exitCode=-1)"),
        kernel.calls.stream().filter(call -> call.matches("(Create|Terminate).*")).toList());
    assertEquals(List.of(1000, 1008), remote.processIds());
    assertEquals(kernel.processes(), remote.processes());
    kernel.rows.add(new HandleRow(1000, new Handle(4), 1, "File", null, 1, true, false, 1));
    assertEquals(kernel.rows, remote.handles(1000, Set.of(4L, 12L)));
    assertEquals(List.of(), remote.handles(1000, Set.of(8L)));
  }

  @Test
  void remoteKernel32_hasEveryFunction() throws NoSuchMethodException {
    for (Class<?> contract : List.of(Kernel32.class, HandleTables.class)) {
      for (Method function : contract.getMethods()) {
        if (function.isDefault()) {
          continue;
        }
        Method found =
            RemoteKernel32.class.getMethod(function.getName(), function.getParameterTypes());
        assertEquals(RemoteKernel32.class, found.getDeclaringClass(), function::toString);
      }
    }
  }

  @Test
  void errors_cross() {
    var failed = assertThrows(Win32Exception.class, () -> remote.closeHandle(FakeKernel32.FAILS));
    assertEquals("CloseHandle failed: ERROR_INVALID_HANDLE (6)", failed.getMessage());
    assertEquals("CloseHandle", failed.function());
    assertEquals(Win32Error.ERROR_INVALID_HANDLE, failed.errorCode());
    var ended =
        assertThrows(ProcessEndedException.class, () -> remote.closeHandle(FakeKernel32.ENDED));
    assertEquals(4711, ended.processId());
    var bad =
        assertThrows(IllegalArgumentException.class, () -> remote.closeHandle(FakeKernel32.BREAKS));
    assertEquals(
        "bad request, CloseHandle: java.lang.IllegalArgumentException: broken CloseHandle",
        bad.getMessage());
    assertThrows(UnsupportedOperationException.class, () -> remote.awaitResume(1));
    assertEquals(1, remote.getHandleInformation(new Handle(1)), "the session goes on");
  }

  @Test
  void messages_ofEverySize_cross() {
    for (int size : new int[] {0, 1, 64, 1000, 1024, 65_536, 131_072, 5_000_000}) {
      byte[] message = new byte[size];
      new Random(size).nextBytes(message);
      ByteBuffer source = ByteBuffer.allocate(size + 2).position(1).put(message).flip().position(1);
      assertEquals(size, remote.writeFile(new Handle(4), source));
      assertEquals(size + 1, source.position());
      ByteBuffer target = ByteBuffer.allocate(size + 3).position(2);
      assertEquals(size, remote.readFile(new Handle(4), target));
      assertEquals(size + 2, target.position());
      assertArrayEquals(message, Arrays.copyOfRange(target.array(), 2, size + 2));
    }
  }

  @Test
  void call_thatFails_leavesTheBuffer() {
    ByteBuffer buffer = ByteBuffer.allocate(10).position(3);
    assertThrows(Win32Exception.class, () -> remote.writeFile(FakeKernel32.FAILS, buffer));
    assertThrows(Win32Exception.class, () -> remote.readFile(FakeKernel32.FAILS, buffer));
    assertEquals(3, buffer.position());
  }

  @Test
  void message_thatIsTooLong_isRefusedByTheClient() {
    ByteBuffer tooLong = ByteBuffer.allocate(Message.MAX_MESSAGE_BYTES + 1);
    var failed = assertThrows(Win32Exception.class, () -> remote.writeFile(new Handle(4), tooLong));
    assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, failed.errorCode());
    Overlapped overlapped = Overlapped.of(Handle.NULL);
    Win32Exception alsoFailed =
        assertThrows(
            Win32Exception.class, () -> remote.writeFile(new Handle(4), tooLong, overlapped));
    assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, alsoFailed.errorCode());
    assertFalse(overlapped.isPending());
    tooLong.limit(Message.MAX_MESSAGE_BYTES);
    assertEquals(tooLong.limit(), remote.writeFile(new Handle(4), tooLong));
  }

  @Test
  void table_withManyRows_crosses() {
    for (int i = 0; i < 200_000; i++) {
      String name = i % 3 == 0 ? "\\Device\\Mailslot\\" + i : null;
      kernel.rows.add(
          new HandleRow(1000, new Handle(4L * i), i, "File", name, i, i % 2 == 0, i % 5 == 0, 1));
    }
    assertEquals(kernel.rows, remote.handles(1000));
    assertEquals(kernel.states(1000), remote.states(1000));
    kernel.rows.clear();
    assertEquals(List.of(), remote.handles(1000));
    assertEquals(Map.of(), remote.states(1000));
  }

  @Test
  void interrupt_beforeTheCall_reachesTheKernel() {
    Thread.currentThread().interrupt();
    assertEquals(1, remote.waitForSingleObject(new Handle(4), 0));
    assertTrue(Thread.interrupted(), "it stays");
    assertEquals(0, remote.waitForSingleObject(new Handle(4), 0), "it is gone there, too");
  }

  @Test
  void call_afterThePeersEnd_isOneClearError() throws Exception {
    serverEnd.close();
    server.join();
    var lost =
        assertThrows(ConnectionLostException.class, () -> remote.getHandleInformation(Handle.NULL));
    assertTrue(lost.getMessage().contains("the test during GetHandleInformation"));
    assertThrows(ConnectionLostException.class, () -> remote.getHandleInformation(Handle.NULL));
    assertEquals(List.of(), log);
  }

  @Test
  void start_withAReplyThatIsCutOff_leavesTheOperationFree() throws Exception {
    BytesChannel peer = new BytesChannel();
    new Message().begin().putByte(Connection.DONE).send(peer);
    Connection connection = new Connection(new BytesChannel(peer.written()), "the test");
    RemoteKernel32 caller = new RemoteKernel32(() -> connection);
    Overlapped overlapped = Overlapped.of(Handle.NULL);
    ByteBuffer target = ByteBuffer.allocate(4);
    assertThrows(
        MalformedFrameException.class, () -> caller.readFile(new Handle(4), target, overlapped));
    assertFalse(overlapped.isPending());
  }

  @Test
  void cancel_ofACallThatWaits_abortsItAndNoOther() {
    SimulatedKernel machine = SimulatedKernel.boot();
    Kernel32 process = machine.startProcess("a.exe");
    Handle slot = process.createMailslot("\\\\.\\mailslot\\a", 0, -1, null);
    byte[] read = Requests.frame(k -> k.readFile(slot, ByteBuffer.allocate(8)));
    byte[] info = Requests.frame(k -> k.getHandleInformation(slot));
    byte[] requests =
        ByteBuffer.allocate(info.length + read.length + info.length)
            .put(info)
            .put(read)
            .put(info)
            .array();
    BytesChannel channel = new BytesChannel(requests);
    Session waiting = new Session(channel, process, machine.handleTables());
    waiting.cancel(2);
    waiting.serve(log::add);
    assertEquals(List.of(), log);
    byte[] done = {0, 0, 0, 5, 0, 0, 0, 0, 0};
    ByteBuffer replies = ByteBuffer.wrap(channel.written());
    assertEquals(ByteBuffer.wrap(done), replies.slice(0, done.length));
    assertEquals(ByteBuffer.wrap(done), replies.slice(replies.limit() - done.length, done.length));
    assertEquals(
        Win32Error.ERROR_OPERATION_ABORTED,
        replies.getInt(replies.limit() - done.length - Integer.BYTES));
    machine.close();
  }

  @Test
  void everyBrokenRequest_endsTheSessionWithOneLine() {
    for (byte[] frame : Requests.oneOfEach()) {
      byte[] fields = Arrays.copyOfRange(frame, Integer.BYTES, frame.length);
      byte[] tooLong = Arrays.copyOf(fields, fields.length + 1);
      assertBroken(Arrays.copyOf(frame, frame.length - 1), "the stream ended inside a frame");
      if (!Requests.isWrite(frame)) {
        for (int length = 1; length < fields.length; length++) {
          assertBroken(Requests.withLength(Arrays.copyOf(fields, length)), "malformed frame: ");
        }
        assertBroken(Requests.withLength(tooLong), "malformed frame: 1 bytes too many");
      }
    }
    assertBroken(
        Requests.withLength(new byte[] {99, 0}), "malformed frame: no call has the number");
    assertBroken(new byte[4], "malformed frame: a length of 0 bytes");
    assertBroken(new byte[] {-1, -1, -1, -1}, "malformed frame: a length of 4294967295 bytes");
  }

  private void assertBroken(byte[] bytes, String reason) {
    List<String> lines = new ArrayList<>();
    BytesChannel channel = new BytesChannel(bytes);
    kernel.messages.add(new byte[1]);
    new Session(channel, kernel.kernel32(), kernel).serve(lines::add);
    assertEquals(1, lines.size(), () -> lines + " for " + Arrays.toString(bytes));
    assertTrue(lines.get(0).startsWith("session ended: " + reason), lines.get(0));
    assertFalse(channel.isOpen());
    assertEquals(0, channel.written().length);
  }
}
