package handlelab.real;

import static handlelab.real.RealKernel32Test.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.PipeHandles;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Tag("real")
@EnabledOnOs(OS.WINDOWS)
@Timeout(120)
final class RealHandleTablesTest {
  private static final String NAME = "handlelab\\tables-" + ProcessHandle.current().pid();

  private Kernel32 kernel;
  private HandleTables tables;
  private int self;
  private Handle slot;

  @BeforeEach
  void open() {
    kernel = RealKernel.kernel32();
    tables = RealKernel.handleTables();
    self = kernel.getCurrentProcessId();
    slot = kernel.createMailslot("\\\\.\\mailslot\\" + NAME, 0, 0, null);
    setFlags(slot, Win32.HANDLE_FLAG_INHERIT);
  }

  @AfterEach
  void close() {
    kernel.closeHandle(slot);
  }

  @Test
  void usageCount_ofAProcess_leavesOutTheLookersHandle() {
    ProcessInformation child = suspendedChild();
    Handle itself = duplicate(child.process(), child.process());
    HandleRow inChild = row(child.processId(), itself);
    HandleRow here = row(self, child.process());
    assertEquals("Process", inChild.objectType());
    assertEquals(here.usageCount(), inChild.usageCount());
    end(child);
  }

  @Test
  void look_withABlockedReader_doesNotWait() throws InterruptedException {
    kernel.setMailslotInfo(slot, Win32.MAILSLOT_WAIT_FOREVER);
    Thread reader = new Thread(() -> kernel.readFile(slot, ByteBuffer.allocate(10)));
    reader.start();
    for (int look = 0; look < 5; look++) {
      assertEquals(1, row(self, slot).usageCount());
    }
    Handle client =
        kernel.createFile(
            "\\\\.\\mailslot\\" + NAME, Win32.GENERIC_WRITE, 3, null, Win32.OPEN_EXISTING, 0, null);
    kernel.writeFile(client, ByteBuffer.wrap(new byte[1]));
    reader.join();
    kernel.closeHandle(client);
  }

  @Test
  void look_withANameThatHangs_leavesTheNameOut() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    Handle free = kernel.createMailslot("\\\\.\\mailslot\\" + NAME + "-free", 0, 0, null);
    HandleTables hanging =
        new RealHandleTables(
            (handle, type, query) -> {
              if (RealKernel32.isSameObject(handle, slot.value())) {
                awaitForEver(release);
              }
              return query.objectName(handle, type);
            });
    List<HandleRow> rows = hanging.handles(self);
    HandleRow hung = row(rows, slot);
    assertNull(hung.objectName());
    assertEquals("File", hung.objectType());
    assertEquals(1, hung.usageCount());
    assertTrue(row(rows, free).objectName().endsWith("-free"), "the rows behind it are looked at");
    // Not of other types: some, such as EtwRegistration, cannot be duplicated and so not be
    // counted.
    assertTrue(
        rows.stream()
            .filter(row -> row.objectType().equals("File"))
            .allMatch(row -> row.usageCount() >= 1),
        rows.toString());

    // The stuck worker still holds its duplicate, which the next look must not show.
    List<HandleRow> again = hanging.handles(self);
    assertEquals(1, row(again, slot).usageCount());
    assertNull(row(again, slot).objectName());
    assertEquals(2, row(self, slot).usageCount(), "another looker sees the stuck duplicate");

