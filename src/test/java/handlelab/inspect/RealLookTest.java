package handlelab.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Usage counts, objects and holders on the real kernel32, through a thousand random operations over
 * this JVM and four children, which are suspended before their first instruction: what is in their
 * tables, this process put there.
 */
@Tag("real")
@EnabledOnOs(OS.WINDOWS)
@Timeout(300)
class RealLookTest {
  private static final int CHILDREN = 4;
  private static final int OPERATIONS = 1000;
  private static final int OPERATIONS_PER_LOOK = 20;

  private record Child(int id, Handle process, Handle thread) {}

  private final Random random = new Random(20261122);
  private final OperationRecord record = new OperationRecord();
  private final Map<Integer, Set<Long>> foreign = new HashMap<>();
  private final List<Child> children = new ArrayList<>();
  private Backend backend;
  private Kernel32 kernel32;
  private TableInspector inspector;
  private int own;
  private int nextSlot;

  @BeforeEach
  void open() {
    backend = Backends.open(BackendKind.REAL);
    kernel32 = backend.kernel32();
    own = kernel32.getCurrentProcessId();
    inspector =
        new TableInspector(
            backend.handleTables(),
            kernel32,
            new Origin("real", backend.description()),
            Clock.systemUTC());
    record.processStarted(own);
  }

  @AfterEach
  void close() {
    for (Child child : List.copyOf(children)) {
      end(child);
    }
    for (Handle handle = record.any(own, random);
        handle != null;
        handle = record.any(own, random)) {
      kernel32.closeHandle(handle);
      record.closed(own, handle);
    }
    backend.close();
  }

  @Test
  void theViewAgreesWithTheOperationsOwnRecord() {
    while (children.size() < CHILDREN) {
      start();
    }
    for (int i = 1; i <= OPERATIONS; i++) {
      operate();
      if (i % OPERATIONS_PER_LOOK == 0) {
        check("operation " + i);
      }
    }
  }

  private void check(String context) {
    TableSnapshot look = inspector.snapshotOfAll();
    List<SharedObject> objects = inspector.objects(look, row -> true);
    // This JVM opens and closes for itself all the time: only what is recorded is compared.
    Set<Long> unrecorded =
        look.table(own).rows().stream()
            .map(HandleRow::handle)
            .filter(handle -> record.entry(own, handle) == null)
            .map(Handle::value)
            .collect(Collectors.toSet());
    foreign.put(own, unrecorded);
    record.check(look, objects, foreign, context);
  }

  private void operate() {
    boolean inheritable = random.nextBoolean();
    int kind = random.nextInt(20);
    if (kind == 0) {
      end(children.get(random.nextInt(children.size())));
      start();
    } else if (kind < 5) {
      create(inheritable);
    } else {
      Handle handle = record.any(own, random);
      Child child = children.get(random.nextInt(children.size()));
      if (kind < 9 && handle != null) {
        push(handle, child, inheritable);
      } else if (kind < 12 && handle != null) {
        kernel32.setHandleInformation(handle, Win32.HANDLE_FLAG_INHERIT, inheritable ? 1 : 0);
        record.flagged(own, handle, inheritable);
      } else if (kind < 14 && handle != null && !isOfAChild(handle)) {
        kernel32.closeHandle(handle);
        record.closed(own, handle);
      } else {
        pull(child, inheritable);
      }
    }
  }

  /** A slot and a client of it, both in this process. */
  private void create(boolean inheritable) {
    String name =
        "\\\\.\\mailslot\\handlelab\\look-" + ProcessHandle.current().pid() + "-" + nextSlot++;
    Handle slot = kernel32.createMailslot(name, 0, 0, null);
    record.opened(own, slot, record.newObject(), false);
    Handle client =
        kernel32.createFile(
            name,
            Win32.GENERIC_WRITE,
            Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE,
            null,
            Win32.OPEN_EXISTING,
            0,
            null);
    record.opened(own, client, record.newObject(), false);
    kernel32.setHandleInformation(client, Win32.HANDLE_FLAG_INHERIT, inheritable ? 1 : 0);
    record.flagged(own, client, inheritable);
  }

  private void push(Handle handle, Child child, boolean inheritable) {
    Handle pushed =
        kernel32.duplicateHandle(
            kernel32.getCurrentProcess(),
            handle,
            child.process(),
            0,
            inheritable,
            Win32.DUPLICATE_SAME_ACCESS);
    record.opened(child.id(), pushed, record.entry(own, handle).object(), inheritable);
  }

