package handlelab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The tables of the notes are the list of what is said about Windows; scenarios, contract tests and
 * the tour cite its statements by their ids. {@code grep -rn ID src} finds what holds a statement.
 */
class StatementsTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("handlelab.projectDirectory", "")).resolve("src");
  private static final String QUOTED = "\"(" + Statement.ID + ")\"";

  /** The heading of steps, or a step of a fact of its own. */
  private static final Pattern STEPS = Pattern.compile("\\b(?:fact|step)\\(\\s*" + QUOTED);

  private static final Pattern TOUR = Pattern.compile("\\bcheckFact\\(\\s*" + QUOTED);
  private static final Pattern TEST = Pattern.compile("@Fact\\(([^)]*)\\)");
  private static final Pattern DIFFERENCE =
      Pattern.compile("\\b(?:entry|new Asked)\\(\\s*" + QUOTED);

  /** How the notes name a test, and where it is; the table in their README says the same. */
  private static final String[][] PATHS = {
    {"(Wine )?\\b(ntdll|kernelbase) (\\w+\\.c)\\b", "wine dlls/$2/tests/$3"},
    {"(Wine )?(?<![/\\w])(om|info|path)\\.c\\b", "wine dlls/ntdll/tests/$2.c"},
    {"Wine security\\.c", "wine dlls/advapi32/tests/security.c"},
    {
      "(Wine )?(?<![/\\w])(mailslot|process|sync|pipe|file|console)\\.c\\b",
      "wine dlls/kernel32/tests/$2.c"
    },
    {
      "ReactOS (CreateProcess|TerminateProcess|Mailslot)\\.c",
      "reactos modules/rostests/apitests/kernel32/$1.c"
    },
    {"ReactOS (NtD\\w+\\.c)", "reactos modules/rostests/apitests/ntdll/$1"},
    {"\\.NET MutexTests", "dotnet src/libraries/System.Threading/tests/MutexTests"},
    {
      "\\.NET NamedPipeTest",
      "dotnet src/libraries/System.IO.Pipes/tests/NamedPipeTests/NamedPipeTest"
    },
    {"(?<![/\\w])(CreateProcess(?:_InheritList)?\\.cc)", "src/HandleTests/$1"},
    {"(?<![/\\w])MiscTests\\.cc", "src/test/MiscTests.cc"},
    {"(?<![/\\w])w32_", "test/w32_"},
  };

  private static Map<String, Statement> statements;

  /** What cites each id. */
  private static final Map<String, Set<String>> HOLDERS = new TreeMap<>();

  private static final Set<String> TESTED = new TreeSet<>();
  private static final Map<String, Set<String>> DIFFERENCES = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    statements = Statement.all();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        read(file.getFileName().toString(), Files.readString(file));
      }
    }
  }

  private static void read(String file, String source) {
    for (Matcher steps = STEPS.matcher(source); steps.find(); ) {
      add(HOLDERS, steps.group(1), file);
    }
    for (Matcher claim = TOUR.matcher(source); claim.find(); ) {
      add(HOLDERS, claim.group(1), file);
    }
    for (Matcher test = TEST.matcher(source); test.find(); ) {
      for (Matcher id = Pattern.compile(QUOTED).matcher(test.group(1)); id.find(); ) {
        add(HOLDERS, id.group(1), file);
        TESTED.add(id.group(1));
      }
    }
    for (Matcher difference = DIFFERENCE.matcher(source); difference.find(); ) {
      add(DIFFERENCES, difference.group(1), file);
    }
  }

  private static void add(Map<String, Set<String>> to, String id, String value) {
    to.computeIfAbsent(id, any -> new TreeSet<>()).add(value);
  }

  @Test
  void citedIds_areStatementsOfTheNotes() {
    Map<String, Set<String>> unknown = new TreeMap<>(HOLDERS);
    unknown.putAll(DIFFERENCES);
    unknown.keySet().removeAll(statements.keySet());
    assertEquals(Map.of(), unknown, "add them to a table of native-notes");
    assertTrue(HOLDERS.size() > 150, () -> HOLDERS.size() + " ids found");
  }

  @Test
  void statements_areHeldByAStepOrATestOrSayThatTheyAreNot() {
    Set<String> unheld =
        statements.values().stream()
            .filter(statement -> !statement.isSaidNotToBeHeld())
            .map(Statement::id)
            .filter(id -> !HOLDERS.containsKey(id))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), unheld, "no step and no test cites them");
    Set<String> held =
        statements.values().stream()
            .filter(Statement::isSaidNotToBeHeld)
            .map(Statement::id)
            .filter(HOLDERS::containsKey)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), held, "cited, but their rows say 'Not held'");
  }

  /** What the scenarios say of a fact's evidence is what its row says. */
  @Test
  void factsOfTheScenarios_areTheRows() throws IOException {
    Path facts = SOURCES.resolve("main/resources/handlelab/facts.txt");
    StringBuilder made = new StringBuilder();
    statements.values().stream()
        .filter(statement -> !statement.isSaidNotToBeHeld())
        .forEach(
            statement ->
                made.append(statement.id()).append(' ').append(fullSource(statement)).append('\n'));
    if (Boolean.getBoolean("handlelab.rewrite")) {
      Files.writeString(facts, made);
    }
    assertEquals(made.toString(), Files.readString(facts));
  }

  /** The evidence about Windows, with the tests' paths in their source trees. */
  private static String fullSource(Statement statement) {
    String source =
        statement.evidence().replaceFirst("[.;]? ([Oo]n )?Wine (8|10)\\b.*", "").replace("`", "");
    for (String[] path : PATHS) {
      source = source.replaceAll(path[0], path[1]);
    }
    return source;
  }

  /** The differences of the contract tests: one that no test would notice has no business there. */
  @Test
  void differencesOfTheContract_areNoticedByATest() {
    Set<String> unnoticed = new TreeSet<>();
    DIFFERENCES.forEach(
        (id, files) -> {
          if (files.contains("KnownDifferences.java") && !TESTED.contains(id)) {
            unnoticed.add(id);
          }
        });
    assertEquals(Set.of(), unnoticed);
  }

  @Test
  void differences_areSaidInTheRow() {
    Set<String> silent =
        DIFFERENCES.keySet().stream()
            .filter(statements::containsKey)
            .filter(id -> !statements.get(id).evidence().contains("Wine 10"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), silent, "known differences whose rows do not name Wine 10");
  }

  @Test
  void evidence_isSaidForEachStatement() {
    Set<String> without =
        statements.values().stream()
            .filter(
                statement ->
                    Stream.of("Documented", "Tested", "Observed", "Assumed")
                        .noneMatch(word -> statement.evidence().startsWith(word)))
            .map(Statement::id)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), without);
  }
}
