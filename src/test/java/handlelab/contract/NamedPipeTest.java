package handlelab.contract;

import static handlelab.api.Win32.FILE_FLAG_FIRST_PIPE_INSTANCE;
import static handlelab.api.Win32.GENERIC_READ;
import static handlelab.api.Win32.GENERIC_WRITE;
import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.NMPWAIT_USE_DEFAULT_WAIT;
import static handlelab.api.Win32.NMPWAIT_WAIT_FOREVER;
import static handlelab.api.Win32.OPEN_EXISTING;
import static handlelab.api.Win32.PIPE_ACCESS_DUPLEX;
import static handlelab.api.Win32.PIPE_ACCESS_INBOUND;
import static handlelab.api.Win32.PIPE_ACCESS_OUTBOUND;
import static handlelab.api.Win32.PIPE_NOWAIT;
import static handlelab.api.Win32.PIPE_READMODE_MESSAGE;
import static handlelab.api.Win32.PIPE_SERVER_END;
import static handlelab.api.Win32.PIPE_TYPE_BYTE;
import static handlelab.api.Win32.PIPE_TYPE_MESSAGE;
import static handlelab.api.Win32.WAIT_OBJECT_0;
import static handlelab.api.Win32.WAIT_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.ConnectState;
import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Kernel32;
import handlelab.api.PeekResult;
import handlelab.api.PipeInfo;
import handlelab.api.PipeState;
import handlelab.api.SecurityAttributes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Named pipes: names, instances, states, data in both types, modes. */
class NamedPipeTest extends ContractTest {
  private static final int MESSAGES = PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE;

  private final String name = newPipeName();

  private Created create(int openMode, int pipeMode, int maxInstances) {
    return parent.createNamedPipe(name, openMode, pipeMode, maxInstances, 512, 512, 0, null);
  }

  private Handle server(int pipeMode) {
    return create(PIPE_ACCESS_DUPLEX, pipeMode, 4).handle();
  }

  private Handle client() {
    return client(GENERIC_READ | GENERIC_WRITE);
  }

  private Handle client(int desiredAccess) {
    return parent.createFile(name, desiredAccess, 0, null, OPEN_EXISTING, 0, null);
  }

  private String readAll(Handle file, int size) {
    ByteBuffer target = ByteBuffer.allocate(size);
    parent.readFile(file, target);
    return new String(target.array(), 0, target.position(), StandardCharsets.UTF_8);
  }

  // Names and creation.

  @Fact("pipe-name-checked")
  void createNamedPipe_wrongName_fails() {
    String[] invalid = {"not a pipe", "C:\\x", newSlotName()};
    for (String wrong : invalid) {
      assertFails("CreateNamedPipeW", 123, () -> pipe(wrong, PIPE_ACCESS_DUPLEX, 0, 1));
    }
    assertFails("CreateNamedPipeW", 3, () -> pipe(null, PIPE_ACCESS_DUPLEX, 0, 1));
    assertFails("CreateNamedPipeW", 3, () -> pipe("", PIPE_ACCESS_DUPLEX, 0, 1));
  }

  private Handle pipe(String pipeName, int openMode, int pipeMode, int maxInstances) {
    return parent
        .createNamedPipe(pipeName, openMode, pipeMode, maxInstances, 0, 0, 0, null)
        .handle();
  }

  @Fact("pipe-name-normalised")
  void name_otherCaseOrSlash_isTheSame() {
    pipe(name + "\\A", PIPE_ACCESS_DUPLEX, 0, 1);
    Handle client =
        parent.createFile(
            name.toUpperCase(Locale.ROOT) + "/b/../a",
            GENERIC_READ | GENERIC_WRITE,
            0,
            null,
            OPEN_EXISTING,
            0,
            null);
    assertTrue(parent.getNamedPipeInfo(client).maxInstances() > 0);
  }

