package handlelab.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.HostedProcess;
import handlelab.sim.SimulatedKernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects are told apart without addresses, with little effort, and nothing is left behind. */
class ObjectIdentityTest {
  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final HostedProcess parent = kernel.startHostedProcess("parent.exe");
  private final Kernel32 looking = kernel.startProcess("inspector.exe");
  private final HandleTables blind = new WithoutAddresses(kernel.handleTables());

  @AfterEach
  void close() {
    kernel.close();
  }

  private Handle slot(int number) {
    return parent
        .kernel32()
        .createMailslot("\\\\.\\mailslot\\" + number, 0, 0, SecurityAttributes.INHERITABLE);
  }

  private Handle client() {
    return parent
        .kernel32()
        .createFile(
            "\\\\.\\mailslot\\0",
            Win32.GENERIC_WRITE,
            Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE,
            SecurityAttributes.INHERITABLE,
            Win32.OPEN_EXISTING,
            0,
            null);
  }

  private HostedProcess child() {
    return parent.createChild("child.exe", null, null, true, 0, StartupInfo.DEFAULT).process();
  }

  /** Counts the calls of one method that pass through. */
  private static Kernel32 counting(Kernel32 kernel32, String method, AtomicInteger calls) {
    return Kernel32Call.intercept(
        call -> {
          if (call.method().equals(method)) {
            calls.incrementAndGet();
          }
          return call.invoke(kernel32);
        });
  }

  /** Labels without addresses must part the rows as addresses do. */
  private void assertPartedAsByAddress(Kernel32 lookingKernel) {
    List<HandleRow> exact = Tables.inspector(kernel.handleTables(), looking).snapshotOfAll().rows();
    TableInspector inspector = Tables.inspector(blind, lookingKernel);
    TableSnapshot look = inspector.snapshotOfAll();
    ObjectLabels labels = inspector.labels(look);
    Map<Long, String> byAddress = new HashMap<>();
    List<HandleRow> rows = look.rows();
    assertEquals(exact.size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      String label = labels.of(rows.get(i));
      assertNotNull(label, rows.get(i).toString());
      String known = byAddress.putIfAbsent(exact.get(i).objectAddress(), label);
      assertEquals(known == null ? label : known, label, rows.get(i).toString());
    }
    assertEquals(byAddress.size(), byAddress.values().stream().distinct().count());
    assertEquals(exact, Tables.inspector(kernel.handleTables(), looking).snapshotOfAll().rows());
  }

  /** Random duplicates, closings and children: the labels must part the rows after each. */
  @Test
  void labels_randomOperations_areAsByAddress() {
    Random random = new Random(20261122);
    List<HostedProcess> processes = new ArrayList<>(List.of(parent, child(), child()));
    for (int i = 0; i < 300; i++) {
      HostedProcess process = processes.get(random.nextInt(processes.size()));
      Kernel32 kernel32 = process.kernel32();
      List<HandleRow> rows = kernel.handleTables().handles(process.processId());
      Handle any = rows.isEmpty() ? null : rows.get(random.nextInt(rows.size())).handle();
      switch (any == null ? 0 : random.nextInt(5)) {
        case 0 ->
            kernel32.createMailslot(
                "\\\\.\\mailslot\\r" + i, 0, 0, new SecurityAttributes(random.nextBoolean()));
        case 1 -> kernel32.closeHandle(any);
        case 2 -> kernel32.setHandleInformation(any, Win32.HANDLE_FLAG_INHERIT, random.nextInt(2));
        case 3 -> {
          int target = processes.get(random.nextInt(processes.size())).processId();
          Handle to = kernel32.openProcess(Win32.PROCESS_DUP_HANDLE, true, target);
          var unused =
              kernel32.duplicateHandle(
                  Handle.CURRENT_PROCESS, any, to, 0, random.nextBoolean(), 2 + random.nextInt(2));
        }
        default -> {
          if (processes.size() < 6) {
            processes.add(
                process
                    .createChild("child.exe", null, null, true, 0, StartupInfo.DEFAULT)
                    .process());
          } else if (process != parent) {
            processes.remove(process);
            process.exit(0);
          }
        }
      }
      assertPartedAsByAddress(looking);
    }
  }

  @Test
  void labels_threeThousandObjects_comparesEachRowFewTimes() {
    slot(0);
    int objects = 3000;
    for (int i = 0; i < objects; i++) {
      var unused = client();
    }
    child();
    child();
    AtomicInteger comparisons = new AtomicInteger();
    assertPartedAsByAddress(counting(looking, "compareObjectHandles", comparisons));
    assertTrue(comparisons.get() < 3 * 3 * objects, comparisons + " comparisons");
  }

  @Test
  void labels_objectsWithOneRow_areNotDuplicated() {
    for (int i = 0; i < 50; i++) {
      var unused = slot(i);
    }
    AtomicInteger duplicates = new AtomicInteger();
    assertPartedAsByAddress(counting(looking, "duplicateHandle", duplicates));
    assertEquals(0, duplicates.get());
  }

  @Test
  void labels_processCannotBeOpened_itsRowsHaveNone() {
    Handle slot = slot(0);
    HostedProcess child = child();
    Kernel32 refused =
        Kernel32Call.intercept(
            call -> {
              if (call.method().equals("openProcess")
                  && call.argument("processId").equals(child.processId())) {
                throw new Win32Exception("OpenProcess", Win32Error.ERROR_ACCESS_DENIED);
              }
              return call.invoke(looking);
            });
    TableInspector inspector = Tables.inspector(blind, refused);
    TableSnapshot look = inspector.snapshotOfAll();
    ObjectLabels labels = inspector.labels(look);
    assertNull(labels.of(look.table(child.processId()).rows().get(0)));
    SharedObject shared =
        inspector
            .objects(
                look, row -> row.handle().equals(slot) && row.processId() == parent.processId())
            .get(0);
    assertEquals(2, shared.usageCount());
    assertEquals(1, shared.unseenRows());
  }

  @Test
  void objects_onlyWantedOnes_areCompared() {
    slot(0);
    for (int i = 0; i < 10; i++) {
      var unused = client();
    }
    child();
    AtomicInteger duplicates = new AtomicInteger();
    TableInspector inspector =
        Tables.inspector(blind, counting(looking, "duplicateHandle", duplicates));
    List<SharedObject> objects =
        inspector.objects(
            inspector.snapshotOfAll(), row -> "\\Device\\Mailslot\\0".equals(row.objectName()));
    assertTrue(duplicates.get() > 0);
    assertTrue(duplicates.get() <= 22, duplicates + " duplicates");
    assertEquals(2, objects.get(0).holders().size());
  }
}
