package handlelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.command.ExitCode;
import handlelab.command.StandardStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command compare, against recordings. */
@Timeout(120)
class CompareCommandTest {
  private static final Path RECORDINGS = Path.of("src/main/resources/handlelab/recordings");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  private int compare(String... arguments) {
    String[] all =
        Stream.concat(Stream.of("--backend", "simulated"), Stream.of(arguments))
            .toArray(String[]::new);
    return CompareCommand.create()
        .run(
            new StandardStreams(
                InputStream.nullInputStream(),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8)),
            all);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** A copy of a recording with another header and, in one of its files, another text. */
  private Path copy(String recording, String system, String file, String old, String text)
      throws IOException {
    Path target = folder.resolve("copy");
    for (String name : List.of("recording.txt", file)) {
      Path copy = target.resolve(name);
      Files.createDirectories(copy.getParent());
      Files.writeString(copy, Files.readString(RECORDINGS.resolve(recording).resolve(name)));
    }
    Path header = target.resolve("recording.txt");
    Files.writeString(
        header, Files.readString(header).replaceFirst("system: .*", "system: " + system));
    Path changed = target.resolve(file);
    String before = Files.readString(changed);
    assertTrue(before.contains(old), before);
    Files.writeString(changed, before.replace(old, text));
    return target;
  }

  @Test
  void theShippedRecordingsHaveNoUnexplainedDifference() {
    assertEquals(ExitCode.OK, compare(), this::out);
    assertTrue(out().contains("simulated kernel against Wine 10.0"), out());
    assertTrue(out().contains("simulated kernel against Wine 8.0"), out());
    assertEquals("", err());
  }

  @Test
  void anUnexplainedDifferenceIsNamedAndIsTheExitCode() throws IOException {
    Path other = copy("wine-10", "Wine", "mailslot-read/boundaries.txt", "-> \"bb\"", "-> \"b\"");
    assertEquals(
        ExitCode.DIFFERENCE,
        compare("--scenario", "read/boundaries", "--against", other.toString()));
    assertTrue(out().contains("unexplained: mailslot-read/boundaries, step 10"), out());
    assertTrue(out().contains("other:     \"b\"\n"), out());
  }

  /** The recording is made up: only its header says that it is of Windows. */
  @Test
  void openQuestionsAreAnsweredByARecordingThatSaysWindows() throws IOException {
    String[] arguments = {"--open", "--scenario", "names/bad", "--against"};
    Path bad = copy("wine-10", "Windows", "mailslot-names/bad.txt", "", "");
    assertEquals(ExitCode.OK, compare(with(arguments, bad.toString())));
    assertTrue(out().contains(" by Windows 10.0, Java "), out());
    out.reset();
    assertEquals(ExitCode.OK, compare(with(arguments, RECORDINGS.resolve("wine-10").toString())));
    assertFalse(out().contains(" by W"), out());
  }

  private static String[] with(String[] arguments, String last) {
    return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new);
  }

  @Test
  void thePageAndTheDocumentAreWritten() throws IOException {
    Path page = folder.resolve("new/page.html");
    assertEquals(ExitCode.OK, compare("--json", "--html", page.toString()));
    assertTrue(out().startsWith("{\n  \"form\": \"handlelab.comparison\""), out());
    String html = Files.readString(page);
    assertTrue(html.contains("<th>Wine 8.0</th>"), html);
  }

  @Test
  void progressIsShownWhereItIsAskedFor() {
    assertEquals(ExitCode.OK, compare("--scenario", "read/boundaries", "--progress"));
    assertTrue(err().contains("1 of 1  simulated: mailslot-read/boundaries"), err());
    err.reset();
    assertEquals(ExitCode.OK, compare("--scenario", "read/boundaries", "--no-progress"));
    assertEquals("", err());
  }

  @Test
  void wrongUsageIsTold() {
    for (List<String> wrong :
        List.of(
            List.of("--record", folder.toString()),
            List.of("--scenario", "no such thing"),
            List.of("--with", folder.resolve("nowhere").toString()),
            List.of("--time-limit", "0"),
            List.of("--progress", "--no-progress"),
            List.of("word"))) {
      assertEquals(ExitCode.USAGE, compare(wrong.toArray(String[]::new)), wrong::toString);
    }
    assertEquals(6, err().lines().count(), err());
  }

  @Test
  void aFolderThatIsNoRecordingIsAFailure() {
    assertEquals(ExitCode.FAILURE, compare("--against", folder.toString()));
    assertTrue(err().startsWith("handlelab compare: " + folder), err());
  }

  @Test
  void aServiceThatIsNoScenarioIsTold() throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve("handlelab.story.Scenario"), "NoSuchClass\n");
    assertEquals(ExitCode.USAGE, compare("--with", folder.toString()));
    assertTrue(err().contains("NoSuchClass"), err());
  }
}
