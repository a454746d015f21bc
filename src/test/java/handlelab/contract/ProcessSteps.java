package handlelab.contract;

import static handlelab.api.Win32.PROCESS_QUERY_LIMITED_INFORMATION;
import static handlelab.api.Win32.PROCESS_TERMINATE;
import static handlelab.contract.RandomWalk.failsIf;
import static handlelab.contract.RandomWalk.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.contract.Machine.Capability;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Proc;
import java.util.ArrayList;
import java.util.List;

/** Random calls on processes: start, open, terminate. */
final class ProcessSteps {
  private static final int MAX_PROCESSES = 5;

  private final RandomWalk walk;

  ProcessSteps(RandomWalk walk) {
    this.walk = walk;
  }

  void startChild(Proc actor) {
    if (walk.model.running.size() == MAX_PROCESSES) {
      return;
    }
    List<Long> inheritable = new ArrayList<>();
    actor.rows.forEach(
        (value, row) -> {
          if (row.isInheritable()) {
            inheritable.add(value);
          }
        });
    Launch launch = Launch.plain();
    List<Long> crossing = List.of();
    switch (walk.random.nextInt(4)) {
      case 0 -> {}
      case 1 -> {
        crossing = inheritable.stream().filter(value -> walk.random.nextBoolean()).toList();
        if (crossing.isEmpty()) {
          return; // An empty list is an error of its own.
        }
        launch = Launch.inheritingOnly(crossing.stream().map(Handle::new).toArray(Handle[]::new));
      }
      default -> {
        crossing = inheritable;
        launch = Launch.inheriting();
      }
    }
    walk.note(actor + " createProcess, inherits " + crossing);
    TestProcess started = walk.machine.start(actor.kernel32, launch);
    Kernel32 kernel32 = started.kernel32();
    Proc child = walk.model.start(started.processId(), kernel32);
    assertEquals(child.id, kernel32.getCurrentProcessId());
    for (long value : crossing) {
      child.rows.put(value, actor.rows.get(value));
    }
    walk.all.add(child);
    walk.model.add(actor, started.process(), new Entry(child.thing, 0x1FFFFF, 0));
    walk.model.add(actor, started.thread(), new Entry(child.thread, 0x1FFFFF, 0));
    assertNothingElseCrossed(actor, child);
  }

  /** What the child has beside the inherited rows, it opened itself: it is not the parent's. */
  private void assertNothingElseCrossed(Proc parent, Proc child) {
    if (walk.machine.has(Capability.TABLES_OF_THEIR_OWN)) {
      for (long value : parent.rows.keySet()) {
        if (!child.rows.containsKey(value)) {
          ContractTest.assertInvalid(child.kernel32, new Handle(value));
        }
      }
    }
  }

  void openProcess(Proc actor) {
    Proc target = walk.pick(walk.all);
    int rights = walk.pickRights();
    boolean inherit = walk.random.nextBoolean();
    boolean isGone = target.isEnded && walk.model.rowsOf(target.thing) == 0;
    boolean isForgotten = isGone && walk.model.rowsOf(target.thread) == 0;
    if (isGone && (!isForgotten || !walk.isStrict)) {
      return; // Whether a thread's handle keeps its process is not known.
    }
    String what = String.format("%s openProcess(%x, %b, %d)", actor, rights, inherit, target.id);
    Handle handle =
        walk.call(
            what,
            failsIf(isGone, 87),
            () -> actor.kernel32.openProcess(rights, inherit, target.id));
    if (handle != null) {
      walk.model.add(actor, handle, new Entry(target.thing, rights, inherit ? 1 : 0));
    }
  }

  void terminate(Proc actor) {
    RandomWalk.Named victim = walk.pickProcess(actor);
    if (victim.process() == walk.root
        || victim.process() == actor
        || (victim.process().isEnded && !walk.isStrict)) {
      return;
    }
    int exitCode = walk.random.nextInt(300);
    boolean refused = (victim.access() & PROCESS_TERMINATE) == 0 || victim.process().isEnded;
    walk.call(
        actor + " terminateProcess(" + victim.handle() + ", " + exitCode + ")",
        failsIf(refused, 5),
        () -> actor.kernel32.terminateProcess(victim.handle(), exitCode));
    if (!refused) {
      ContractTest.awaitExit(actor.kernel32, victim.handle());
      walk.model.end(victim.process(), exitCode);
    }
    boolean mayAsk = (victim.access() & PROCESS_QUERY_LIMITED_INFORMATION) != 0;
    walk.call(
        actor + " getExitCodeProcess " + victim.handle(),
        failsIf(!mayAsk, 5),
        () ->
            assertEquals(
                victim.process().exitCode, actor.kernel32.getExitCodeProcess(victim.handle())));
  }
}
