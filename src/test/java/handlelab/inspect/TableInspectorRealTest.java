package handlelab.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Objects and holders on the real kernel32, of this JVM and of children that are suspended before
 * their first instruction. Only mailslots count: other processes may hold handles to children.
 */
@Tag("real")
@EnabledOnOs(OS.WINDOWS)
@Timeout(300)
class TableInspectorRealTest {
  private static final String FOLDER =
      "handlelab\\inspect-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + "\\";

  private final Backend backend = Backends.open(BackendKind.REAL);
  private final Kernel32 kernel32 = backend.kernel32();
  private final int own = kernel32.getCurrentProcessId();
  private final TableInspector inspector =
      new TableInspector(
          backend.handleTables(),
          kernel32,
          new Origin("real", backend.description()),
          Clock.systemUTC());
  private final List<ProcessInformation> children = new ArrayList<>();

  /** By slot, its rows as the operations that made them say, such as {@code 1000:0x104 inherit}. */
  private final Map<String, Set<String>> expected = new TreeMap<>();

  private final List<Handle> slots = new ArrayList<>();

  @BeforeEach
  void startChildren() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java.exe").toString();
    for (int i = 0; i < 3; i++) {
      slot(true);
      slot(false);
      children.add(
          kernel32.createProcess(
              null,
              CommandLine.join(List.of(java, "-version")),
              null,
              null,
              true,
              Win32.CREATE_SUSPENDED,
              null,
              null,
              null));
      int child = children.get(i).processId();
      // The child has the inheritable slots that there are by now.
      for (int slot = 0; slot <= 2 * i; slot += 2) {
        expect(slot, child, slots.get(slot), true);
      }
    }
  }

  @AfterEach
  void close() {
    for (ProcessInformation child : children) {
      kernel32.terminateProcess(child.process(), 0);
      assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(child.process(), 30_000));
      kernel32.closeHandle(child.process());
      kernel32.closeHandle(child.thread());
    }
    slots.forEach(kernel32::closeHandle);
    backend.close();
  }

  private static String name(int slot) {
    return FOLDER + slot;
  }

  private void slot(boolean inheritable) {
    int number = slots.size();
    Handle slot = kernel32.createMailslot("\\\\.\\mailslot\\" + name(number), 0, 0, null);
    kernel32.setHandleInformation(slot, Win32.HANDLE_FLAG_INHERIT, inheritable ? 1 : 0);
    slots.add(slot);
    expect(number, own, slot, inheritable);
  }

  private void expect(int slot, int processId, Handle handle, boolean inheritable) {
    expected
        .computeIfAbsent(name(slot), name -> new TreeSet<>())
        .add(processId + ":" + handle + (inheritable ? " inherit" : ""));
  }

  private TableSnapshot snapshot() {
    List<ProcessTable> tables =
        Stream.concat(Stream.of(own), children.stream().map(ProcessInformation::processId))
            .map(id -> inspector.snapshot(id).tables().get(0))
            .toList();
    return new TableSnapshot(inspector.origin(), Instant.now(), false, RowFilter.ALL, tables);
  }

  /** What the inspector finds of the slots of this test. */
  private Map<String, Set<String>> found() {
    Map<String, Set<String>> found = new TreeMap<>();
    for (SharedObject object : inspector.objects(snapshot(), new RowFilter(null, FOLDER, false))) {
      String name = object.name().substring(object.name().indexOf("handlelab\\"));
      assertEquals(object.usageCount(), object.holders().size(), object::toString);
      Set<String> holders = new TreeSet<>();
      for (HandleRow row : object.holders()) {
        holders.add(row.processId() + ":" + row.handle() + (row.inheritable() ? " inherit" : ""));
      }
      assertEquals(null, found.put(name, holders), "one object is shown as two");
    }
    return found;
  }

  @Test
  void objects_inheritedAndPushedSlots_haveTheirHolders() {
    assertEquals(expected, found());
    Random random = new Random(20261122);
    for (int i = 0; i < 60; i++) {
      int slot = random.nextInt(slots.size());
      boolean inheritable = random.nextBoolean();
      ProcessInformation child = children.get(random.nextInt(children.size()));
      Handle pushed =
          kernel32.duplicateHandle(
              Handle.CURRENT_PROCESS,
              slots.get(slot),
              child.process(),
              0,
              inheritable,
              Win32.DUPLICATE_SAME_ACCESS);
      expect(slot, child.processId(), pushed, inheritable);
    }
    assertEquals(expected, found());
  }

  @Test
  void processes_suspendedChild_isNamedWithItsParent() {
    ProcessInformation child = children.get(0);
    var details =
        inspector.processes().stream()
            .filter(process -> process.processId() == child.processId())
            .findFirst()
            .orElseThrow();
    assertEquals("java.exe", details.imageName());
    assertEquals(own, details.parentProcessId());
    assertTrue(details.commandLine().endsWith("-version"), details.toString());
    assertTrue(
        Duration.between(details.startTime(), Instant.now()).abs().toMinutes() < 5,
        details.toString());
  }

  @Test
  void json_wholeMachine_isOfTheSchema() throws IOException {
    TableSnapshot snapshot = inspector.snapshotOfAll();
    assertTrue(snapshot.rowCount() > 100, snapshot.rowCount() + " rows");
    StringWriter handles = new StringWriter();
    HandleJson.writeHandles(snapshot, inspector.labels(snapshot), handles);
    HandleJsonTest.SCHEMA.assertValid(handles.toString());
    StringWriter objects = new StringWriter();
    HandleJson.writeObjects(snapshot, inspector.objects(snapshot, row -> true), objects);
    HandleJsonTest.SCHEMA.assertValid(objects.toString());
  }
}
