package handlelab.contract;

import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE;
import static handlelab.api.Win32.PROCESS_DUP_HANDLE;
import static handlelab.api.Win32.PROCESS_QUERY_LIMITED_INFORMATION;
import static handlelab.api.Win32.PROCESS_TERMINATE;
import static handlelab.api.Win32.SYNCHRONIZE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Win32Exception;
import handlelab.contract.Machine.Capability;
import handlelab.sim.ReferenceModel;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Proc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Random calls of several processes, each predicted by {@link ReferenceModel} before it is made:
 * which error, or which change.
 */
final class RandomWalk {
  static final Handle GARBAGE = new Handle(0x3FF_FFF0);
  private static final int[] PROCESS_RIGHTS = {
    SYNCHRONIZE,
    PROCESS_DUP_HANDLE,
    PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE,
    PROCESS_TERMINATE | PROCESS_DUP_HANDLE | PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE
  };

  final Machine machine;
  final Random random;
  final ReferenceModel model = new ReferenceModel();
  final Proc root;
  final List<Proc> all = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  final List<String> names = new ArrayList<>();

  final String objectName = ContractTest.newObjectName();

  private final Map<Proc, WalkCaller> callers = new HashMap<>();
  private final SlotSteps slots = new SlotSteps(this);
  private final HandleSteps handles = new HandleSteps(this);
  private final ProcessSteps processes = new ProcessSteps(this);

  /** On a system with known differences, walks stay where it agrees with Windows. */
  final boolean isStrict;

  RandomWalk(Machine machine, long seed) {
    this.machine = machine;
    random = new Random(seed);
    isStrict = machine.knownDifferences().isEmpty();
    root = model.start(machine.kernel32().getCurrentProcessId(), machine.kernel32());
    all.add(root);
    for (int i = 0; i < 3; i++) {
      names.add(ContractTest.newSlotName());
    }
  }

  /** Makes that many calls, and compares all tables after every tenth and at the end. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
      if (i % 10 == 9 || i == steps - 1) {
        model.check(machine.handleTables(), machine.has(Capability.TABLES_OF_THEIR_OWN));
      }
    }
  }

  /**
   * Takes the flags off all handles of the process that the test plays. A machine that closes them
   * when it is over has then seen those, too, that other processes pushed there.
   */
  void touchHandlesOfRoot() {
    int flags = HANDLE_FLAG_INHERIT | HANDLE_FLAG_PROTECT_FROM_CLOSE;
    root.rows
        .keySet()
        .forEach(value -> root.kernel32.setHandleInformation(new Handle(value), flags, 0));
  }

  /** What has happened at least once: the functions that succeeded, and the errors. */
  Set<String> reached() {
    Set<String> reached = new TreeSet<>();
    for (String line : log) {
      int errors = line.indexOf(" fails [");
      reached.add(
          errors < 0
              ? line.replaceAll("^process \\d+ (\\w+).*", "$1")
              : line.substring(errors + 1));
    }
    return reached;
  }

  /** The calls so far, newest last. */
  List<String> log() {
    return log;
  }

  private void step() {
    Proc actor = pick(List.copyOf(model.running.values()));
    switch (random.nextInt(24)) {
      case 0 -> slots.createSlot(actor);
      case 1, 2 -> slots.openClient(actor);
      case 3, 4, 5, 6 -> handles.duplicate(actor);
      case 7 -> handles.setFlags(actor);
      case 8 -> handles.close(actor);
      case 9, 10 -> slots.write(actor);
      case 11 -> slots.read(actor);
      case 12 -> slots.info(actor);
      case 13 -> processes.startChild(actor);
      case 14 -> processes.openProcess(actor);
      case 15, 16, 17, 18 -> caller(actor).operateOnObjects();
      case 19, 20, 21, 22 -> caller(actor).operateOnPipes();
      default -> {
        if (random.nextInt(3) == 0) {
          processes.terminate(actor);
        } else {
          handles.compare(actor);
        }
      }
    }
  }

  WalkCaller caller(Proc process) {
    return callers.computeIfAbsent(process, made -> new WalkCaller(this, made));
  }

  void note(String line) {
    log.add(line);
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A name in use or not, in some case. */
  String pickName() {
    String name = pick(names);
    return random.nextBoolean() ? name : name.toLowerCase(Locale.ROOT);
  }

  /** Mostly a handle of the process, sometimes one that names nothing. Its low bits vary. */
  Handle pickHandle(Proc process) {
    if (process.rows.isEmpty() || random.nextInt(12) == 0) {
      return random.nextBoolean() ? GARBAGE : Handle.NULL;
    }
    return new Handle(pick(List.copyOf(process.rows.keySet())) | random.nextInt(4));
  }

  static Entry row(Proc process, Handle handle) {
    return process.rows.get(handle.value() & ~3L);
  }

  /** Makes the call; asserts that it fails with one of these codes, or succeeds for none. */
  <T> T call(String what, Set<Integer> errors, Supplier<T> call) {
    log.add(what + (errors.isEmpty() ? "" : " fails " + errors));
    try {
      T result = call.get();
      assertTrue(errors.isEmpty(), () -> what + " succeeded instead of failing with " + errors);
      log.set(log.size() - 1, what + " = " + result);
      return result;
    } catch (Win32Exception failure) {
      assertTrue(
          errors.contains(failure.errorCode()),
          () -> what + ": " + failure.getMessage() + ", expected " + errors);
      return null;
    }
  }

  void call(String what, Set<Integer> errors, Runnable call) {
    this.<String>call(
        what,
        errors,
        () -> {
          call.run();
          return "done";
        });
  }

  static Set<Integer> failsIf(boolean condition, int errorCode) {
    return condition ? Set.of(errorCode) : Set.of();
  }

  int shownAccess(Proc process, Handle handle) {
    return machine.handleTables().handles(process.id).stream()
        .filter(row -> row.handle().equals(handle))
        .findFirst()
        .orElseThrow()
        .grantedAccess();
  }

  /** A process that the actor can name, and how. */
  record Named(Handle handle, Proc process, int access) {}

  Named pickProcess(Proc actor) {
    List<Named> named = new ArrayList<>();
    named.add(new Named(Handle.CURRENT_PROCESS, actor, ~0));
    named.add(named.get(0));
    for (Map.Entry<Long, Entry> entry : actor.rows.entrySet()) {
      if (entry.getValue().thing().isProcess()) {
        Proc process = entry.getValue().thing().process;
        named.add(new Named(new Handle(entry.getKey()), process, entry.getValue().access()));
      }
    }
    return pick(named);
  }

  int pickRights() {
    return PROCESS_RIGHTS[random.nextInt(PROCESS_RIGHTS.length)];
  }
}
