package handlelab.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(120)
final class ClosingTest {
  @Test
  void closingUnderReaders_simulated_harmsNoNeighbour() throws InterruptedException {
    run("jvm", 500, 0);
  }

  @Test
  @Tag("real")
  @EnabledOnOs(OS.WINDOWS)
  void closingUnderReaders_real_harmsNoNeighbour() throws InterruptedException {
    run("real", 200, 50);
  }

  private static void run(String kind, int count, int childEvery) throws InterruptedException {
    try (Stage stage = new Stage(kind);
        Closing closing = new Closing(stage, childEvery, 1)) {
      closing.run(Math.max(50, childEvery));
      Map<String, Integer> before = closing.rows();
      closing.run(count);
      Map<String, Integer> after = closing.rows();
      assertEquals(before.get(Stage.MAILSLOT), after.get(Stage.MAILSLOT));
      assertEquals(before.get("Process"), after.get("Process"));
    }
  }
}
