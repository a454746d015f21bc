package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.compare.Comparison;
import handlelab.compare.ComparisonHtml;
import handlelab.compare.ComparisonJson;
import handlelab.compare.ComparisonText;
import handlelab.compare.Ledger;
import handlelab.compare.Played;
import handlelab.compare.Recording;
import handlelab.compare.Scenario;
import handlelab.compare.ScenarioRunner;
import handlelab.compare.Scenarios;
import handlelab.compare.SystemLabel;
import handlelab.compare.Transcript;
import handlelab.mail.BackendChoice;
import handlelab.mail.ExitCode;
import handlelab.mail.UsageException;
import handlelab.stage.RealStage;
import handlelab.stage.SimulatedStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The subcommand {@code compare}. */
@Command(
    name = "compare",
    synopsisHeading = "Usage: handlelab ",
    description = {
      "Plays each scenario on the simulated kernel and compares it, step by step, with the real"
          + " kernel where there is one, else with the recordings that come with this program.",
      "Exit codes: 0 each difference is known, 1 failed, 3 an unexplained difference."
    })
final class CompareCommand extends PicocliCommand {
  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "only scenarios whose name contains this; may be given several times")
  private List<String> wanted = new ArrayList<>();

  @Option(
      names = "--record",
      paramLabel = "DIR",
      description = "write what the real kernel does into this folder")
  private Path recordInto;

  @Option(
      names = "--against",
      paramLabel = "DIR",
      description = "compare with the recording in this folder")
  private Path against;

  @Option(names = "--known", description = "tell the known differences one by one, too")
  private boolean isKnownShown;

  @Option(names = "--open", description = "list the steps of which nobody knows what Windows does")
  private boolean isOpenListed;

  @Option(names = "--json", description = "print the findings as one JSON document")
  private boolean isJson;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "also write a page with the findings")
  private Path html;

  @Option(names = "--progress", description = "say on standard error how far it is")
  private boolean isProgressShown;

  @Override
  int execute() throws IOException {
    List<Scenario> scenarios = wantedScenarios();
    List<Played> simulated = playSimulated(scenarios);
    if (isOpenListed) {
      System.out.print(OpenQuestions.format(simulated));
      return ExitCode.OK;
    }
    boolean isReal = against == null && BackendChoice.of(backend()) == BackendKind.REAL;
    List<Comparison> comparisons =
        isReal ? List.of(compareWithReal(scenarios, simulated)) : compareWithRecordings(simulated);
    if (isJson) {
      System.out.println(ComparisonJson.format(comparisons));
    } else {
      comparisons.forEach(
          comparison ->
              System.out.print(ComparisonText.format(comparison, simulated, isKnownShown)));
    }
    if (html != null) {
      Files.writeString(html, ComparisonHtml.format(comparisons, simulated));
    }
    boolean isFaulty = comparisons.stream().anyMatch(comparison -> comparison.faults() > 0);
    return isFaulty ? ExitCode.DIFFERENCE : ExitCode.OK;
  }

  private List<Scenario> wantedScenarios() {
    List<Scenario> found =
        Scenarios.all().stream()
            .filter(
                scenario -> wanted.isEmpty() || wanted.stream().anyMatch(scenario.name()::contains))
            .toList();
    if (found.isEmpty()) {
      throw new UsageException("no scenario is called " + String.join(" or ", wanted));
    }
    return found;
  }

  private static List<Played> playSimulated(List<Scenario> scenarios) {
    try (ScenarioRunner runner = new ScenarioRunner(SimulatedStage::new, false)) {
      return scenarios.stream().map(runner::play).toList();
    }
  }

  private Comparison compareWithReal(List<Scenario> scenarios, List<Played> simulated)
      throws IOException {
    List<Transcript> real = new ArrayList<>();
    SystemLabel system;
    try (Backend backend = Backends.open(BackendKind.REAL);
        ScenarioRunner runner = new ScenarioRunner(() -> new RealStage(backend), true)) {
      system = SystemLabel.of(backend.description());
      Progress progress = new Progress(scenarios.size(), isProgressShown);
      for (Scenario scenario : scenarios) {
        progress.at(scenario.name());
        real.add(runner.play(scenario).transcript());
      }
      progress.end();
    }
    if (recordInto != null) {
      String java = System.getProperty("java.version");
      String date = LocalDate.now(ZoneOffset.UTC).toString();
      Recording.write(recordInto, system, java, date, real);
    }
    Comparison comparison = new Comparison(system, Ledger.shipped());
    for (int i = 0; i < real.size(); i++) {
      comparison.add(simulated.get(i), real.get(i));
    }
    return comparison;
  }

  private List<Comparison> compareWithRecordings(List<Played> simulated) {
    if (recordInto != null) {
      throw new UsageException(
          "--record needs the real kernel32: the simulated one is no evidence");
    }
    List<Recording> recordings =
        against == null ? Recording.shipped() : List.of(Recording.in(against));
    List<Comparison> comparisons = new ArrayList<>();
    for (Recording recording : recordings) {
      Comparison comparison = new Comparison(recording.system(), Ledger.shipped());
      for (Played played : simulated) {
        comparison.add(played, recording.transcript(played.scenario().name()).orElse(null));
      }
      comparisons.add(comparison);
    }
    return comparisons;
  }
}
