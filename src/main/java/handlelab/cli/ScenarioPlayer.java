package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.real.RealKernel;
import handlelab.story.Played;
import handlelab.story.Recording;
import handlelab.story.Scenario;
import handlelab.story.ScenarioRunner;
import handlelab.story.SystemLabel;
import handlelab.story.Transcript;
import handlelab.story.stage.JvmStage;
import handlelab.story.stage.SimulatedStage;
import handlelab.story.stage.Stage;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Plays scenarios one after the other, and shows how far it is.
 *
 * @param limit how long one scenario may take
 * @param err the stream that shows the progress, or null to show none
 */
record ScenarioPlayer(List<Scenario> scenarios, Duration limit, PrintStream err) {
  /** Plays on simulated kernels in this JVM. */
  List<Played> onSimulatedKernel() {
    return play(SimulatedStage::new, false, "simulated");
  }

  /** Plays on the real kernel, each process a JVM. */
  List<Transcript> onRealKernel(Backend backend) {
    String kernel = SystemLabel.of(backend.description()).toString();
    return play(() -> new JvmStage(backend), true, kernel).stream()
        .map(Played::transcript)
        .toList();
  }

  /** What has just been played on this system's real kernel, as a recording of today. */
  static Recording recording(SystemLabel system, List<Transcript> transcripts) {
    String java = System.getProperty("java.version");
    String date = LocalDate.now(ZoneOffset.UTC).toString();
    // What Wine claims to be says nothing of it: its version does.
    String build = system.isWindows() ? RealKernel.build() : null;
    return Recording.of(system, build, java, date, transcripts);
  }

  private List<Played> play(Supplier<Stage> stages, boolean keepsStage, String kernel) {
    Progress progress = new Progress(scenarios.size(), err);
    List<Played> played = new ArrayList<>();
    try (ScenarioRunner runner = new ScenarioRunner(stages, keepsStage, limit)) {
      for (Scenario scenario : scenarios) {
        progress.at(kernel + ": " + scenario.name());
        played.add(runner.play(scenario));
      }
    } finally {
      progress.end();
    }
    return played;
  }
}
