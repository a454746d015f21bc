package handlelab.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A statement about Windows: a row of one of the notes' tables that begin with an id.
 *
 * @param evidence what it rests on, such as {@code Tested: Wine process.c; Assumed: the error}
 */
public record Statement(String id, String text, String evidence, Path page) {
  /** An id that explains itself has at least two words. */
  static final String ID = "[a-z0-9]+(?:-[a-z0-9]+)+";

  private static final Path NOTES =
      Path.of(System.getProperty("handlelab.projectDirectory", "")).resolve("native-notes");
  private static final Pattern ROW =
      Pattern.compile("\\| `(" + ID + ")` \\| (.+?) \\| (.+?) \\|", Pattern.MULTILINE);

  /** All statements of the notes by their ids. */
  public static Map<String, Statement> all() throws IOException {
    Map<String, Statement> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(NOTES)) {
      for (Path page : files.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        for (Matcher row = ROW.matcher(Files.readString(page)); row.find(); ) {
          Statement statement = new Statement(row.group(1), row.group(2), row.group(3), page);
          Statement other = all.put(statement.id(), statement);
          if (other != null) {
            throw new AssertionError(
                statement.id() + " stands in " + other.page() + " and in " + page);
          }
        }
      }
    }
    return all;
  }

  /** Whether the page says that no step and no test holds it. */
  boolean isSaidNotToBeHeld() {
    return evidence.contains("Not held");
  }

  /** Whether a part of it rests on no evidence about Windows. */
  public boolean isAssumed() {
    return evidence.contains("Assumed");
  }
}
