package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SimulationTest {
  private static final Set<String> TO_BE_SEEN =
      Set.of(
          "waits served later",
          "abandoned mutexes",
          "overlapped operations done later",
          "calls done later",
          "threads ended",
          "processes killed",
          "messages read",
          "ERROR_BROKEN_PIPE (109)",
          "messages read in parts",
          "ERROR_NOT_OWNER (288)",
          "ERROR_TOO_MANY_POSTS (298)",
          "ERROR_OPERATION_ABORTED (995)");

  @Test
  void thousandsOfInterleavingsAgreeWithTheModel() {
    Set<String> seen = new TreeSet<>();
    for (long seed = 1; seed <= 250; seed++) {
      Simulation simulation = Simulation.run(seed, 400);
      seen.addAll(simulation.seen.keySet());
    }
    Set<String> missed = new TreeSet<>(TO_BE_SEEN);
    missed.removeAll(seen);
    assertEquals(Set.of(), missed, "the runs never came to this");
  }

  @Test
  void aSeedReplays() {
    Simulation first = Simulation.run(7, 2_000);
    Simulation second = Simulation.run(7, 2_000);
    assertEquals(first.scheduler.switches, second.scheduler.switches);
    assertEquals(first.seen, second.seen);
    assertEquals(first.scheduler.nanoTime(), second.scheduler.nanoTime());
  }

  /** What the model does not know of must be seen, and told with the steps before it. */
  @Test
  void aKernelThatIsWrongIsFound() {
    Simulation simulation = new Simulation(11, 400);
    simulation.trace = new ArrayList<>();
    simulation.sabotageAt = 200;
    AssertionError error = assertThrows(AssertionError.class, simulation::run);
    assertTrue(error.getCause() instanceof AssertionError, error::toString);
    assertTrue(simulation.trace.size() > 20, "no steps are told");
  }
}
