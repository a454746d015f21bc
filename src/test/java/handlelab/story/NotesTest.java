package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.story.stage.SimulatedStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the notes show of transcripts is what happens. {@code -Dhandlelab.rewrite=true} rewrites it.
 *
 * <p>The comment {@code <!-- transcript: NAME FROM-TO -->} stands before a block of {@code text}
 * that shows these steps of that scenario on the simulated kernel; {@code <!-- transcript: NAME
 * FROM-TO on FOLDER -->} shows them as recorded.
 */
@Timeout(120)
class NotesTest {
  private static final Path NOTES = Path.of("native-notes");
  private static final Pattern EXCERPT =
      Pattern.compile(
          "(<!-- transcript: (\\S+) (\\d+)-(\\d+)(?: on (\\S+))? -->\n```text\n)(.*?)(```\n)",
          Pattern.DOTALL);
  private static final Pattern SPAN = Pattern.compile("(?:`|<!-- transcript: )([a-z-]+)/([a-z-]+)");

  private static Map<String, Played> simulated;

  @BeforeAll
  static void play() {
    simulated =
        SimulatedPlays.ALL.stream()
            .collect(Collectors.toMap(p -> p.scenario().name(), Function.identity()));
  }

  private static List<Path> notes() throws IOException {
    try (Stream<Path> files = Files.list(NOTES)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static Transcript transcript(String scenario, String folder) {
    if (folder != null) {
      return Recording.in(Path.of("src/main/resources/handlelab/recordings", folder))
          .transcript(scenario)
          .orElseThrow();
    }
    Played played = simulated.get(scenario);
    assertNotEquals(null, played, () -> "no scenario " + scenario);
    return played.transcript();
  }

  private static String steps(Transcript transcript, int from, int to) {
    List<String> shown = new ArrayList<>();
    int number = 0;
    for (String line : transcript.format().lines().skip(1).toList()) {
      number += line.startsWith(" ") ? 0 : 1;
      if (number >= from && number <= to) {
        shown.add(line);
      }
    }
    assertTrue(number >= to, () -> transcript.scenario() + " has no step " + to);
    return String.join("\n", shown) + "\n";
  }

  @Test
  void excerptsAreWhatHappens() throws IOException {
    int found = 0;
    for (Path note : notes()) {
      String text = Files.readString(note);
      Matcher excerpt = EXCERPT.matcher(text);
      StringBuilder made = new StringBuilder();
      while (excerpt.find()) {
        found++;
        Transcript transcript = transcript(excerpt.group(2), excerpt.group(5));
        String steps =
            steps(
                transcript, Integer.parseInt(excerpt.group(3)), Integer.parseInt(excerpt.group(4)));
        excerpt.appendReplacement(
            made, Matcher.quoteReplacement(excerpt.group(1) + steps + excerpt.group(7)));
      }
      excerpt.appendTail(made);
      assertEquals(
          count(text, "<!-- transcript:"), count(text, EXCERPT), note + ": a malformed excerpt");
      if (Boolean.getBoolean("handlelab.rewrite")) {
        Files.writeString(note, made);
      }
      assertEquals(made.toString(), Files.readString(note), note.toString());
    }
    assertTrue(found > 0);
  }

  private static long count(String text, String part) {
    return count(text, Pattern.compile(Pattern.quote(part)));
  }

  private static long count(String text, Pattern part) {
    return part.matcher(text).results().count();
  }

  /** The page's example works as it says, from a folder of its own. */
  @Test
  void theExampleOfAScenarioIsCompiledAndPlayed(@TempDir Path folder) throws Exception {
    Path page = NOTES.resolve("scenarios.md");
    String text = Files.readString(page);
    Matcher example = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(text);
    assertTrue(example.find());
    Path source = folder.resolve("TwoOwners.java");
    Files.writeString(source, example.group(1));
    String classPath = System.getProperty("java.class.path");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Xlint:all",
                "-Werror",
                "-proc:none",
                "-cp",
                classPath,
                "-d",
                folder.toString(),
                source.toString());
    assertEquals(0, failed);
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Scenario.class.getName()), "TwoOwners\n");
    Scenario added =
        Scenarios.with(List.of(folder)).stream()
            .filter(scenario -> !Scenarios.isShipped(scenario))
            .findFirst()
            .orElseThrow();
    Played played;
    try (ScenarioRunner runner = new ScenarioRunner(SimulatedStage::new, false)) {
      played = runner.play(added);
    }
    Comparison comparison =
        new Comparison(new SystemLabel("Wine", "10.0"), Ledger.shipped(), false);
    comparison.add(played, null);
    assertEquals(0, comparison.faults(), () -> comparison.findings().toString());
    Matcher shown =
        Pattern.compile("(transcript of the example -->\n```text\n).*?```", Pattern.DOTALL)
            .matcher(text);
    assertTrue(shown.find());
    String transcript = played.transcript().format();
    String made = shown.replaceFirst(Matcher.quoteReplacement(shown.group(1) + transcript + "```"));
    if (Boolean.getBoolean("handlelab.rewrite")) {
      Files.writeString(page, made);
    }
    assertEquals(made, Files.readString(page));
  }

  @Test
  void scenariosNamedInTheNotes_areAllThatThereAre() throws IOException {
    Set<String> groups =
        simulated.values().stream().map(p -> p.scenario().group()).collect(Collectors.toSet());
    Set<String> named = new TreeSet<>();
    for (Path note : notes()) {
      if (note.endsWith("differences.md")) {
        continue;
      }
      for (Matcher span = SPAN.matcher(Files.readString(note)); span.find(); ) {
        String name = span.group(1) + "/" + span.group(2);
        if (groups.contains(span.group(1))) {
          assertTrue(simulated.containsKey(name), () -> note + ": no scenario " + name);
          named.add(name);
        }
      }
    }
    assertEquals(new TreeSet<>(simulated.keySet()), named);
  }

  @Test
  void theReadmeCountsRight() throws IOException {
    List<Played> played = List.copyOf(simulated.values());
    int steps = played.stream().mapToInt(p -> p.judgements().size()).sum();
    int assumed = OpenQuestion.of(played, List.of()).size();
    String readme = Files.readString(Path.of("README.md")).replaceAll("\\s+", " ");
    for (String claim :
        List.of(
            "plays " + played.size() + " scenarios of " + steps + " calls",
            "lists the " + assumed + " calls for which there is no evidence")) {
      assertTrue(readme.contains(claim), claim);
    }
  }
}