  /** Takes a row away from a child, or copies it, into this process or another child. */
  private void pull(Child child, boolean inheritable) {
    Handle handle = record.any(child.id(), random);
    if (handle == null) {
      return;
    }
    boolean closes = random.nextBoolean();
    Child other = children.get(random.nextInt(children.size()));
    boolean isMine = other.equals(child);
    int object = record.entry(child.id(), handle).object();
    if (closes) {
      record.closed(child.id(), handle);
    }
    Handle pulled =
        kernel32.duplicateHandle(
            child.process(),
            handle,
            isMine ? kernel32.getCurrentProcess() : other.process(),
            0,
            inheritable,
            Win32.DUPLICATE_SAME_ACCESS | (closes ? Win32.DUPLICATE_CLOSE_SOURCE : 0));
    record.opened(isMine ? own : other.id(), pulled, object, inheritable);
  }

  /** Starts a child that inherits; what it has beside that, the system gave it. */
  private void start() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java.exe").toString();
    ProcessInformation child =
        kernel32.createProcess(
            null,
            CommandLine.join(List.of(java, "-version")),
            null,
            null,
            true,
            Win32.CREATE_SUSPENDED,
            null,
            null,
            null);
    record.processStarted(child.processId());
    record.inherited(own, child.processId());
    record.opened(own, child.process(), record.newObject(), false);
    record.opened(own, child.thread(), record.newObject(), false);
    children.add(new Child(child.processId(), child.process(), child.thread()));
    Set<Long> given = new HashSet<>();
    for (HandleRow row : inspector.snapshot(child.processId()).tables().get(0).rows()) {
      if (record.entry(child.processId(), row.handle()) == null) {
        given.add(row.handle().value());
      }
    }
    foreign.put(child.processId(), given);
  }

  private void end(Child child) {
    children.remove(child);
    kernel32.terminateProcess(child.process(), 0);
    assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(child.process(), 30_000));
    kernel32.closeHandle(child.process());
    record.closed(own, child.process());
    kernel32.closeHandle(child.thread());
    record.closed(own, child.thread());
    record.processEnded(child.id());
  }

  private boolean isOfAChild(Handle handle) {
    return children.stream()
        .anyMatch(child -> child.process().equals(handle) || child.thread().equals(handle));
  }

  @Test
  void theDocumentsAreOfTheirForms() throws IOException {
    start();
    TableSnapshot look = inspector.snapshotOfAll();
    assertTrue(look.rowCount() > 100, look.rowCount() + " rows");
    StringWriter handles = new StringWriter();
    HandleJson.writeHandles(look, inspector.labels(look), handles);
    HandleJsonTest.assertValid(handles.toString());
    StringWriter objects = new StringWriter();
    HandleJson.writeObjects(look, inspector.objects(look, row -> true), objects);
    HandleJsonTest.assertValid(objects.toString());
  }

  /** The reader waits on its slot before, while and after; the time is printed, not judged. */
  @Test
  void aWholeTableIsSeenWhileAReaderWaits() throws InterruptedException {
    Handle slot =
        kernel32.createMailslot(
            "\\\\.\\mailslot\\handlelab\\wait-" + ProcessHandle.current().pid(), 0, -1, null);
    record.opened(own, slot, record.newObject(), false);
    Thread reader =
        new Thread(
            () -> {
              try {
                kernel32.readFile(slot, ByteBuffer.allocateDirect(10));
              } catch (Win32Exception e) {
                assertEquals(995, e.errorCode());
              }
            });
    reader.start();
    Instant patience = Instant.now().plus(Duration.ofSeconds(10));
    while (reader.getState() != Thread.State.RUNNABLE && Instant.now().isBefore(patience)) {
      Thread.onSpinWait();
    }
    long began = System.nanoTime();
    TableSnapshot look = inspector.snapshot(own);
    ObjectLabels labels = inspector.labels(look);
    long millis = (System.nanoTime() - began) / 1_000_000;
    System.out.println(
        look.rowCount()
            + " rows with types, names and objects in "
            + millis
            + " ms on "
            + backend.description());
    assertTrue(look.rowCount() > 50, look.rowCount() + " rows");
    for (HandleRow row : look.table(own).rows()) {
      assertNotNull(labels.of(row), row.toString());
    }
    kernel32.cancelIoEx(slot);
    reader.join(10_000);
    assertTrue(!reader.isAlive());
  }
}
