package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.command.StandardStreams;
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
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** Plays on this system's real kernel, each process a JVM. */
  Recording onRealKernel() {
    try (Backend backend = Backends.open(BackendKind.REAL)) {
      SystemLabel system = SystemLabel.of(backend.description());
      List<Transcript> transcripts =
          play(() -> new JvmStage(backend), true, system.toString()).stream()
              .map(Played::transcript)
              .toList();
      String java = System.getProperty("java.version");
      String date = LocalDate.now(ZoneOffset.UTC).toString();
      // What Wine claims to be says nothing of it: its version does.
      String build = system.isWindows() ? RealKernel.build() : null;
      return Recording.of(system, build, java, date, transcripts);
    }
  }

  private List<Played> play(Supplier<Stage> stages, boolean keepsStage, String kernel) {
    List<Played> played = new ArrayList<>();
    try (ScenarioRunner runner = new ScenarioRunner(stages, keepsStage, limit)) {
      for (Scenario scenario : scenarios) {
        String what = kernel + ": " + scenario.name();
        show("\r%d of %d  %-50s".formatted(played.size() + 1, scenarios.size(), what));
        played.add(runner.play(scenario));
      }
    } finally {
      show("\r" + " ".repeat(70) + "\r");
    }
    return played;
  }

  private void show(String progress) {
    if (err != null) {
      err.print(progress);
    }
  }

  /**
   * Whether standard error is a terminal, as far as Java knows: if the system has no file that says
   * so, a program with a terminal for its input and output counts as one with a terminal.
   */
  static boolean isOnTerminal() {
    try {
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return StandardStreams.terminal() != null;
    }
  }
}
