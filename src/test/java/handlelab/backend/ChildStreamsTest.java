package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.PipeHandles;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.faults.Slots;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs of the host that read and write the pipes of the shared kernel. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs cat, sort and sh")
class ChildStreamsTest {
  @RegisterExtension static final ServerFixture server = new ServerFixture();

  private Backend backend;
  private Kernel32 kernel32;

  @BeforeEach
  void open() {
    backend = server.open();
    kernel32 = backend.kernel32();
  }

  /** A pipe of which the child may inherit one end. */
  private PipeHandles pipe(boolean childReads) {
    PipeHandles pipe = kernel32.createPipe(SecurityAttributes.INHERITABLE, 0);
    Handle own = childReads ? pipe.write() : pipe.read();
    kernel32.setHandleInformation(own, Win32.HANDLE_FLAG_INHERIT, 0);
    return pipe;
  }

  private ProcessInformation create(
      String commandLine, boolean inheritHandles, int flags, StartupInfo startupInfo) {
    return kernel32.createProcess(
        null, commandLine, null, null, inheritHandles, flags, null, null, startupInfo);
  }

  private ProcessInformation start(Handle in, Handle out, Handle error, String... command) {
    ProcessInformation child =
        create(CommandLine.join(List.of(command)), true, 0, new StartupInfo(in, out, error, null));
    Stream.of(in, out, error)
        .filter(handle -> handle != null && !handle.equals(Handle.NULL))
        .distinct()
        .forEach(kernel32::closeHandle);
    return child;
  }

  private void write(Handle pipe, String text) {
    ServerFixture.write(kernel32, pipe, text);
  }

  /** Reads until the last write handle is closed. */
  private byte[] readAll(Handle pipe) {
    var read = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(10_000);
    try {
      while (true) {
        read.write(buffer.array(), 0, kernel32.readFile(pipe, buffer.clear()));
      }
    } catch (Win32Exception e) {
      assertEquals(Win32Error.ERROR_BROKEN_PIPE, e.errorCode());
      return read.toByteArray();
    }
  }

  private String readText(Handle pipe) {
    return new String(readAll(pipe), StandardCharsets.UTF_8);
  }

