package handlelab.contract;

import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.FILE_SHARE_READ;
import static handlelab.api.Win32.FILE_SHARE_WRITE;
import static handlelab.api.Win32.GENERIC_WRITE;
import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.OPEN_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.contract.Machine.Capability;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the topics share: each test on each kernel, with a machine of its own, and short calls. */
@ParameterizedClass
@MethodSource("handlelab.contract.KernelUnderTest#all")
@Tag("real")
@ExtendWith(KnownDifferences.class)
abstract class ContractTest {
  static final int SHARE_ALL = FILE_SHARE_READ | FILE_SHARE_WRITE;
  static final int WAIT_LIMIT_MILLIS = 20_000;

  private static final AtomicInteger SLOTS = new AtomicInteger();

  @Parameter KernelUnderTest kernel;

  private Machine machine;

  /** The process that the test plays. */
  Kernel32 parent;

  @BeforeEach
  final void bootMachine() {
    machine = kernel.boot();
    parent = machine.kernel32();
    // The classes that a failure needs are loaded now: loading opens files, and on a real kernel a
    // file may get the value that a test has just closed.
    assertInvalid(parent, Handle.NULL);
  }

  @AfterEach
  final void closeMachine() {
    if (machine != null) {
      machine.close();
    }
  }

  /** A slot that stays open on the real kernel is inherited by other tests' children. */
  @AfterParameterizedClassInvocation
  static void noSlotIsLeft(KernelUnderTest kernel) {
    if (kernel == KernelUnderTest.REAL) {
      try (Backend backend = Backends.open(BackendKind.REAL)) {
        int own = backend.kernel32().getCurrentProcessId();
        List<HandleRow> left =
            backend.handleTables().handles(own).stream()
                .filter(row -> String.valueOf(row.objectName()).contains("handlelab-test"))
                .toList();
        assertEquals(List.of(), left);
      }
    }
  }

  final Machine machine() {
    return machine;
  }

  final void needs(Capability capability) {
    assumeTrue(machine.has(capability), () -> "this machine has no " + capability);
  }

  /** A name that no other test has, short enough for every system. */
  static String newSlotName() {
    return "\\\\.\\mailslot\\handlelab-test\\"
        + Long.toString(ProcessHandle.current().pid(), 36)
        + "-"
        + SLOTS.incrementAndGet();
  }

  /** A name of an event, mutex or semaphore that no other test has. */
  static String newObjectName() {
    return newSlotName().substring("\\\\.\\mailslot\\".length()).replace('\\', '-');
  }

  /** A name of a pipe that no other test has. */
  static String newPipeName() {
    return "\\\\.\\pipe\\" + newObjectName();
  }

  static Handle createSlot(Kernel32 owner, String name) {
    return owner.createMailslot(name, 0, 0, null);
  }

  /** A slot whose handle is inheritable, made so in the way that works on every kernel. */
  static Handle createInheritableSlot(Kernel32 owner, String name) {
    Handle slot = createSlot(owner, name);
    makeInheritable(owner, slot);
    return slot;
  }

  static Handle openClient(Kernel32 owner, String name) {
    return owner.createFile(name, GENERIC_WRITE, SHARE_ALL, null, OPEN_EXISTING, 0, Handle.NULL);
  }

  static void makeInheritable(Kernel32 owner, Handle handle) {
    owner.setHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
  }

  /** A duplicate within {@code owner}: same access, no flags. */
  static Handle duplicate(Kernel32 owner, Handle source) {
    return duplicate(owner, source, Handle.CURRENT_PROCESS);
  }

  /** A duplicate of the owner's {@code source} in another process: same access, no flags. */
  static Handle duplicate(Kernel32 owner, Handle source, Handle targetProcess) {
    return owner.duplicateHandle(
        Handle.CURRENT_PROCESS, source, targetProcess, 0, false, DUPLICATE_SAME_ACCESS);
  }

  /** A duplicate within {@code owner} that allows {@code access} and nothing else. */
  static Handle reduce(Kernel32 owner, Handle source, int access) {
    return owner.duplicateHandle(
        Handle.CURRENT_PROCESS, source, Handle.CURRENT_PROCESS, access, false, 0);
  }

  static void write(Kernel32 owner, Handle client, String message) {
    ByteBuffer source = ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8));
    int length = source.remaining();
    assertEquals(length, owner.writeFile(client, source));
  }

  static String read(Kernel32 owner, Handle slot) {
    ByteBuffer target = ByteBuffer.allocate(4096);
    int count = owner.readFile(slot, target);
    assertEquals(count, target.position(), "the buffer moves by what was read");
    target.flip();
    return StandardCharsets.UTF_8.decode(target).toString();
  }

  static void assertEmpty(Kernel32 owner, Handle slot) {
    assertFails("ReadFile", 121, () -> owner.readFile(slot, ByteBuffer.allocate(8)));
  }

  static void assertInvalid(Kernel32 owner, Handle handle) {
    assertFails("GetHandleInformation", 6, () -> owner.getHandleInformation(handle));
  }

  static void assertFails(String function, int errorCode, Executable call) {
    assertFails(function, new int[] {errorCode}, call);
  }

  /** For where the sources accept several errors, or disagree. */
  static void assertFails(String function, int[] errorCodes, Executable call) {
    Win32Exception failure = assertThrows(Win32Exception.class, call);
    assertEquals(function, failure.function());
    assertTrue(
        Arrays.stream(errorCodes).anyMatch(code -> code == failure.errorCode()),
        () -> failure.getMessage() + " is none of " + Arrays.toString(errorCodes));
  }

  /** Runs on a thread of its own, so that calls may block each other. */
  static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
    return CompletableFuture.supplyAsync(
        work,
        task -> {
          Thread thread = new Thread(task, "contract-background");
          thread.setDaemon(true);
          thread.start();
        });
  }

  final TestProcess start(Launch launch) {
    return machine.start(parent, launch);
  }

  /** Waits until the process has ended and returns its exit code. */
  static int awaitExit(Kernel32 waiter, Handle process) {
    assertEquals(Win32.WAIT_OBJECT_0, waiter.waitForSingleObject(process, WAIT_LIMIT_MILLIS));
    return waiter.getExitCodeProcess(process);
  }

  /** For what a real system does some time after a call has returned. */
  static void eventually(Executable assertion) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_LIMIT_MILLIS);
    while (true) {
      try {
        assertion.execute();
        return;
      } catch (AssertionError notYet) {
        if (System.nanoTime() - deadline > 0) {
          throw notYet;
        }
        Thread.onSpinWait();
      } catch (RuntimeException failure) {
        throw failure;
      } catch (Throwable failure) {
        throw new AssertionError(failure);
      }
    }
  }

  /** Kills the process and waits until it has ended. */
  static void kill(Kernel32 killer, Handle process) {
    killer.terminateProcess(process, 1);
    awaitExit(killer, process);
  }

  final Optional<HandleRow> findRow(Kernel32 owner, Handle handle) {
    return machine.handleTables().handles(owner.getCurrentProcessId()).stream()
        .filter(row -> row.handle().equals(handle))
        .findFirst();
  }

  final HandleRow row(Kernel32 owner, Handle handle) {
    return findRow(owner, handle).orElseThrow(() -> new AssertionError("no row for " + handle));
  }

  final int usageCount(Kernel32 owner, Handle handle) {
    return row(owner, handle).usageCount();
  }
}
