package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.ReferenceModel.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One run of random processes on a simulated kernel, under the scheduler and clock of a seed,
 * checked against the reference model. {@link #main} runs many seeds and prints what it saw.
 */
final class Simulation {
  static final int MAX_PROCESSES = 8;
  private static final int CHECK_EVERY = 50;

  final Random random;
  final Scheduler scheduler;
  final ReferenceModel model = new ReferenceModel();
  private final SimulatedKernel kernel;
  private final List<HostedProcess> hosts = new ArrayList<>();
  private final long limit;
  Slot creating;
  long operations;
  long messagesRead;

  Simulation(long seed, long limit) {
    this.random = new Random(seed);
    this.limit = limit;
    this.scheduler = new Scheduler(random, this::endOne);
    this.kernel = new SimulatedKernel(scheduler);
    // Others run between the steps of a creation; from the first on, the name is taken.
    kernel.observeCreation(
        (step, process, address, handle) -> {
          if (step == CreationStep.RESOURCE) {
            model.slots.put(creating.name, creating);
          }
          if (step != CreationStep.ROW && step != CreationStep.RETURN) {
            scheduler.letOthersRun();
          }
        });
  }

  void run() {
    for (int i = 0; i < 3; i++) {
      HostedProcess host = kernel.startHostedProcess("actor.exe");
      spawn(host, model.start(host.processId()));
    }
    scheduler.run();
    model.check(kernel.handleTables());
    assertEquals(List.of(), kernel.handleTables().processIds());
    assertEquals(0, kernel.knownObjects(), "ended processes that nobody holds are forgotten");
    kernel.close();
  }

  void spawn(HostedProcess host, Proc process) {
    hosts.add(host);
    scheduler.spawn(new Actor(this, host, process));
  }

  boolean nextOperation() {
    if (operations % CHECK_EVERY == 0) {
      model.check(kernel.handleTables());
    }
    return operations++ < limit;
  }

  /** Every process waits for ever: the oldest that runs is killed, as an operator would do. */
  private void endOne() {
    for (HostedProcess host : hosts) {
      Proc process = model.running.get(host.processId());
      if (process != null) {
        model.end(process, 1);
        host.exit(1);
        return;
      }
    }
    throw new AssertionError("tasks wait although no process runs");
  }

  /** Arguments: the first seed, the number of seeds, the operations of each. */
  public static void main(String[] args) {
    long first = Long.parseLong(args[0]);
    long seeds = Long.parseLong(args[1]);
    long limit = Long.parseLong(args[2]);
    long operations = 0;
    long switches = 0;
    long messages = 0;
    for (long seed = first; seed < first + seeds; seed++) {
      Simulation simulation = new Simulation(seed, limit);
      try {
        simulation.run();
      } catch (AssertionError e) {
        throw new AssertionError("replay with: " + seed + " 1 " + limit, e);
      }
      operations += simulation.operations;
      switches += simulation.scheduler.switches;
      messages += simulation.messagesRead;
    }
    System.out.printf(
        "%d seeds, %d operations, %d switches, %d messages read: as the model says%n",
        seeds, operations, switches, messages);
  }
}
