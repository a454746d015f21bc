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
import handlelab.story.ComparisonText;
import handlelab.story.OpenQuestion;
import handlelab.story.Played;
import handlelab.story.Recording;
import handlelab.story.Scenario;
import handlelab.story.ScenarioRunner;
import handlelab.story.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The command {@code record}. */
final class RecordCommand extends Command {
  private static final String DEFAULT_FOLDER = "handlelab-recording";
  private static final String FINDINGS = "findings.txt";
  private static final String ADDRESS = "https://github.com/handlelab/handlelab/issues";

  /** A shorter name is found by chance, such as in a word. */
  private static final int SHORTEST_TRACE = 4;

  private static final Usage USAGE =
      new Usage("record", "[FOLDER]")
          .text(
              "Plays all scenarios on this computer's kernel32, twice, and writes down what it"
                  + " does, into FOLDER (default: "
                  + DEFAULT_FOLDER
                  + "). Says what of it was not known. The files name the system and its build, the"
                  + " Java version and the date; no user, no computer and no path.")
          .backend()
          .common()
          .text(
              "Exit codes: 0 recorded, 1 failed, 2 wrong usage, 3 the second run differs from the"
                  + " first.");

  private RecordCommand() {
    super(USAGE);
  }

  static Command create() {
    return new RecordCommand();
  }

  @Override
  protected int execute(Arguments arguments, StandardStreams streams) throws IOException {
    arguments.refuseWords(1);
    Path folder =
        FileProblem.path(arguments.words().isEmpty() ? DEFAULT_FOLDER : arguments.words().get(0));
    if (BackendChoice.of(arguments) != BackendKind.REAL) {
      throw new UsageException(
          "record needs the real kernel32, so run it on Windows: the simulated one is no evidence");
    }
    List<Scenario> scenarios = Scenarios.with(List.of());
    ScenarioPlayer player =
        new ScenarioPlayer(
            scenarios, ScenarioRunner.LIMIT, ScenarioPlayer.isOnTerminal() ? streams.err() : null);
    Recording recording = player.onRealKernel();
    Recording second = player.onRealKernel();
    List<String> names = scenarios.stream().map(Scenario::name).toList();
    recording.write(folder, names);
    List<Played> simulated = player.onSimulatedKernel();
    List<String> unstable =
        names.stream()
            .filter(name -> !recording.transcript(name).equals(second.transcript(name)))
            .toList();
    String findings = findings(recording, simulated, unstable);
    List<OpenQuestion> questions = OpenQuestion.of(simulated, List.of(recording));
    Files.writeString(
        folder.resolve(FINDINGS), findings + "\n" + OpenQuestion.format(questions, simulated));

    ReportWriter out = streams.report();
    out.write(findings);
    out.write(OpenQuestion.summary(questions, simulated) + "\n\n");
    out.write("Wrote " + scenarios.size() + " scenarios to " + folder + ".\n");
    Map<String, Set<String>> traces = traces(folder);
    for (Map.Entry<String, Set<String>> trace : traces.entrySet()) {
      out.write("Look at " + trace.getKey() + " before you send it: ");
      out.write("it has " + trace.getValue() + ".\n");
    }
    if (traces.isEmpty()) {
      out.write("No user's or computer's name and no path of this computer is in the files.\n");
    }
    out.write("Send the folder, as a zip file in an issue at " + ADDRESS + ". Thank you!\n");
    out.flush();
    return unstable.isEmpty() ? ExitCode.OK : ExitCode.DIFFERENCE;
  }

  private static String findings(
      Recording recording, List<Played> simulated, List<String> unstable) {
    boolean isNew = !Recording.isShipped(recording.system());
    return recording.description()
        + (isNew
            ? "\nThis system is not on record yet.\n"
            : "\nThis system is on record already.\n")
        + (unstable.isEmpty()
            ? "A second run did the same.\n"
            : "A second run differed in: " + String.join(", ", unstable) + "\n")
        + "\n"
        + ComparisonText.format(Comparison.of(simulated, recording), simulated, false);
  }

  /** What would tell whose computer this is, by the file that has it. */
  private static Map<String, Set<String>> traces(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String name : List.of("user.name", "user.home", "user.dir", "java.home")) {
      names.add(System.getProperty(name, ""));
    }
    for (String variable : List.of("USERNAME", "COMPUTERNAME", "USERDOMAIN")) {
      names.add(System.getenv().getOrDefault(variable, ""));
    }
    names.removeIf(name -> name.length() < SHORTEST_TRACE);
    Map<String, Set<String>> traces = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(file -> file.toString().endsWith(".txt")).toList();
    }
    for (Path file : files) {
      String text = Files.readString(file).toLowerCase(Locale.ROOT);
      for (String name : names) {
        if (text.contains(name.toLowerCase(Locale.ROOT))) {
          traces
              .computeIfAbsent(folder.relativize(file).toString(), key -> new TreeSet<>())
              .add(name);
        }
      }
    }
    return traces;
  }
}
