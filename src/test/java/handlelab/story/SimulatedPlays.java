package handlelab.story;

import handlelab.story.stage.SimulatedStage;
import java.util.List;

/** Each scenario's play on the simulated kernel, made once for all tests. */
final class SimulatedPlays {
  static final List<Played> ALL = play();

  private SimulatedPlays() {}

  private static List<Played> play() {
    try (ScenarioRunner runner = new ScenarioRunner(SimulatedStage::new, false)) {
      return Scenarios.all().stream().map(runner::play).toList();
    }
  }
}
