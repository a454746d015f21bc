package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SimulationTest {
  @Test
  void thousandsOfInterleavingsAgreeWithTheModel() {
    long messages = 0;
    for (long seed = 1; seed <= 300; seed++) {
      Simulation simulation = new Simulation(seed, 400);
      try {
        simulation.run();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
      messages += simulation.messagesRead;
    }
    assertTrue(messages > 300, "the runs do not only fail");
  }

  @Test
  void aSeedReplays() {
    Simulation first = new Simulation(7, 2_000);
    Simulation second = new Simulation(7, 2_000);
    first.run();
    second.run();
    assertEquals(first.scheduler.switches, second.scheduler.switches);
    assertEquals(first.messagesRead, second.messagesRead);
    assertEquals(first.scheduler.nanoTime(), second.scheduler.nanoTime());
  }
}
