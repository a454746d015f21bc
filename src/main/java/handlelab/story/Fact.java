package handlelab.story;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the tables of the notes say of one fact; {@code facts.txt} is made of them by a test.
 *
 * @param id such as {@code inheritance-flag-copied}
 * @param evidence the first that is named
 * @param source where that stands, and the further evidence
 */
record Fact(String id, Evidence evidence, String source) {
  private static final Pattern ROW = Pattern.compile("(\\S+) (\\w+)[ :,]*(.*)");
  private static final Map<String, Fact> ALL = read();

  private static Map<String, Fact> read() {
    try (InputStream in = Fact.class.getResourceAsStream("/handlelab/facts.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Fact::parse)
          .collect(Collectors.toMap(Fact::id, Function.identity()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Such as {@code event-row Documented, the access: "CreateEventW function"; Tested: ...}. */
  private static Fact parse(String line) {
    Matcher row = ROW.matcher(line);
    if (!row.matches()) {
      throw new IllegalStateException("not a fact: " + line);
    }
    return new Fact(row.group(1), Evidence.of(row.group(2)), row.group(3));
  }

  /**
   * The fact of this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Fact of(String id) {
    Fact fact = ALL.get(id);
    if (fact == null) {
      throw new IllegalArgumentException("the notes have no fact " + id);
    }
    return fact;
  }
}
