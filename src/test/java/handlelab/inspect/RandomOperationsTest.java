package handlelab.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.sim.HostedChild;
import handlelab.sim.HostedProcess;
import handlelab.sim.SimulatedKernel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Usage counts, objects and holders through a thousand random operations over five processes, after
 * each of them, as a kernel tells them that tells addresses and as one that does not.
 */
class RandomOperationsTest {
  private enum Kind {
    CREATE,
    OPEN,
    CLOSE,
    FLAG,
    DUPLICATE,
    PUSH,
    PULL_AND_CLOSE,
    OPEN_PROCESS,
    RESTART
  }

  private static final int OPERATIONS = 1000;
  private static final int PROCESSES = 5;

  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final Kernel32 own = kernel.startProcess("inspector.exe");
  private final OperationRecord record = new OperationRecord();
  private final List<HostedProcess> processes = new ArrayList<>();
  private final Map<Integer, Integer> processObjects = new HashMap<>();
  private final Map<Kind, Integer> done = new EnumMap<>(Kind.class);
  private Random random;
  private int nextSlot;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20261122})
  void theViewAgreesWithTheOperationsOwnRecord(long seed) {
    random = new Random(seed);
    for (int i = 0; i < PROCESSES; i++) {
      started(kernel.startHostedProcess("p" + i + ".exe"));
    }
    HandleTables exact = kernel.handleTables();
    TableInspector[] inspectors = {
      Tables.inspector(exact, own), Tables.inspector(new WithoutAddresses(exact), own)
    };
    for (int i = 0; i < OPERATIONS; i++) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      if (perform(kind)) {
        done.merge(kind, 1, Integer::sum);
      }
      String context = "seed " + seed + ", operation " + i + " " + kind;
      for (TableInspector inspector : inspectors) {
        TableSnapshot look = inspector.snapshotOfAll();
        List<SharedObject> objects = inspector.objects(look, row -> true);
        record.check(look, objects, Map.of(), context);
        assertTrue(objects.stream().allMatch(object -> object.unseenRows() == 0), context);
      }
      assertEquals(List.of(), exact.handles(own.getCurrentProcessId()), context);
    }
    for (Kind kind : Kind.values()) {
      assertTrue(done.getOrDefault(kind, 0) > 20, "hardly any " + kind + ": " + done);
    }
    kernel.close();
  }

  private void started(HostedProcess process) {
    processes.add(process);
    record.processStarted(process.processId());
    processObjects.put(process.processId(), record.newObject());
  }

  /** False where there is nothing to do it with. */
  private boolean perform(Kind kind) {
    HostedProcess actor = processes.get(random.nextInt(processes.size()));
    Handle handle = record.any(actor.processId(), random);
    boolean inheritable = random.nextBoolean();
    switch (kind) {
      case CREATE -> create(actor, inheritable);
      case OPEN -> {
        return open(actor, inheritable);
      }
      case OPEN_PROCESS -> openProcess(actor, inheritable);
      case RESTART -> restart(actor);
      default -> {
        return handle != null && perform(kind, actor, handle, inheritable);
      }
    }
    return true;
  }

  private boolean perform(Kind kind, HostedProcess actor, Handle handle, boolean inheritable) {
    Kernel32 kernel32 = actor.kernel32();
    int id = actor.processId();
    int object = record.entry(id, handle).object();
    switch (kind) {
      case CLOSE -> {
        kernel32.closeHandle(handle);
        record.closed(id, handle);
      }
      case FLAG -> {
        kernel32.setHandleInformation(handle, Win32.HANDLE_FLAG_INHERIT, inheritable ? 1 : 0);
        record.flagged(id, handle, inheritable);
      }
      case DUPLICATE -> {
        boolean closes = random.nextBoolean();
        if (closes) {
          record.closed(id, handle);
        }
        Handle duplicate =
            duplicate(
                kernel32,
                Handle.CURRENT_PROCESS,
                handle,
                Handle.CURRENT_PROCESS,
                inheritable,
                closes);
        record.opened(id, duplicate, object, inheritable);
      }
      case PUSH -> {
        HostedProcess target = processes.get(random.nextInt(processes.size()));
        Handle process = kernel32.openProcess(Win32.PROCESS_DUP_HANDLE, false, target.processId());
        Handle pushed =
            duplicate(kernel32, Handle.CURRENT_PROCESS, handle, process, inheritable, false);
        kernel32.closeHandle(process);
        record.opened(target.processId(), pushed, object, inheritable);
      }
      case PULL_AND_CLOSE -> {
        HostedProcess taker = processes.get(random.nextInt(processes.size()));
        Handle process =
            taker.kernel32().openProcess(Win32.PROCESS_DUP_HANDLE, false, actor.processId());
        record.closed(id, handle);
        Handle pulled =
            duplicate(taker.kernel32(), process, handle, Handle.CURRENT_PROCESS, inheritable, true);
        taker.kernel32().closeHandle(process);
        record.opened(taker.processId(), pulled, object, inheritable);
      }
      default -> throw new AssertionError(kind);
    }
    return true;
  }

  private static Handle duplicate(
      Kernel32 kernel32,
      Handle from,
      Handle handle,
      Handle to,
      boolean inheritable,
      boolean closesSource) {
    int options = Win32.DUPLICATE_SAME_ACCESS | (closesSource ? Win32.DUPLICATE_CLOSE_SOURCE : 0);
    return kernel32.duplicateHandle(from, handle, to, 0, inheritable, options);
  }

  private void create(HostedProcess actor, boolean inheritable) {
    String name = "\\\\.\\mailslot\\random" + nextSlot++;
    Handle slot = actor.kernel32().createMailslot(name, 0, 0, new SecurityAttributes(inheritable));
    record.opened(actor.processId(), slot, record.newObject(), inheritable);
  }

  private boolean open(HostedProcess actor, boolean inheritable) {
    // A slot is gone when its server ends are closed; only these can be read from.
    List<String> living =
        kernel.handleTables().processIds().stream()
            .flatMap(id -> kernel.handleTables().handles(id).stream())
            .filter(row -> row.objectType().equals("File"))
            .filter(row -> (row.grantedAccess() & Win32.FILE_READ_DATA) != 0)
            .map(row -> row.objectName().replace("\\Device\\Mailslot", "\\\\.\\mailslot"))
            .toList();
    if (living.isEmpty()) {
      return false;
    }
    String name = living.get(random.nextInt(living.size()));
    Handle client =
        actor
            .kernel32()
            .createFile(
                name,
                Win32.GENERIC_WRITE,
                Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE,
                new SecurityAttributes(inheritable),
                Win32.OPEN_EXISTING,
                0,
                null);
    record.opened(actor.processId(), client, record.newObject(), inheritable);
    return true;
  }

  private void openProcess(HostedProcess actor, boolean inheritable) {
    HostedProcess target = processes.get(random.nextInt(processes.size()));
    Handle process =
        actor.kernel32().openProcess(Win32.PROCESS_ALL_ACCESS, inheritable, target.processId());
    record.opened(actor.processId(), process, processObjects.get(target.processId()), inheritable);
  }

  /** One process ends and another starts a child, so that there are always five. */
  private void restart(HostedProcess ending) {
    processes.remove(ending);
    ending.exit(0);
    record.processEnded(ending.processId());
    HostedProcess creator = processes.get(random.nextInt(processes.size()));
    boolean inherits = random.nextInt(4) > 0;
    HostedChild child =
        creator.createChild(
            "child.exe", new SecurityAttributes(true), null, inherits, 0, StartupInfo.DEFAULT);
    ProcessInformation information = child.information();
    started(child.process());
    if (inherits) {
      record.inherited(creator.processId(), information.processId());
    }
    int creatorId = creator.processId();
    record.opened(
        creatorId, information.process(), processObjects.get(information.processId()), true);
    record.opened(creatorId, information.thread(), record.newObject(), false);
  }
}