  private int exitCode(ProcessInformation child) {
    assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(child.process(), 30_000));
    return kernel32.getExitCodeProcess(child.process());
  }

  @Test
  void cat_betweenTwoPipes_hasOneRowForEachAndEndsWithItsInput() {
    PipeHandles in = pipe(true);
    PipeHandles out = pipe(false);
    ProcessInformation child = start(in.read(), out.write(), null, "cat");
    write(in.write(), "gr\u00fc\u00dfe");
    assertEquals("gr\u00fc\u00dfe", ServerFixture.read(kernel32, out.read()));
    List<HandleRow> rows = backend.handleTables().handles(child.processId());
    assertEquals(List.of(in.read(), out.write()), rows.stream().map(HandleRow::handle).toList());
    rows.forEach(row -> assertEquals(1, row.usageCount(), row::toString));
    write(in.write(), " and more");
    kernel32.closeHandle(in.write());
    assertEquals(" and more", readText(out.read()));
    assertEquals(0, exitCode(child));
  }

  @Test
  void sort_writeEndDuplicated_waitsForTheLastOne() {
    PipeHandles in = pipe(true);
    PipeHandles out = pipe(false);
    Kernel32 other = server.open().kernel32();
    Handle self =
        other.openProcess(Win32.PROCESS_DUP_HANDLE, false, kernel32.getCurrentProcessId());
    Handle duplicate =
        other.duplicateHandle(
            self, in.write(), Handle.CURRENT_PROCESS, 0, false, Win32.DUPLICATE_SAME_ACCESS);
    ProcessInformation child = start(in.read(), out.write(), null, "sort");
    write(in.write(), "b\na\n");
    kernel32.closeHandle(in.write());
    ServerFixture.write(other, duplicate, "0\n");
    assertEquals(0, kernel32.peekNamedPipe(out.read(), ByteBuffer.allocate(1)).totalAvailable());
    other.closeHandle(duplicate);
    assertEquals("0\na\nb\n", readText(out.read()));
    assertEquals(0, exitCode(child));
  }

  @Test
  void standardError_ofItsOwn_isAStreamOfItsOwn() {
    PipeHandles out = pipe(false);
    PipeHandles error = pipe(false);
    ProcessInformation child =
        start(null, out.write(), error.write(), "sh", "-c", "echo out; cat; echo err >&2; exit 7");
    assertEquals("out\n", readText(out.read()));
    assertEquals("err\n", readText(error.read()));
    assertEquals(7, exitCode(child));
  }

  @Test
  void standardError_ofOneHandleWithOutput_keepsTheOrder() {
    PipeHandles out = pipe(false);
    start(null, out.write(), out.write(), "sh", "-c", "echo 1; echo 2 >&2; echo 3");
    assertEquals("1\n2\n3\n", readText(out.read()));
  }

  @Test
  void megabytes_bothWays_arriveWhole() {
    PipeHandles in = pipe(true);
    PipeHandles out = pipe(false);
    byte[] bytes = new byte[8_000_000];
    new Random(5).nextBytes(bytes);
    ProcessInformation child = start(in.read(), out.write(), null, "cat");
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              assertEquals(bytes.length, kernel32.writeFile(in.write(), ByteBuffer.wrap(bytes)));
              kernel32.closeHandle(in.write());
            });
    assertArrayEquals(bytes, readAll(out.read()));
    writer.join();
    assertEquals(0, exitCode(child));
  }

  @Test
  void exit_beforeAllIsRead_losesNothing() {
    PipeHandles out = pipe(false);
    ProcessInformation child =
        start(null, out.write(), null, "sh", "-c", "head -c 60000 /dev/zero; exit 44");
    assertEquals(Win32.WAIT_TIMEOUT, kernel32.waitForSingleObject(child.process(), 4000));
    assertEquals(60_000, readAll(out.read()).length);
    assertEquals(44, exitCode(child));
  }

  @Test
  void standardOutput_closedByTheChild_endsThePipeBeforeTheChild() {
    PipeHandles in = pipe(true);
    PipeHandles out = pipe(false);
    ProcessInformation child =
        start(in.read(), out.write(), null, "sh", "-c", "echo x; exec >&-; read line; exit 4");
    assertEquals("x\n", readText(out.read()));
    assertEquals(Win32.WAIT_TIMEOUT, kernel32.waitForSingleObject(child.process(), 0));
    write(in.write(), "end\n");
    assertEquals(4, exitCode(child));
  }

  @Test
  void write_toAChildThatHasEnded_fails() {
    PipeHandles in = pipe(true);
    ProcessInformation child = start(in.read(), null, null, "true");
    assertEquals(0, exitCode(child));
    var failed = assertThrows(Win32Exception.class, () -> write(in.write(), "x"));
    assertEquals(Win32Error.ERROR_NO_DATA, failed.errorCode());
  }

  @Test
  void terminateProcess_halfWay_endsBothPipes() throws Exception {
    PipeHandles in = pipe(true);
    PipeHandles out = pipe(false);
    ProcessInformation child =
        start(in.read(), out.write(), null, "sh", "-c", "echo $$; exec sleep 1000");
    long host = Long.parseLong(ServerFixture.read(kernel32, out.read()).strip());
    kernel32.terminateProcess(child.process(), 9);
    assertEquals("", readText(out.read()));
    assertEquals(9, exitCode(child));
    var failed = assertThrows(Win32Exception.class, () -> write(in.write(), "x"));
    assertEquals(Win32Error.ERROR_NO_DATA, failed.errorCode());
    var process = ProcessHandle.of(host);
    if (process.isPresent()) {
      ServerFixture.awaitEnd(process.get());
    }
  }

  @Test
  void kill_byTheHost_endsBothPipes() throws Exception {
    PipeHandles out = pipe(false);
    ProcessInformation child =
        start(null, out.write(), null, "sh", "-c", "echo $$; exec sleep 1000");
    ServerFixture.signal("KILL", Long.parseLong(ServerFixture.read(kernel32, out.read()).strip()));
    assertEquals("", readText(out.read()));
    assertEquals(137, exitCode(child));
  }

  @Test
  void kill_ofTheCreator_endsTheChildAndItsPipes() throws Exception {
    PipeHandles in = pipe(true);
    PipeHandles out = pipe(false);
    ProcessInformation creator =
        KernelDoor.createChild(
            kernel32, 0, ServerFixture.probeCommandLine("start-cat", in.read(), out.write()));
    kernel32.closeHandle(in.read());
    kernel32.closeHandle(out.write());
    write(in.write(), "x");
    assertEquals("x", ServerFixture.read(kernel32, out.read()));
    kernel32.terminateProcess(creator.process(), 1);
    assertEquals("", readText(out.read()));
    var failed = assertThrows(Win32Exception.class, () -> write(in.write(), "y"));
    assertEquals(Win32Error.ERROR_NO_DATA, failed.errorCode());
  }

  @Test
  void grandchild_thatHoldsTheOutput_delaysNoEnd() {
    PipeHandles out = pipe(false);
    ProcessInformation child =
        start(null, out.write(), null, "sh", "-c", "sleep 20 & echo $!; exit 5");
    assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(child.process(), 10_000));
    assertEquals(5, exitCode(child));
    ProcessHandle.of(Long.parseLong(readText(out.read()).strip()))
        .ifPresent(ProcessHandle::destroy);
  }

  @Test
  void jvm_startedByTheChild_writesIntoThePipe() {
    PipeHandles out = pipe(false);
    String command = "exec " + ServerFixture.probeCommandLine("say", "hello");
    ProcessInformation child = start(null, out.write(), null, "sh", "-c", command);
    assertEquals("hello in " + child.processId(), readText(out.read()));
    assertEquals(0, exitCode(child));
  }

  @Test
  void jvm_withThreePipesInAHandleList_hasThemAsItsStreams() {
    PipeHandles in = pipe(true);
    PipeHandles out = pipe(false);
    List<Handle> list = List.of(in.read(), out.write());
    ProcessInformation child =
        create(
            ServerFixture.probeCommandLine("copy"),
            true,
            0,
            new StartupInfo(in.read(), out.write(), out.write(), list));
    list.forEach(kernel32::closeHandle);
    write(in.write(), "to System.in");
    kernel32.closeHandle(in.write());
    assertEquals("to System.in", readText(out.read()));
    assertEquals(0, exitCode(child));
  }

  @Test
  void suspendedChild_resumed_readsItsInput() {
    PipeHandles in = pipe(true);
    PipeHandles out = pipe(false);
    ProcessInformation child =
        create(
            "cat",
            true,
            Win32.CREATE_SUSPENDED,
            new StartupInfo(in.read(), out.write(), null, null));
    kernel32.closeHandle(in.read());
    kernel32.closeHandle(out.write());
    write(in.write(), "x");
    assertEquals(0, kernel32.peekNamedPipe(out.read(), ByteBuffer.allocate(1)).totalAvailable());
    assertEquals(1, kernel32.resumeThread(child.thread()));
    kernel32.closeHandle(in.write());
    assertEquals("x", readText(out.read()));
    assertEquals(0, exitCode(child));
  }

  @Test
  void setStdHandle_beforeTheCreation_isTheChildsHandle() {
    PipeHandles out = pipe(false);
    kernel32.setStdHandle(Win32.STD_OUTPUT_HANDLE, out.write());
    create("echo hello", false, 0, StartupInfo.DEFAULT);
    kernel32.closeHandle(out.write());
    assertEquals("hello\n", readText(out.read()));
  }

  @Test
  void mailslots_asStandardHandles_carryMessages() {
    Handle in = server.createSlot(kernel32);
    Handle toChild = server.openSlot(kernel32);
    kernel32.setHandleInformation(toChild, Win32.HANDLE_FLAG_INHERIT, 0);
    String answers = server.slotName() + "-answers";
    Handle out = Slots.create(kernel32, answers);
    Handle fromChild = Slots.open(kernel32, answers);
    ProcessInformation child = start(in, fromChild, null, "cat");
    write(toChild, "message");
    assertEquals("message", ServerFixture.read(kernel32, out));
    kernel32.terminateProcess(child.process(), 0);
  }

  @Test
  void invalidStandardHandles_areNoStreams() {
    kernel32.setStdHandle(Win32.STD_INPUT_HANDLE, new Handle(0x7770));
    ProcessInformation child =
        create("sh -c \"cat; echo lost; echo lost >&2; exit 6\"", true, 0, StartupInfo.DEFAULT);
    assertEquals(6, exitCode(child));
  }

  @Test
  void pipeline_ofTwoPrograms_runs() {
    PipeHandles in = pipe(true);
    PipeHandles between = kernel32.createPipe(SecurityAttributes.INHERITABLE, 0);
    PipeHandles out = pipe(false);
    Handle[] first = {in.read(), between.write()};
    Handle[] second = {between.read(), out.write()};
    for (Handle[] ends : Arrays.asList(first, second)) {
      String program = ends == first ? "tr a-z A-Z" : "sort";
      create(program, true, 0, new StartupInfo(ends[0], ends[1], null, List.of(ends)));
      kernel32.closeHandle(ends[0]);
      kernel32.closeHandle(ends[1]);
    }
    write(in.write(), "b\na\n");
    kernel32.closeHandle(in.write());
    assertEquals("A\nB\n", readText(out.read()));
  }
}