    release.countDown();
    while (row(self, slot).usageCount() != 1) {
      Thread.onSpinWait();
    }
    assertTrue(isOurs(row(hanging.handles(self), slot)), "its name is told again");
    kernel.closeHandle(free);
  }

  /** A question for the name of such a client end crashes the server of Wine 10. */
  @Test
  void handles_disconnectedPipeClient_hasNoName() {
    String name = "\\\\.\\pipe\\handlelab-" + self;
    Handle server =
        kernel.createNamedPipe(name, Win32.PIPE_ACCESS_OUTBOUND, 0, 1, 0, 0, 0, null).handle();
    Handle client =
        kernel.createFile(name, Win32.GENERIC_READ, 0, null, Win32.OPEN_EXISTING, 0, null);
    assertTrue(row(self, client).objectName().endsWith("handlelab-" + self));
    assertTrue(row(self, server).objectName().endsWith("handlelab-" + self));
    kernel.disconnectNamedPipe(server);
    assertNull(row(self, client).objectName());
    assertEquals("File", row(self, client).objectType());
    kernel.closeHandle(client);
    kernel.closeHandle(server);
  }

  private String state(Handle handle) {
    return tables.states(self).get(handle);
  }

  @Test
  void states_ofEventsMutexesAndSemaphores_areTold() {
    Handle event = kernel.createEvent(null, true, true, null).handle();
    Handle mutex = kernel.createMutex(null, true, null).handle();
    Handle semaphore = kernel.createSemaphore(null, 2, 3, null).handle();
    assertEquals("set, manual reset", state(event));
    assertTrue(state(mutex).startsWith("owned"), state(mutex));
    assertEquals("2 of 3", state(semaphore));
    kernel.releaseMutex(mutex);
    assertEquals("free", state(mutex));
    List.of(event, mutex, semaphore).forEach(kernel::closeHandle);
    assertNull(state(slot));
  }

  @Test
  void states_ofProcesses_tellHowTheyEnded() {
    ProcessInformation child = suspendedChild();
    assertEquals("process " + child.processId() + ", running", state(child.process()));
    kernel.terminateProcess(child.process(), 7);
    kernel.waitForSingleObject(child.process(), Win32.INFINITE);
    assertEquals("process " + child.processId() + ", ended with 7", state(child.process()));
    kernel.closeHandle(child.process());
    kernel.closeHandle(child.thread());
  }

  @Test
  void states_ofPipes_tellEndAndState() {
    String name = "\\\\.\\pipe\\" + NAME.replace('\\', '-');
    Handle server =
        kernel.createNamedPipe(name, Win32.PIPE_ACCESS_DUPLEX, 0, 1, 64, 64, 0, null).handle();
    assertEquals("server end, listening", state(server));
    int access = Win32.GENERIC_READ | Win32.GENERIC_WRITE;
    Handle client = kernel.createFile(name, access, 0, null, Win32.OPEN_EXISTING, 0, null);
    kernel.writeFile(client, ByteBuffer.wrap(new byte[3]));
    assertEquals("server end, connected, 3 bytes to read", state(server));
    assertEquals("client end, connected", state(client));
    kernel.disconnectNamedPipe(server);
    assertEquals("server end, disconnected", state(server));
    // Wine 10 would crash if it were asked for the name.
    assertNull(row(self, client).objectName());
    kernel.closeHandle(client);
    kernel.closeHandle(server);
  }

  @Test
  void states_whileAThreadReadsAPipe_areToldInTime() throws InterruptedException {
    PipeHandles pipe = kernel.createPipe(null, 0);
    Thread reader = new Thread(() -> kernel.readFile(pipe.read(), ByteBuffer.allocate(10)));
    reader.start();
    for (int look = 0; look < 5; look++) {
      assertEquals("client end, connected", state(pipe.write()));
    }
    kernel.writeFile(pipe.write(), ByteBuffer.wrap(new byte[1]));
    reader.join();
    kernel.closeHandle(pipe.read());
    kernel.closeHandle(pipe.write());
  }

  @Test
  void look_atFewRows_asksForNoOthers() {
    AtomicInteger asked = new AtomicInteger();
    HandleTables counting =
        new RealHandleTables(
            (handle, type, query) -> {
              asked.incrementAndGet();
              return query.objectName(handle, type);
            });
    assertEquals(row(self, slot), row(counting.handles(self, Set.of(slot.value())), slot));
    assertEquals(1, asked.get(), "names asked for");
    assertEquals(List.of(), counting.handles(self, Set.of(0x7FFF_FFFCL)));
  }

  @Test
  void looks_inASeries_seeTheSame() {
    ProcessInformation child = suspendedChild();
    HandleTables many = tables.forManyLooks();
    assertTrue(many.processIds().containsAll(List.of(self, child.processId())));
    List<HandleRow> rows = many.handles(child.processId());
    assertEquals(values(tables.handles(child.processId())), values(rows));
    assertEquals(row(self, slot), row(many.handles(self), slot));
    assertEquals(List.of(row(rows, slot)), many.handles(child.processId(), Set.of(slot.value())));
    ProcessInformation later = suspendedChild();
    assertEquals(
        values(tables.handles(later.processId())), values(many.handles(later.processId())));
    end(child);
    end(later);
    assertFails("OpenProcess", Win32Error.ERROR_INVALID_PARAMETER, () -> many.handles(0x7FFF_FFFC));
  }

  private static List<Handle> values(List<HandleRow> rows) {
    return rows.stream().map(HandleRow::handle).toList();
  }

  private static void awaitForEver(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isOurs(HandleRow row) {
    return row.objectName() != null
        && row.objectName().toLowerCase(Locale.ROOT).endsWith(NAME.toLowerCase(Locale.ROOT));
  }

  private HandleRow row(int processId, Handle handle) {
    return row(tables.handles(processId), handle);
  }

  private static HandleRow row(List<HandleRow> rows, Handle handle) {
    return rows.stream()
        .filter(row -> row.handle().equals(handle))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row " + handle + " in " + rows));
  }

  private ProcessInformation suspendedChild() {
    return kernel.createProcess(
        null, "cmd.exe /c exit 0", null, null, true, Win32.CREATE_SUSPENDED, null, null, null);
  }

  private void end(ProcessInformation child) {
    kernel.terminateProcess(child.process(), 0);
    kernel.waitForSingleObject(child.process(), Win32.INFINITE);
    kernel.closeHandle(child.thread());
    kernel.closeHandle(child.process());
  }

  private Handle duplicate(Handle handle, Handle targetProcess) {
    return kernel.duplicateHandle(
        Handle.CURRENT_PROCESS, handle, targetProcess, 0, false, Win32.DUPLICATE_SAME_ACCESS);
  }

  private void setFlags(Handle handle, int flags) {
    kernel.setHandleInformation(
        handle, Win32.HANDLE_FLAG_INHERIT | Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE, flags);
  }
}
