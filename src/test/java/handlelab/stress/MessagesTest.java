package handlelab.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
final class MessagesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void nothingIsLostAndNothingComesTwice(int readers) throws InterruptedException {
    run("jvm", 200_000, readers);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void norWhereTheKernelIsShared() throws InterruptedException {
    run("shared", 8_000, 2);
  }

  @Test
  @Tag("real")
  @EnabledOnOs(OS.WINDOWS)
  void norOnTheRealKernel() throws InterruptedException {
    run("real", 8_000, 2);
  }

  private static void run(String kind, long messages, int readers) throws InterruptedException {
    try (Stage stage = new Stage(kind)) {
      Messages run = new Messages(stage, messages, 8, readers);
      run.run();
      assertEquals(messages, run.messages());
    }
  }
}
