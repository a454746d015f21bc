package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.mail.BackendChoice;
import handlelab.mail.ExitCode;
import handlelab.mail.UsageException;
import handlelab.real.RealKernel;
import handlelab.story.Comparison;
import handlelab.story.ComparisonHtml;
import handlelab.story.ComparisonJson;
import handlelab.story.ComparisonText;
import handlelab.story.Ledger;
import handlelab.story.OpenQuestion;
import handlelab.story.Played;
import handlelab.story.Recording;
import handlelab.story.Scenario;
import handlelab.story.ScenarioRunner;
import handlelab.story.Scenarios;
import handlelab.story.SystemLabel;
import handlelab.story.Transcript;
import handlelab.story.stage.JvmStage;
import handlelab.story.stage.SimulatedStage;
import handlelab.story.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
      names = "--with",
      paramLabel = "PATH",
      description = "scenarios of this jar or folder of classes, too; may be given several times")
  private List<Path> places = new ArrayList<>();

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

  @Option(
      names = "--open",
      description =
          "list the steps of which nobody knows what Windows does, with the answers of those"
              + " recordings that were made on Windows")
  private boolean isOpenListed;

  @Option(names = "--json", description = "print one JSON document instead of text")
  private boolean isJson;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "also write a page with the findings")
  private Path html;

  @Option(
      names = "--progress",
      negatable = true,
      description = "say on standard error how far it is; default: where that is a terminal")
  private Boolean isProgressShown;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = "give up a scenario that takes longer: a difference; default: ${DEFAULT-VALUE}")
  private int limitSeconds = (int) ScenarioRunner.LIMIT.toSeconds();

  @Override
  int execute() throws IOException {
    if (limitSeconds < 1) {
      throw new UsageException("--time-limit is at least 1 second");
    }
    List<Scenario> scenarios = wantedScenarios();
    boolean isReal =
        against == null && !isOpenListed && BackendChoice.of(backend()) == BackendKind.REAL;
    if (recordInto != null && !isReal) {
      throw new UsageException(
          "--record needs the real kernel32: the simulated one is no evidence");
    }
    List<Played> simulated = play(scenarios, SimulatedStage::new, false, "simulated");
    return isReal ? compareWithReal(scenarios, simulated) : compareWithRecordings(simulated);
  }

  private List<Scenario> wantedScenarios() {
    List<Scenario> found;
    try {
      found = Scenarios.with(places);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    found =
        found.stream()
            .filter(
                scenario -> wanted.isEmpty() || wanted.stream().anyMatch(scenario.name()::contains))
            .toList();
    if (found.isEmpty()) {
      throw new UsageException("no scenario is called " + String.join(" or ", wanted));
    }
    return found;
  }

  private List<Played> play(
      List<Scenario> scenarios, Supplier<Stage> stages, boolean keepsStage, String kernel) {
    Progress progress =
        new Progress(
            scenarios.size(), isProgressShown == null ? Progress.isOnTerminal() : isProgressShown);
    List<Played> played = new ArrayList<>();
    try (ScenarioRunner runner =
        new ScenarioRunner(stages, keepsStage, Duration.ofSeconds(limitSeconds))) {
      for (Scenario scenario : scenarios) {
        progress.at(kernel + ": " + scenario.name());
        played.add(runner.play(scenario));
      }
    } finally {
      progress.end();
    }
    return played;
  }

  private int compareWithReal(List<Scenario> scenarios, List<Played> simulated) throws IOException {
    List<Transcript> real;
    SystemLabel system;
    try (Backend backend = Backends.open(BackendKind.REAL)) {
      system = SystemLabel.of(backend.description());
      real =
          play(scenarios, () -> new JvmStage(backend), true, system.toString()).stream()
              .map(Played::transcript)
              .toList();
    }
    String java = System.getProperty("java.version");
    String date = LocalDate.now(ZoneOffset.UTC).toString();
    // What Wine claims to be says nothing of it: its version does.
    String build = system.isWindows() ? RealKernel.build() : null;
    Recording recording = Recording.of(system, build, java, date, real);
    if (recordInto != null) {
      recording.write(recordInto, scenarios.stream().map(Scenario::name).toList());
    }
    Comparison comparison = new Comparison(system, Ledger.shipped(), !Recording.isShipped(system));
    for (int i = 0; i < real.size(); i++) {
      comparison.add(simulated.get(i), real.get(i));
    }
    return report(List.of(comparison), OpenQuestion.of(simulated, List.of(recording)), simulated);
  }

  private int compareWithRecordings(List<Played> simulated) throws IOException {
    List<Recording> recordings =
        against == null ? Recording.shipped() : List.of(Recording.in(against));
    List<OpenQuestion> questions = OpenQuestion.of(simulated, recordings);
    if (isOpenListed) {
      System.out.print(
          isJson
              ? ComparisonJson.format(questions) + System.lineSeparator()
              : OpenQuestion.format(questions, simulated));
      return ExitCode.OK;
    }
    List<Comparison> comparisons = new ArrayList<>();
    for (Recording recording : recordings) {
      SystemLabel system = recording.system();
      Comparison comparison =
          new Comparison(system, Ledger.shipped(), !Recording.isShipped(system));
      for (Played played : simulated) {
        Transcript recorded = recording.transcript(played.scenario().name()).orElse(null);
        if (recorded == null && !Scenarios.isShipped(played.scenario())) {
          comparison.addUnrecorded(played);
        } else {
          comparison.add(played, recorded);
        }
      }
      comparisons.add(comparison);
    }
    return report(comparisons, questions, simulated);
  }

  private int report(
      List<Comparison> comparisons, List<OpenQuestion> questions, List<Played> simulated)
      throws IOException {
    if (isJson) {
      System.out.println(ComparisonJson.format(comparisons, questions));
    } else {
      comparisons.forEach(
          comparison ->
              System.out.print(ComparisonText.format(comparison, simulated, isKnownShown)));
      System.out.println(OpenQuestion.summary(questions, simulated));
    }
    if (html != null) {
      Files.createDirectories(html.toAbsolutePath().getParent());
      Files.writeString(html, ComparisonHtml.format(comparisons, questions, simulated));
    }
    boolean isFaulty = comparisons.stream().anyMatch(comparison -> comparison.faults() > 0);
    return isFaulty ? ExitCode.DIFFERENCE : ExitCode.OK;
  }
}