  @Fact("pipe-name-backslash-counts")
  void name_trailingBackslash_isAnother() {
    server(0);
    assertFalse(
        parent.createNamedPipe(name + "\\", PIPE_ACCESS_DUPLEX, 0, 1, 0, 0, 0, null).existed());
  }

  @Fact("pipe-modes-checked")
  void createNamedPipe_wrongModes_areAnInvalidParameter() {
    int byteTypeInMessages = PIPE_TYPE_BYTE | PIPE_READMODE_MESSAGE;
    assertFails("CreateNamedPipeW", 87, () -> create(PIPE_ACCESS_DUPLEX, byteTypeInMessages, 1));
    assertFails("CreateNamedPipeW", 87, () -> create(0, 0, 1));
  }

  @Fact("pipe-instances-counted")
  void createNamedPipe_secondInstance_existed() {
    Created first = create(PIPE_ACCESS_DUPLEX, 0, 2);
    assertFalse(first.existed());
    Created second = create(PIPE_ACCESS_DUPLEX, 0, 2);
    assertTrue(second.existed());
    assertEquals(2, parent.getNamedPipeHandleState(first.handle()).instances());
    assertFails("CreateNamedPipeW", 231, () -> create(PIPE_ACCESS_DUPLEX, 0, 2));
    parent.closeHandle(second.handle());
    assertEquals(1, parent.getNamedPipeHandleState(first.handle()).instances());
    assertTrue(create(PIPE_ACCESS_DUPLEX, 0, 2).existed());
  }

  @Fact("pipe-instances-must-match")
  void createNamedPipe_otherDirection_isDenied() {
    create(PIPE_ACCESS_DUPLEX, 0, 4);
    assertFails("CreateNamedPipeW", 5, () -> create(PIPE_ACCESS_INBOUND, 0, 4));
  }

  @Fact("first-pipe-instance-denied")
  void createNamedPipe_firstInstanceFlag_isDeniedOnASecond() {
    create(PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE, 0, 4);
    assertFails(
        "CreateNamedPipeW",
        5,
        () -> create(PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE, 0, 4));
  }

  @Fact("pipe-server-access")
  void access_byDirection_isGranted() {
    assertEquals(0x12019F, row(parent, server(0)).grantedAccess());
    Handle inbound = pipe(newPipeName(), PIPE_ACCESS_INBOUND, 0, 1);
    assertEquals(0x120089, row(parent, inbound).grantedAccess());
    Handle outbound = pipe(newPipeName(), PIPE_ACCESS_OUTBOUND, 0, 1);
    assertEquals(0x120116, row(parent, outbound).grantedAccess());
    assertFails("WriteFile", 5, () -> parent.writeFile(inbound, ByteBuffer.allocate(1)));
    assertFails("ReadFile", 5, () -> parent.readFile(outbound, ByteBuffer.allocate(1)));
    assertFails("GetNamedPipeInfo", 5, () -> parent.getNamedPipeInfo(outbound));
  }

  @Fact("pipe-client-direction")
  void client_otherDirection_isDeniedAndTakesNoInstance() {
    create(PIPE_ACCESS_INBOUND, 0, 1);
    assertFails("CreateFileW", 5, () -> client(GENERIC_READ));
    assertFails("CreateFileW", 5, () -> client(GENERIC_READ | GENERIC_WRITE));
    Handle unused = client(GENERIC_WRITE);
    assertFails("CreateFileW", 231, () -> client(GENERIC_WRITE));
  }

  @Fact("pipe-created-inheritable")
  void attributes_inheritable_areTaken() {
    Handle pipe =
        parent
            .createNamedPipe(
                name, PIPE_ACCESS_DUPLEX, 0, 1, 0, 0, 0, SecurityAttributes.INHERITABLE)
            .handle();
    assertEquals(HANDLE_FLAG_INHERIT, parent.getHandleInformation(pipe));
  }

