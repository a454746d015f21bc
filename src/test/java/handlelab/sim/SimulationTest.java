package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SimulationTest {
  @Test
  void thousandsOfInterleavingsAgreeWithTheModel() {
    long messages = 0;
    long kills = 0;
    for (long seed = 1; seed <= 250; seed++) {
      Simulation simulation = Simulation.run(seed, 400);
      messages += simulation.messagesRead;
      kills += simulation.kills;
    }
    assertTrue(messages > 300 && kills > 100, "the runs do not only fail");
  }

  @Test
  void aSeedReplays() {
    Simulation first = Simulation.run(7, 2_000);
    Simulation second = Simulation.run(7, 2_000);
    assertEquals(first.scheduler.switches, second.scheduler.switches);
    assertEquals(first.messagesRead, second.messagesRead);
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
