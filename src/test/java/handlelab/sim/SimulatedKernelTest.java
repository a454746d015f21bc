package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.ProcessDetails;
import handlelab.api.ProcessEndedException;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.contract.Fact;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What is particular to the simulated kernel; what every kernel does is in the contract tests. */
@Timeout(30)
class SimulatedKernelTest {
  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final Kernel32 parent = kernel.startProcess("parent.exe");

  @AfterEach
  void close() {
    assertFalse(kernel.lock.isHeldByCurrentThread(), "a call kept the lock");
    kernel.close();
  }

  private static Handle client(Kernel32 kernel32, String name) {
    return kernel32.createFile(
        name, Win32.GENERIC_WRITE, Win32.FILE_SHARE_READ, null, Win32.OPEN_EXISTING, 0, null);
  }

  @Test
  void createMailslot_beforeItReturns_hasMadeTheRow() {
    List<String> seen = new ArrayList<>();
    int id = parent.getCurrentProcessId();
    kernel.observeCreation(
        (step, process, address, handle) ->
            seen.add(step + " " + kernel.handleTables().handles(process).size() + " " + handle));
    Handle handle = parent.createMailslot("\\\\.\\mailslot\\steps", 0, 0, null);
    assertEquals(
        List.of("RESOURCE 0 null", "OBJECT 0 null", "ROW 1 " + handle, "RETURN 1 " + handle), seen);
    assertEquals(1, kernel.handleTables().handles(id).size());
  }

  @Test
  void read_interrupted_isAborted() {
    Handle slot = parent.createMailslot("\\\\.\\mailslot\\interrupt", 0, -1, null);
    Thread.currentThread().interrupt();
    var e = assertThrows(Win32Exception.class, () -> parent.readFile(slot, ByteBuffer.allocate(1)));
    assertEquals(995, e.errorCode());
    assertTrue(Thread.interrupted());
  }

  @Test
  void calls_ofAnEndedProcess_throw() {
    String name = "\\\\.\\mailslot\\ended";
    Handle slot = parent.createMailslot(name, 0, 0, null);
    Handle self = parent.getCurrentProcess();
    parent.terminateProcess(self, 3);
    for (Executable call :
        List.<Executable>of(
            () -> parent.createMailslot(name, 0, 0, null),
            () -> parent.createMailslot("no mailslot", 0, 0, null),
            () -> parent.getMailslotInfo(slot),
            () -> parent.setMailslotInfo(slot, 0),
            () -> client(parent, name),
            () -> client(parent, "no mailslot"),
            () -> parent.readFile(slot, ByteBuffer.allocate(1)),
            () -> parent.writeFile(slot, ByteBuffer.allocate(1)),
            () -> parent.cancelIoEx(slot),
            () -> parent.getStdHandle(Win32.STD_INPUT_HANDLE),
            () -> parent.setStdHandle(Win32.STD_INPUT_HANDLE, slot),
            () -> parent.createEvent(null, true, true, "late"),
            () -> parent.openEvent(Win32.SYNCHRONIZE, false, "late"),
            () -> parent.waitForMultipleObjects(List.of(slot), false, 0),
            () -> parent.duplicateHandle(self, slot, self, 0, false, Win32.DUPLICATE_SAME_ACCESS),
            () -> parent.closeHandle(slot),
            () -> parent.closeHandle(self),
            () -> parent.getHandleInformation(slot),
            () -> parent.getHandleInformation(self),
            () -> parent.setHandleInformation(slot, 0, 0),
            () -> parent.compareObjectHandles(slot, slot),
            () -> parent.createProcess(null, "x", null, null, false, 0, null, null, null),
            () -> parent.openProcess(Win32.PROCESS_TERMINATE, false, 4),
            () -> parent.resumeThread(Handle.CURRENT_THREAD),
            () -> parent.waitForSingleObject(self, 0),
            () -> parent.getExitCodeProcess(self),
            () -> parent.getProcessId(self),
            () -> parent.terminateProcess(self, 0))) {
      assertThrows(ProcessEndedException.class, call);
    }
  }