  @Fact("pipe-object-name")
  void ends_objectName_isThePipes() {
    Handle server = server(0);
    Handle client = client();
    String tail = "\\NamedPipe\\" + name.substring(9);
    assertTrue(row(parent, server).objectName().endsWith(tail), row(parent, server).objectName());
    assertTrue(row(parent, client).objectName().endsWith(tail), row(parent, client).objectName());
  }

  // Connecting and disconnecting.

  @Fact("pipe-already-connected")
  void connect_clientCameBefore_isAlreadyConnected() {
    Handle server = server(0);
    assertEquals(WAIT_OBJECT_0, parent.waitForSingleObject(server, 0));
    Handle unused = client();
    assertEquals(ConnectState.ALREADY_CONNECTED, parent.connectNamedPipe(server, null));
    assertEquals(ConnectState.ALREADY_CONNECTED, parent.connectNamedPipe(server, null));
  }

  @Fact("pipe-connect-waits")
  void connect_blocked_endsWithTheClient() {
    Handle server = server(0);
    CompletableFuture<ConnectState> connect =
        inBackground(() -> parent.connectNamedPipe(server, null));
    Handle client = client();
    ConnectState state = connect.join();
    assertTrue(state == ConnectState.CONNECTED || state == ConnectState.ALREADY_CONNECTED);
    write(parent, client, "hello");
    assertEquals("hello", readAll(server, 10));
  }

  @Fact("pipe-connect-needs-server")
  void connect_clientEnd_isAnInvalidFunction() {
    server(0);
    Handle client = client();
    assertFails("ConnectNamedPipe", 1, () -> parent.connectNamedPipe(client, null));
  }

  @Fact("listening-pipe-refuses-use")
  void listeningInstance_use_isRefused() {
    Handle server = server(0);
    assertFails("ReadFile", 536, () -> parent.readFile(server, ByteBuffer.allocate(1)));
    assertFails("WriteFile", 536, () -> parent.writeFile(server, ByteBuffer.allocate(1)));
    assertFails("PeekNamedPipe", 230, () -> parent.peekNamedPipe(server));
    parent.flushFileBuffers(server);
  }

  @Fact("pipe-busy")
  void client_allInstancesTaken_isBusy() {
    create(PIPE_ACCESS_DUPLEX, 0, 1);
    Handle unused = client();
    assertFails("CreateFileW", 231, this::client);
    assertFails("CreateFileW", 2, () -> parent.createFile(name + "x", 0, 0, null, 3, 0, null));
  }

  @Fact("closed-client-drains")
  void clientClosed_server_drainsAndMustDisconnect() {
    Handle server = server(0);
    Handle client = client();
    write(parent, client, "last");
    parent.closeHandle(client);
    assertFails("ConnectNamedPipe", 232, () -> parent.connectNamedPipe(server, null));
    assertEquals("last", readAll(server, 10));
    assertFails("ReadFile", 109, () -> readAll(server, 10));
    assertFails("WriteFile", 232, () -> write(parent, server, "x"));
    parent.flushFileBuffers(server);
    parent.disconnectNamedPipe(server);
    assertFails("ReadFile", 233, () -> readAll(server, 10));
  }

  @Fact("closed-server-drains")
  void serverClosed_client_drains() {
    Handle server = server(0);
    Handle client = client();
    write(parent, server, "last");
    parent.closeHandle(server);
    assertEquals("last", readAll(client, 10));
    assertFails("ReadFile", 109, () -> readAll(client, 10));
    assertFails("CreateFileW", 2, this::client);
  }

  @Fact("disconnect-loses-unread")
  void disconnect_unreadData_isLostAndBothEndsFail() {
    Handle server = server(0);
    Handle client = client();
    write(parent, server, "unread");
    write(parent, client, "unread");
    parent.disconnectNamedPipe(server);
    for (Handle end : new Handle[] {server, client}) {
      assertFails("ReadFile", 233, () -> readAll(end, 10));
      assertFails("WriteFile", 233, () -> write(parent, end, "x"));
    }
    assertFails("PeekNamedPipe", 233, () -> parent.peekNamedPipe(client));
    assertFails("DisconnectNamedPipe", 233, () -> parent.disconnectNamedPipe(server));
    assertEquals(WAIT_TIMEOUT, parent.waitForSingleObject(client, 0));
  }

