package handlelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.tour.Tour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the notes for readers name is there: files, tests, chapters. */
class NotesTest {
  private static final Path PROJECT = Path.of(System.getProperty("handlelab.projectDirectory", ""));
  private static final Pattern FILE = Pattern.compile("`(src/[^` ]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+)\\)");
  private static final Pattern PROOF = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+)`");
  private static final Pattern TOUR = Pattern.compile("(?m)^\\./handlelab tour (.+)$");

  static List<Path> notes() throws IOException {
    try (Stream<Path> files = Files.list(PROJECT.resolve("native-notes"))) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static List<String> all(Pattern pattern, Path note) throws IOException {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(Files.readString(note));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("notes")
  void everyFileAndLinkIsThere(Path note) throws IOException {
    for (String file : all(FILE, note)) {
      assertTrue(Files.exists(PROJECT.resolve(file)), note + " names " + file);
    }
    for (String link : all(LINK, note)) {
      assertTrue(Files.exists(note.resolveSibling(link)), note + " links to " + link);
    }
  }

  @ParameterizedTest
  @MethodSource("notes")
  void everyTestIsThere(Path note) throws IOException {
    Matcher proof = PROOF.matcher(Files.readString(note));
    while (proof.find()) {
      Path file = testFile(proof.group(1));
      assertTrue(
          Files.readString(file).contains("void " + proof.group(2) + "("),
          note + " names " + proof.group());
    }
  }

  private static Path testFile(String type) throws IOException {
    try (Stream<Path> files = Files.walk(PROJECT.resolve("src/test/java"))) {
      List<Path> found = files.filter(file -> file.endsWith(type + ".java")).toList();
      assertEquals(1, found.size(), "tests named " + type + ": " + found);
      return found.get(0);
    }
  }

  @ParameterizedTest
  @MethodSource("notes")
  void everyChapterIsThere(Path note) throws IOException {
    for (String words : all(TOUR, note)) {
      for (String word : words.strip().split(" +", -1)) {
        assertFalse(Tour.chapter(word).title().isEmpty());
      }
    }
  }
}
