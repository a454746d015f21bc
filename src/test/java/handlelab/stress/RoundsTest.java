package handlelab.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(120)
final class RoundsTest {
  @Test
  void rounds_simulated_leaveTheTableAsItWas() {
    run("jvm", 5_000, 0);
  }

  @Test
  @Tag("real")
  @EnabledOnOs(OS.WINDOWS)
  void rounds_real_leaveTheTableAsItWas() {
    run("real", 1_000, 200);
  }

  private static void run(String kind, int count, int childEvery) {
    try (Stage stage = new Stage(kind)) {
      Rounds rounds = new Rounds(stage, childEvery);
      rounds.run(Math.max(50, childEvery));
      // A JVM makes handles of its own at any time, so only what the rounds make is compared.
      Map<String, Integer> before = rounds.rows();
      rounds.run(count);
      Map<String, Integer> after = rounds.rows();
      assertEquals(before.get(Stage.MAILSLOT), after.get(Stage.MAILSLOT));
      assertEquals(before.get("Process"), after.get("Process"));
    }
  }
}
