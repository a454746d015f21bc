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
import handlelab.api.ProcessEndedException;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
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
  private WireConnection connection;
  private WireKernel32 wire;
  private Session session;
  private Thread server;

  @BeforeEach
  void connect() throws IOException {
    Pipe there = Pipe.open();
    Pipe back = Pipe.open();
    session = new Session(there.source(), back.sink(), kernel, kernel, log::add);
    server = new Thread(session::serve);
    server.start();
    connection = new WireConnection(back.source(), there.sink(), "the test");
    wire = new WireKernel32(() -> connection);
  }

  @AfterEach
  void disconnect() throws InterruptedException {
    connection.close();
    server.join();
  }

  @Test
  void parametersAndResultsCross() {
    assertEquals(
        new Handle(0x100),
        wire.createMailslot("\\\\.\\mailslot\\x", 1, -1, SecurityAttributes.INHERITABLE));
    assertEquals(new Handle(0x104), wire.createFile("x", 1, 2, null, 3, 4, null));
    assertEquals(new MailslotInfo(1, 2, 3, -1), wire.getMailslotInfo(new Handle(0x100)));
    assertEquals(2, wire.getHandleInformation(new Handle(2)));
    assertTrue(wire.compareObjectHandles(new Handle(4), new Handle(4)));
    assertFalse(wire.compareObjectHandles(new Handle(4), new Handle(8)));
    assertEquals(Handle.CURRENT_PROCESS, wire.getCurrentProcess());
    assertEquals(Handle.CURRENT_THREAD, wire.getCurrentThread());
    assertEquals(1000, wire.getCurrentProcessId());
    var startup = new StartupInfo(null, null, null, List.of(new Handle(4)));
    var started =
        wire.createProcess(null, "a b", null, null, true, 0, Map.of("K", "V"), null, startup);
    assertEquals(1008, started.processId());
    wire.terminateProcess(Handle.CURRENT_PROCESS, -1);
    assertEquals(
        List.of(
            "createMailslot[\\\\.\\mailslot\\x, 1, -1, SecurityAttributes[inheritHandle=true]]",
            "createFile[x, 1, 2, null, 3, 4]",
            "createProcess[null, a b, true, {K=V}, " + startup + "]",
            "terminateProcess[0xffffffffffffffff, -1]"),
        kernel.calls);
    var tables = new WireHandleTables(() -> connection);
    assertEquals(List.of(1000, 1008), tables.processIds());
    kernel.rows.add(new HandleRow(1000, new Handle(4), 1, "File", null, 1, true, false, 1));
    assertEquals(kernel.rows, tables.handles(1000, Set.of(4L, 12L)));
    assertEquals(List.of(), tables.handles(1000, Set.of(8L)));
  }

  @Test
  void everyFunctionCrosses() throws NoSuchMethodException {
    for (Class<?> contract : List.of(Kernel32.class, HandleTables.class)) {
      Class<?> ours = contract == Kernel32.class ? WireKernel32.class : WireHandleTables.class;
      for (Method function : contract.getMethods()) {
        if (function.getName().equals("forManyLooks")) {
          // No call: what it gives makes them.
          continue;
        }
        Method found = ours.getMethod(function.getName(), function.getParameterTypes());
        assertEquals(ours, found.getDeclaringClass(), function::toString);
      }
    }
  }

  @Test
  void errorsCross() {
    var failed = assertThrows(Win32Exception.class, () -> wire.closeHandle(FakeKernel32.FAILS));
    assertEquals("CloseHandle failed: ERROR_INVALID_HANDLE (6)", failed.getMessage());
    assertEquals("CloseHandle", failed.function());
    assertEquals(Win32Error.ERROR_INVALID_HANDLE, failed.errorCode());
    var ended =
        assertThrows(ProcessEndedException.class, () -> wire.closeHandle(FakeKernel32.ENDED));
    assertEquals(4711, ended.processId());
    var bad = assertThrows(BadRequestException.class, () -> wire.closeHandle(FakeKernel32.BREAKS));
    assertEquals(
        "bad request, CloseHandle: java.lang.IllegalArgumentException: broken CloseHandle",
        bad.getMessage());
    var children = new WireHostedChildren(() -> connection);
    assertThrows(BadRequestException.class, () -> children.childStarted(1, 2));
    assertEquals(1, wire.getHandleInformation(new Handle(1)), "the session goes on");
  }

  @Test
  void messagesOfEverySizeCross() {
    for (int size : new int[] {0, 1, 64, 1000, 1024, 65_536, 131_072, 5_000_000}) {
      byte[] message = new byte[size];
      new Random(size).nextBytes(message);
      ByteBuffer source = ByteBuffer.allocate(size + 2).position(1).put(message).flip().position(1);
      assertEquals(size, wire.writeFile(new Handle(4), source));
      assertEquals(size + 1, source.position());
      ByteBuffer target = ByteBuffer.allocate(size + 3).position(2);
      assertEquals(size, wire.readFile(new Handle(4), target));
      assertEquals(size + 2, target.position());
      assertArrayEquals(message, Arrays.copyOfRange(target.array(), 2, size + 2));
    }
  }

  @Test
  void aFailedCallLeavesTheBufferAlone() {
    ByteBuffer buffer = ByteBuffer.allocate(10).position(3);
    assertThrows(Win32Exception.class, () -> wire.writeFile(FakeKernel32.FAILS, buffer));
    assertThrows(Win32Exception.class, () -> wire.readFile(FakeKernel32.FAILS, buffer));
    assertEquals(3, buffer.position());
  }

  @Test
  void aMessageThatIsTooLongIsRefusedHere() {
    ByteBuffer tooLong = ByteBuffer.allocate(WireLimits.MAX_MESSAGE_BYTES + 1);
    var failed = assertThrows(Win32Exception.class, () -> wire.writeFile(new Handle(4), tooLong));
    assertEquals(Win32Error.ERROR_NO_SYSTEM_RESOURCES, failed.errorCode());
    tooLong.limit(WireLimits.MAX_MESSAGE_BYTES);
    assertEquals(tooLong.limit(), wire.writeFile(new Handle(4), tooLong));
  }

  @Test
  void aLargeTableCrosses() {
    for (int i = 0; i < 200_000; i++) {
      String name = i % 3 == 0 ? "\\Device\\Mailslot\\" + i : null;
      kernel.rows.add(
          new HandleRow(1000, new Handle(4L * i), i, "File", name, i, i % 2 == 0, i % 5 == 0, 1));
    }
    var tables = new WireHandleTables(() -> connection);
    assertEquals(kernel.rows, tables.handles(1000));
    kernel.rows.clear();
    assertEquals(List.of(), tables.handles(1000));
  }

  @Test
  void anInterruptBeforeTheCallIsTheKernelsToJudge() {
    Thread.currentThread().interrupt();
    assertEquals(1, wire.waitForSingleObject(new Handle(4), 0));
    assertTrue(Thread.interrupted(), "it stays");
    assertEquals(0, wire.waitForSingleObject(new Handle(4), 0), "it is gone there, too");
  }

  @Test
  void theEndOfThePeerIsOneClearError() throws InterruptedException {
    session.stop();
    server.join();
    var lost =
        assertThrows(ConnectionLostException.class, () -> wire.getHandleInformation(Handle.NULL));
    assertTrue(lost.getMessage().contains("the test during GetHandleInformation"));
    assertThrows(ConnectionLostException.class, () -> wire.getHandleInformation(Handle.NULL));
    assertEquals(List.of(), log);
  }

  @Test
  void everyBrokenRequestEndsTheSessionWithOneLine() {
    for (Request request : Requests.oneOfEach()) {
      byte[] frame = Frames.of(request);
      byte[] fields = Arrays.copyOfRange(frame, Integer.BYTES, frame.length);
      byte[] tooLong = Arrays.copyOf(fields, fields.length + 1);
      assertBroken(Arrays.copyOf(frame, frame.length - 1), "the stream ended inside a frame");
      if (!(request instanceof MailslotRequest.WriteFile)) {
        assertBroken(Frames.withLength(tooLong), "malformed frame: 1 bytes too many");
        assertBroken(
            Frames.withLength(Arrays.copyOf(fields, fields.length - 1)), "malformed frame: ");
      }
    }
    assertBroken(Frames.withLength(new byte[] {99, 0}), "malformed frame: no call has the number");
    assertBroken(new byte[4], "malformed frame: a length of 0 bytes");
    assertBroken(new byte[] {-1, -1, -1, -1}, "malformed frame: a length of 4294967295 bytes");
    assertBroken(
        Frames.of(new MailslotRequest.ReadFile(new Handle(4), Integer.MAX_VALUE)),
        "malformed frame: a buffer of");
  }

  private void assertBroken(byte[] bytes, String reason) {
    List<String> lines = new ArrayList<>();
    var in = Channels.newChannel(new ByteArrayInputStream(bytes));
    var out = Channels.newChannel(new ByteArrayOutputStream());
    new Session(in, out, kernel, kernel, lines::add).serve();
    assertEquals(1, lines.size(), () -> lines + " for " + Arrays.toString(bytes));
    assertTrue(lines.get(0).startsWith("session ended: " + reason), lines.get(0));
    assertFalse(in.isOpen() || out.isOpen());
  }
}