  @Fact("disconnected-pipe-listens-again")
  void disconnectedInstance_connect_listensAgainWithoutOldData() {
    Handle server = server(0);
    Handle first = client();
    write(parent, first, "old");
    parent.disconnectNamedPipe(server);
    assertFails("CreateFileW", 231, this::client);
    CompletableFuture<ConnectState> connect =
        inBackground(() -> parent.connectNamedPipe(server, null));
    assertTrue(parent.waitNamedPipe(name, WAIT_LIMIT_MILLIS));
    Handle second = client();
    connect.join();
    write(parent, second, "new");
    assertEquals("new", readAll(server, 10));
  }

  @Fact("wait-named-pipe")
  void waitNamedPipe_freeBusyOrMissing_answers() {
    assertFails("WaitNamedPipeW", 2, () -> parent.waitNamedPipe(name, NMPWAIT_WAIT_FOREVER));
    create(PIPE_ACCESS_DUPLEX, 0, 2);
    assertTrue(parent.waitNamedPipe(name, NMPWAIT_USE_DEFAULT_WAIT));
    Handle unused = client();
    assertFalse(parent.waitNamedPipe(name, 20));
    CompletableFuture<Boolean> waiter =
        inBackground(() -> parent.waitNamedPipe(name, WAIT_LIMIT_MILLIS));
    create(PIPE_ACCESS_DUPLEX, 0, 2);
    assertTrue(waiter.join());
  }

  // Data.

  @Fact("byte-pipe-is-two-streams")
  void byteType_twoWrites_areOneStreamInBothDirections() {
    Handle server = server(0);
    Handle client = client();
    write(parent, server, "ab");
    write(parent, server, "cd");
    assertEquals("abcd", readAll(client, 10));
    write(parent, client, "efgh");
    assertEquals("efg", readAll(server, 3));
    assertEquals("h", readAll(server, 3));
  }

  @Fact("message-pipe-reads-one")
  void messageType_read_takesOneMessage() {
    Handle server = server(MESSAGES);
    Handle client = client();
    write(parent, client, "first");
    write(parent, client, "2nd");
    assertEquals(new PeekResult(0, 8, 5), parent.peekNamedPipe(server));
    ByteBuffer peeked = ByteBuffer.allocate(20);
    assertEquals(5, parent.peekNamedPipe(server, peeked).bytesRead());
    assertEquals("first", readAll(server, 20));
    assertEquals("2nd", readAll(server, 20));
  }

  @Fact("message-larger-than-buffer")
  void messageType_smallBuffer_hasMoreData() {
    Handle server = server(MESSAGES);
    Handle client = client();
    write(parent, client, "message");
    ByteBuffer target = ByteBuffer.allocate(5);
    assertEquals(new IoResult(IoState.MORE_DATA, 5), parent.readFile(server, target, null));
    assertEquals(5, target.position());
    assertEquals(new IoResult(IoState.DONE, 2), parent.readFile(server, target.clear(), null));
    write(parent, client, "message");
    assertFails("ReadFile", 234, () -> parent.readFile(server, target.clear()));
    assertEquals(5, target.position());
    assertEquals("ge", readAll(server, 10));
  }

  @Fact("empty-pipe-message-is-read")
  void messageType_emptyMessage_isRead() {
    Handle server = server(MESSAGES);
    Handle client = client();
    write(parent, client, "");
    write(parent, client, "x");
    assertEquals("", readAll(server, 10));
    assertEquals("x", readAll(server, 10));
  }