  @Test
  void createFile_withAnyKnownDisposition_opensASlot() {
    String name = "\\\\.\\mailslot\\disposed";
    Handle slot = parent.createMailslot(name, 0, 0, null);
    for (int disposition = Win32.CREATE_NEW;
        disposition <= Win32.TRUNCATE_EXISTING;
        disposition++) {
      parent.closeHandle(
          parent.createFile(name, Win32.GENERIC_WRITE, 1, null, disposition, 0, null));
    }
    for (int disposition : new int[] {0, 6, -1}) {
      Win32Exception refused =
          assertThrows(
              Win32Exception.class,
              () -> parent.createFile(name, Win32.GENERIC_WRITE, 1, null, disposition, 0, null));
      assertEquals(Win32Error.ERROR_INVALID_PARAMETER, refused.errorCode());
    }
    parent.closeHandle(slot);
  }

  @Test
  void processes_suspendedChild_hasImageParentAndState() {
    HostedProcess creator = kernel.startHostedProcess("creator.exe");
    var child =
        creator
            .createChild("child.exe", null, null, false, Win32.CREATE_SUSPENDED, null)
            .information();
    List<ProcessDetails> processes = kernel.handleTables().processes();
    assertEquals(
        kernel.handleTables().processIds(),
        processes.stream().map(ProcessDetails::processId).toList());
    ProcessDetails last = processes.get(processes.size() - 1);
    assertEquals("child.exe", last.imageName());
    assertEquals(creator.processId(), last.parentProcessId());
    assertTrue(last.isSuspended());
    assertEquals(1, creator.kernel32().resumeThread(child.thread()));
    assertFalse(kernel.handleTables().processes().get(processes.size() - 1).isSuspended());
  }

  @Test
  void calls_afterTheKernelsClose_throw() {
    kernel.close();
    assertThrows(
        ProcessEndedException.class, () -> parent.createMailslot("\\\\.\\mailslot\\x", 0, 0, null));
    assertThrows(IllegalStateException.class, () -> kernel.startProcess("late.exe"));
    assertEquals(List.of(), kernel.handleTables().processIds());
    List<Integer> seenElsewhere =
        CompletableFuture.supplyAsync(() -> kernel.handleTables().processIds())
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
    assertEquals(List.of(), seenElsewhere, "the lock is free");
    kernel.close();
  }

  /** Observed on Wine 8 and 10; on Windows, nobody has evidence for what is returned. */
  @Test
  void closeHandle_ofAPseudoHandle_doesNothing() {
    for (int value = -6; value <= -1; value++) {
      parent.closeHandle(new Handle(value));
    }
    for (int value : new int[] {-7, 0}) {
      Win32Exception refused =
          assertThrows(Win32Exception.class, () -> parent.closeHandle(new Handle(value)));
      assertEquals(Win32Error.ERROR_INVALID_HANDLE, refused.errorCode());
    }
    assertEquals(Win32.STILL_ACTIVE, parent.getExitCodeProcess(Handle.CURRENT_PROCESS));
  }

  @Test
  void rows_haveTheNamesOfTheirObjects() {
    Handle device = client(parent, "\\\\.\\mailslot");
    Handle process = parent.openProcess(Win32.SYNCHRONIZE, false, parent.getCurrentProcessId());
    List<HandleRow> rows = kernel.handleTables().handles(parent.getCurrentProcessId());
    assertEquals(List.of(device, process), rows.stream().map(HandleRow::handle).toList());
    assertEquals("\\Device\\Mailslot", rows.get(0).objectName());
    assertNull(rows.get(1).objectName());
  }

  /** The comment at {@link KernelObject#isInvalidAccess}. */
  @Test
  void duplicateHandle_withAccessOfNoType_isRefusedFirst() {
    Handle none = new Handle(0x1000);
    Handle self = parent.getCurrentProcess();
    int access = 0x0020_0000;
    for (int options : new int[] {0, Win32.DUPLICATE_SAME_ACCESS}) {
      Win32Exception refused =
          assertThrows(
              Win32Exception.class,
              () -> parent.duplicateHandle(none, self, self, access, false, options));
      assertEquals(
          options == 0 ? Win32Error.ERROR_ACCESS_DENIED : Win32Error.ERROR_INVALID_HANDLE,
          refused.errorCode());
    }
    Handle copy =
        parent.duplicateHandle(self, self, self, access, false, Win32.DUPLICATE_SAME_ACCESS);
    assertTrue(parent.compareObjectHandles(copy, self));
  }

