package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.ReferenceModel.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * One run of random processes on a simulated kernel, under the scheduler and clock of a seed,
 * checked against the reference model. {@link #main} runs many seeds and prints what it saw.
 */
final class Simulation {
  static final int MAX_PROCESSES = 8;
  private static final int FIRST_PROCESSES = 3;
  private static final int CHECK_EVERY = 50;

  /** So little that a few slots and messages fill it. */
  private static final long POOR_BYTES = 10_000;

  final Random random;
  final Scheduler scheduler;
  final ReferenceModel model = new ReferenceModel();
  private final SimulatedKernel kernel;

  /** Whether calls may fail because there is no memory. */
  final boolean isPoor;

  private final Map<Integer, HostedProcess> hosts = new TreeMap<>();
  private final long limit;

  /** What was done, a line each; null where nobody reads it. */
  List<String> trace;

  /** The operation before which a row changes without the model's knowledge. */
  long sabotageAt = -1;

  Slot creating;
  long operations;

  /** What has happened how often. */
  final Map<String, Long> seen = new TreeMap<>();

  Simulation(long seed, long limit) {
    this.random = new Random(seed);
    this.limit = limit;
    this.scheduler = new Scheduler(random, this::endOne);
    this.isPoor = seed % 4 == 0;
    this.kernel =
        new SimulatedKernel(
            scheduler,
            new Memory(isPoor ? POOR_BYTES : 1 << 30),
            seed % 3 == 0 ? Ids.reused(seed) : Ids.neverReused());
    // Others run between the steps of a creation; from the first on, the name is taken.
    kernel.observeCreation(
        (step, process, address, handle) -> {
          if (step == CreationStep.RESOURCE) {
            model.add(creating);
          }
          if (step != CreationStep.ROW && step != CreationStep.RETURN) {
            scheduler.letOthersRun();
          }
        });
  }

  void run() {
    for (int i = 0; i < FIRST_PROCESSES; i++) {
      startOne();
    }
    scheduler.run();
    check();
    assertEquals(List.of(), kernel.handleTables().processIds());
    assertEquals(0, kernel.knownObjects(), "ended processes that nobody holds are forgotten");
    assertFalse(model.hasNames(), "names are left");
    assertTrue(kernel.named.isEmpty() && kernel.pipes.isEmpty(), "names are left in the kernel");
    assertEquals(model.messagesWritten, model.messagesGiven + model.messagesDropped, "messages");
    assertEquals(0, kernel.memory.taken(), "all memory was given back");
    kernel.close();
  }

  private void startOne() {
    HostedProcess host = kernel.startHostedProcess("actor.exe");
    spawn(host, model.start(host.processId(), host.kernel32()));
  }

  /** Runs a process with one thread, or two. */
  void spawn(HostedProcess host, Proc process) {
    hosts.put(host.processId(), host);
    int threads = random.nextInt(3) == 0 ? 2 : 1;
    for (int number = 1; number <= threads; number++) {
      scheduler.spawn(new Actor(this, host, process, number));
    }
  }

  void saw(String what) {
    seen.merge(what, 1L, Long::sum);
  }

  boolean nextOperation() {
    if (operations == sabotageAt) {
      sabotage();
    }
    if (operations % CHECK_EVERY == 0) {
      check();
    }
    return operations++ < limit;
  }

  private void sabotage() {
    for (Proc process : model.running.values()) {
      for (long value : process.rows.keySet()) {
        Kernel32 kernel32 = hosts.get(process.id).kernel32();
        int flags = kernel32.getHandleInformation(new Handle(value));
        kernel32.setHandleInformation(new Handle(value), 1, flags ^ 1);
        return;
      }
    }
  }

  void check() {
    saw("checks of all tables");
    model.check(kernel.handleTables());
  }

  /**
   * The host of a process dies: at once with an exit code, or so that somebody finds out later how
   * it ended, and it is neither running nor ended until then.
   */
  void killOne(Actor killer) {
    List<Proc> running = new ArrayList<>(model.running.values());
    Proc process = running.get(random.nextInt(running.size()));
    HostedProcess host = hosts.get(process.id);
    boolean isFoundLater = random.nextBoolean();
    killer.trace("kills process %d%s", process.id, isFoundLater ? ", to be found later" : "");
    saw("processes killed");
    if (isFoundLater) {
      model.vanish(process);
      host.closeTable();
      scheduler.spawn(() -> find(process, host));
    } else {
      model.end(process, 137);
      host.exit(137);
    }
    check();
  }

  private void find(Proc process, HostedProcess host) {
    for (int i = random.nextInt(30); i > 0; i--) {
      scheduler.letOthersRun();
    }
    model.end(process, 137);
    host.exit(137);
    check();
  }

  /** Every process waits for ever: the oldest that runs is killed, as an operator would do. */
  private void endOne() {
    for (HostedProcess host : hosts.values()) {
      Proc process = model.running.get(host.processId());
      if (process != null) {
        model.end(process, 1);
        host.exit(1);
        if (operations < limit && model.running.size() < FIRST_PROCESSES) {
          startOne();
        }
        return;
      }
    }
    throw new AssertionError("tasks wait although no process runs");
  }

  /**
   * Runs a seed; where it fails, runs it again to say what was done.
   *
   * @throws AssertionError with the last steps before the failure
   */
  static Simulation run(long seed, long limit) {
    Simulation simulation = new Simulation(seed, limit);
    try {
      simulation.run();
      return simulation;
    } catch (AssertionError e) {
      throw new AssertionError(
          "replay with: tools/try handlelab.sim.Simulation "
              + seed
              + " 1 "
              + limit
              + "\n"
              + lastSteps(seed, limit),
          e);
    }
  }

  private static String lastSteps(long seed, long limit) {
    Simulation again = new Simulation(seed, limit);
    again.trace = new ArrayList<>();
    try {
      again.run();
      return "it did not fail again";
    } catch (AssertionError e) {
      List<String> steps = again.trace;
      return String.join("\n", steps.subList(Math.max(0, steps.size() - 60), steps.size()));
    }
  }

  /** Arguments: the first seed, the number of seeds, the operations of each. */
  public static void main(String[] args) {
    long first = Long.parseLong(args[0]);
    long seeds = Long.parseLong(args[1]);
    long limit = Long.parseLong(args[2]);
    Map<String, Long> sums = new TreeMap<>();
    for (long seed = first; seed < first + seeds; seed++) {
      Simulation simulation;
      try {
        simulation = run(seed, limit);
      } catch (AssertionError e) {
        e.printStackTrace(System.out);
        System.exit(1);
        return;
      }
      sums.merge("operations", simulation.operations, Long::sum);
      sums.merge("switches", simulation.scheduler.switches, Long::sum);
      simulation.seen.forEach((what, times) -> sums.merge(what, times, Long::sum));
    }
    System.out.printf("seeds %d to %d, all as the model says:%n", first, first + seeds - 1);
    sums.forEach((what, times) -> System.out.printf("%,14d  %s%n", times, what));
  }
}