  @Fact("pipe-client-starts-in-byte-mode")
  void messageType_clientInByteMode_joinsMessages() {
    Handle server = server(MESSAGES);
    Handle client = client();
    write(parent, server, "abcde");
    write(parent, server, "fg");
    assertEquals("abcdefg", readAll(client, 20));
    assertEquals(0, parent.getNamedPipeHandleState(client).mode());
    assertEquals(new PipeState(PIPE_READMODE_MESSAGE, 1), parent.getNamedPipeHandleState(server));
    parent.setNamedPipeHandleState(client, PIPE_READMODE_MESSAGE);
    write(parent, server, "abcde");
    write(parent, server, "fg");
    assertEquals("abcde", readAll(client, 20));
    assertEquals("fg", readAll(client, 20));
  }

  @Fact("pipe-mode-checked")
  void setNamedPipeHandleState_wrongMode_isAnInvalidParameter() {
    Handle server = server(0);
    assertFails(
        "SetNamedPipeHandleState",
        87,
        () -> parent.setNamedPipeHandleState(server, PIPE_READMODE_MESSAGE));
    assertFails("SetNamedPipeHandleState", 87, () -> parent.setNamedPipeHandleState(server, 0x10));
  }

  @Fact("pipe-info")
  void getNamedPipeInfo_ends_tellTypeAndEnd() {
    Handle server =
        parent.createNamedPipe(name, PIPE_ACCESS_DUPLEX, MESSAGES, 7, 100, 200, 0, null).handle();
    assertEquals(
        new PipeInfo(PIPE_SERVER_END | PIPE_TYPE_MESSAGE, 100, 200, 7),
        parent.getNamedPipeInfo(server));
    assertEquals(PIPE_TYPE_MESSAGE, parent.getNamedPipeInfo(client()).flags());
  }

  @Fact("pipe-nowait-answers-at-once")
  void noWait_emptyOrFull_answersAtOnce() {
    Handle server = server(PIPE_NOWAIT);
    assertEquals(ConnectState.LISTENING, parent.connectNamedPipe(server, null));
    Handle client = client();
    assertEquals(ConnectState.ALREADY_CONNECTED, parent.connectNamedPipe(server, null));
    assertFails("ReadFile", 232, () -> readAll(server, 10));
    assertEquals(0, parent.writeFile(server, ByteBuffer.allocate(1 << 20)));
    parent.closeHandle(client);
    assertFails("ConnectNamedPipe", 232, () -> parent.connectNamedPipe(server, null));
  }

  @Fact("pipe-flush-waits")
  void flush_unreadData_waitsForTheReader() {
    Handle server = server(0);
    Handle client = client();
    write(parent, server, "data");
    CompletableFuture<Boolean> flush =
        inBackground(
            () -> {
              parent.flushFileBuffers(server);
              return true;
            });
    assertEquals(4, parent.peekNamedPipe(client).totalAvailable());
    assertFalse(flush.isDone());
    assertEquals("data", readAll(client, 10));
    assertTrue(flush.join());
  }

  @Fact("pipe-quota-waits")
  void write_moreThanTheQuota_waitsForTheReader() {
    Handle server = server(0);
    Handle client = client();
    CompletableFuture<Integer> writer =
        inBackground(() -> parent.writeFile(server, ByteBuffer.allocate(2000)));
    ByteBuffer target = ByteBuffer.allocate(2000);
    while (target.hasRemaining()) {
      parent.readFile(client, target);
    }
    assertEquals(2000, writer.join());
  }

  @Fact("killed-client-breaks-pipe")
  void clientInAnotherProcess_killed_breaksThePipe() {
    Handle server = server(0);
    TestProcess child = start(Launch.plain());
    Kernel32 theirs = child.kernel32();
    Handle client =
        theirs.createFile(name, GENERIC_READ | GENERIC_WRITE, 0, null, OPEN_EXISTING, 0, null);
    write(parent, server, "ping");
    assertEquals("ping", read(theirs, client));
    write(theirs, client, "pong");
    kill(parent, child.process());
    assertEquals("pong", readAll(server, 10));
    assertFails("ReadFile", 109, () -> readAll(server, 10));
  }
}