  private static void assertFails(int errorCode, Executable call) {
    assertEquals(errorCode, assertThrows(Win32Exception.class, call).errorCode());
  }

  /** No process holds the privilege that this right needs. */
  @Fact("access-system-security-needs-privilege")
  void accessSystemSecurity_isNotGranted() {
    int access = Win32.ACCESS_SYSTEM_SECURITY;
    Handle self = parent.getCurrentProcess();
    Handle slot = parent.createMailslot("\\\\.\\mailslot\\secure", 0, 0, null);
    assertFails(
        Win32Error.ERROR_PRIVILEGE_NOT_HELD,
        () -> parent.createFile("\\\\.\\mailslot\\secure", access, 3, null, 3, 0, null));
    assertFails(
        Win32Error.ERROR_PRIVILEGE_NOT_HELD,
        () -> parent.openProcess(access, false, parent.getCurrentProcessId()));
    assertFails(
        Win32Error.ERROR_PRIVILEGE_NOT_HELD,
        () -> parent.duplicateHandle(self, self, self, access, false, 0));
    // A file handle has no more than what it was opened with.
    assertFails(
        Win32Error.ERROR_ACCESS_DENIED,
        () -> parent.duplicateHandle(self, slot, self, access, false, 0));
  }

  private static Handle closed(Kernel32 process, Handle handle) {
    process.closeHandle(handle);
    return handle;
  }

  /**
   * A process that ends while one of its threads waits for the kernel's lock: the call finds it
   * ended, and leaves nothing behind.
   */
  @Test
  void call_overtakenByTheProcessesEnd_leavesNothing() throws InterruptedException {
    Handle slot = parent.createMailslot("\\\\.\\mailslot\\overtaken", 0, 0, null);
    kernel.install("x", (kernel32, arguments) -> 0);
    List<Function<Kernel32, Object>> calls =
        List.of(
            process -> process.createMailslot("\\\\.\\mailslot\\late", 0, 0, null),
            process -> client(process, "\\\\.\\mailslot\\overtaken"),
            process -> process.createPipe(null, 0),
            process -> process.createNamedPipe("\\\\.\\pipe\\late", 3, 0, 1, 1, 1, 0, null),
            process -> process.createFile("\\\\.\\pipe\\", 0, 0, null, 3, 0, null),
            process -> process.writeFile(new Handle(256), ByteBuffer.allocate(3)),
            process -> process.readFile(new Handle(260), ByteBuffer.allocate(3)),
            process -> process.waitForSingleObject(Handle.CURRENT_PROCESS, 0),
            process -> process.createProcess(null, "x", null, null, false, 0, null, null, null),
            process -> process.compareObjectHandles(Handle.CURRENT_PROCESS, Handle.CURRENT_THREAD),
            process -> closed(process, new Handle(256)),
            process -> closed(process, Handle.CURRENT_PROCESS),
            process -> process.openProcess(Win32.SYNCHRONIZE, false, parent.getCurrentProcessId()));
    for (Function<Kernel32, Object> call : calls) {
      HostedProcess process = kernel.startHostedProcess("overtaken.exe");
      client(process.kernel32(), "\\\\.\\mailslot\\overtaken");
      process.kernel32().createMailslot("\\\\.\\mailslot\\own", 0, 0, null);
      Throwable end = overtaken(process, () -> call.apply(process.kernel32()));
      assertTrue(end instanceof ProcessEndedException, () -> "ended with " + end);
      assertEquals(0, parent.getMailslotInfo(slot).messageCount());
      // The names are free, and nobody is left but the parent.
      parent.closeHandle(parent.createMailslot("\\\\.\\mailslot\\late", 0, 0, null));
      assertEquals(2, kernel.knownObjects());
    }
  }

  /** Ends the process while the call waits for the lock, and returns what that throws. */
  private Throwable overtaken(HostedProcess process, Supplier<Object> call)
      throws InterruptedException {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                var unused = call.get();
                end.complete(null);
              } catch (RuntimeException e) {
                end.complete(e);
              }
            });
    kernel.lock.lock();
    try {
      caller.start();
      while (!kernel.lock.hasQueuedThread(caller) && !end.isDone()) {
        Thread.onSpinWait();
      }
      process.exit(0);
    } finally {
      kernel.lock.unlock();
    }
    caller.join();
    return end.join();
  }
}
