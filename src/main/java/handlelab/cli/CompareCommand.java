package handlelab.cli;

import handlelab.backend.BackendKind;
import handlelab.command.Arguments;
import handlelab.command.BackendChoice;
import handlelab.command.Command;
import handlelab.command.ExitCode;
import handlelab.command.ReportWriter;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;
import handlelab.command.UsageException;
import handlelab.story.Comparison;
import handlelab.story.ComparisonHtml;
import handlelab.story.ComparisonJson;
import handlelab.story.ComparisonText;
import handlelab.story.OpenQuestion;
import handlelab.story.Played;
import handlelab.story.Recording;
import handlelab.story.Scenario;
import handlelab.story.ScenarioRunner;
import handlelab.story.Scenarios;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The command {@code compare}. */
final class CompareCommand extends Command {
  private static final Usage USAGE =
      new Usage("compare", "")
          .text(
              "Plays each scenario on the simulated kernel and compares it, step by step, with the"
                  + " real kernel if there is one, else with the recordings that come with this"
                  + " program.")
          .values(
              "--scenario",
              "NAME",
              "only scenarios whose name contains this; may be given several times")
          .values(
              "--with",
              "PATH",
              "scenarios of this jar or folder of classes, too; may be given several times")
          .value("--record", "DIR", "write what the real kernel does into this folder")
          .value("--against", "DIR", "compare with the recording in this folder")
          .flag("--known", "list the known differences one by one, too")
          .flag(
              "--open",
              "list the steps whose result on Windows is not known, with the answers of those"
                  + " recordings that were made on Windows")
          .flag("--json", "print one JSON document instead of text")
          .value("--html", "FILE", "also write a page with the findings")
          .flag("--progress", "show progress on standard error; default: if that is a terminal")
          .flag("--no-progress", "show no progress")
          .value(
              "--time-limit",
              "SECONDS",
              "give up a scenario that takes longer: a difference; default: "
                  + ScenarioRunner.LIMIT.toSeconds())
          .backend()
          .common()
          .text(
              "Exit codes: 0 each difference is known, 1 failed, 2 wrong usage, 3 an unexplained"
                  + " difference.");

  private CompareCommand() {
    super(USAGE);
  }

  static Command create() {
    return new CompareCommand();
  }

  @Override
  protected int execute(Arguments arguments, StandardStreams streams) throws IOException {
    arguments.refuseWords(0);
    Path recordInto = path(arguments, "--record");
    Path against = path(arguments, "--against");
    Path html = path(arguments, "--html");
    int limit = arguments.number("--time-limit", 1).orElse((int) ScenarioRunner.LIMIT.toSeconds());
    List<Scenario> scenarios = scenarios(arguments);
    boolean isReal =
        against == null
            && !arguments.has("--open")
            && BackendChoice.of(arguments) == BackendKind.REAL;
    if (recordInto != null && !isReal) {
      throw new UsageException(
          "--record needs the real kernel32: the simulated one is no evidence");
    }
    PrintStream progress = isProgressShown(arguments) ? streams.err() : null;
    ScenarioPlayer player = new ScenarioPlayer(scenarios, Duration.ofSeconds(limit), progress);
    List<Played> simulated = player.onSimulatedKernel();
    List<Recording> recordings;
    if (isReal) {
      Recording real = player.onRealKernel();
      if (recordInto != null) {
        real.write(recordInto, scenarios.stream().map(Scenario::name).toList());
      }
      recordings = List.of(real);
    } else {
      recordings = against == null ? Recording.shipped() : List.of(Recording.in(against));
    }
    return report(arguments, html, simulated, recordings, streams.report());
  }

  private static int report(
      Arguments arguments,
      Path html,
      List<Played> simulated,
      List<Recording> recordings,
      ReportWriter out)
      throws IOException {
    List<OpenQuestion> questions = OpenQuestion.of(simulated, recordings);
    boolean isJson = arguments.has("--json");
    if (arguments.has("--open")) {
      out.write(
          isJson
              ? ComparisonJson.format(questions) + "\n"
              : OpenQuestion.format(questions, simulated));
      out.flush();
      return ExitCode.OK;
    }
    List<Comparison> comparisons =
        recordings.stream().map(recording -> Comparison.of(simulated, recording)).toList();
    if (isJson) {
      out.write(ComparisonJson.format(comparisons, questions) + "\n");
    } else {
      for (Comparison comparison : comparisons) {
        out.write(ComparisonText.format(comparison, simulated, arguments.has("--known")));
      }
      out.write(OpenQuestion.summary(questions, simulated) + "\n");
    }
    if (html != null) {
      Files.createDirectories(html.toAbsolutePath().getParent());
      Files.writeString(html, ComparisonHtml.format(comparisons, questions, simulated));
    }
    out.flush();
    boolean isFaulty = comparisons.stream().anyMatch(comparison -> comparison.faults() > 0);
    return isFaulty ? ExitCode.DIFFERENCE : ExitCode.OK;
  }

  private static Path path(Arguments arguments, String option) {
    String value = arguments.value(option);
    return value == null ? null : FileProblem.path(value);
  }

  private static boolean isProgressShown(Arguments arguments) {
    if (arguments.has("--progress") && arguments.has("--no-progress")) {
      throw new UsageException("--progress and --no-progress exclude each other");
    }
    return arguments.has("--progress")
        || (!arguments.has("--no-progress") && ScenarioPlayer.isOnTerminal());
  }

  private static List<Scenario> scenarios(Arguments arguments) {
    List<String> wanted = arguments.values("--scenario");
    List<Scenario> all;
    try {
      all = Scenarios.with(arguments.values("--with").stream().map(FileProblem::path).toList());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    List<Scenario> found =
        all.stream()
            .filter(
                scenario -> wanted.isEmpty() || wanted.stream().anyMatch(scenario.name()::contains))
            .toList();
    if (found.isEmpty()) {
      throw new UsageException("no scenario is called " + String.join(" or ", wanted));
    }
    return found;
  }
}
