package handlelab.contract;

import static handlelab.api.Win32.HANDLE_FLAG_INHERIT;
import static handlelab.api.Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE;

import handlelab.api.Handle;
import handlelab.contract.Machine.Capability;
import handlelab.sim.ReferenceModel;
import handlelab.sim.ReferenceModel.Proc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Random calls of several processes, one after the other, each predicted by {@link ReferenceModel}
 * before it is made: which error, or which change. Which calls they are, says {@link
 * handlelab.sim.Caller}.
 */
final class RandomWalk {
  final Machine machine;
  final Random random;
  final ReferenceModel model = new ReferenceModel();
  final Proc root;

  /** The calls so far, newest last. */
  final List<String> log = new ArrayList<>();

  final String objectName = ContractTest.newObjectName();

  private final Map<Proc, WalkCaller> callers = new HashMap<>();

  /** On a system with known differences, walks stay where it agrees with Windows. */
  final boolean isStrict;

  RandomWalk(Machine machine, long seed) {
    this.machine = machine;
    random = new Random(seed);
    isStrict = machine.knownDifferences().isEmpty();
    root = model.start(machine.kernel32().getCurrentProcessId(), machine.kernel32());
  }

  /** Makes that many calls, and compares all tables after every tenth and at the end. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      List<Proc> running = List.copyOf(model.running.values());
      caller(running.get(random.nextInt(running.size()))).operate();
      if (i % 10 == 9 || i == steps - 1) {
        model.check(machine.handleTables(), machine.has(Capability.TABLES_OF_THEIR_OWN));
      }
    }
  }

  WalkCaller caller(Proc process) {
    return callers.computeIfAbsent(process, made -> new WalkCaller(this, made));
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

  int shownAccess(Proc process, Handle handle) {
    return machine.handleTables().handles(process.id).stream()
        .filter(row -> row.handle().equals(handle))
        .findFirst()
        .orElseThrow()
        .grantedAccess();
  }
}
