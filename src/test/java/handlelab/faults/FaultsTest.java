package handlelab.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A few of the faults, so that the gate holds what {@code tools/faults} shows at length. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "kills and pipes as POSIX systems have them")
class FaultsTest {
  private static final int COUNT = 25;

  @Test
  @Timeout(180)
  void nothingIsLeftOfTheDeadAndTheOthersGoOn() throws Exception {
    assertTrue(
        Faults.run(2026, COUNT, -1, (int) Patience.HANG_MILLIS, true), "see what it printed");
  }

  @Test
  @Timeout(180)
  void coldStarts_ofManyCommands_makeOneServer() throws Exception {
    ColdStarts.run(1, 20);
  }
}
