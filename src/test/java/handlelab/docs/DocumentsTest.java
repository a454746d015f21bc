package handlelab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What README.md and native-notes name is there, and what they show works. */
@Timeout(600)
class DocumentsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("handlelab.projectDirectory", "")).toAbsolutePath();

  private static final Pattern PROOF = Pattern.compile("([A-Z]\\w+)\\.([a-z]\\w+)");

  private static final Set<String> BUILT_FOLDERS = Set.of("target", ".wine");

  @TempDir Path folder;

  private static List<Document> documents() throws IOException {
    List<Document> documents = new ArrayList<>();
    documents.add(Document.read(ROOT.resolve("README.md")));
    try (Stream<Path> notes = Files.list(ROOT.resolve("native-notes"))) {
      for (Path note : notes.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
        documents.add(Document.read(note));
      }
    }
    return documents;
  }

  @Test
  void readme_showsTheTwoCommands() throws IOException {
    Set<String> commands = new TreeSet<>();
    for (Document.Block block : documents().get(0).blocks()) {
      if (ShownCommand.isIn(block)) {
        ShownCommand.of(block).forEach(command -> commands.add(command.line()));
      }
    }
    assertTrue(commands.contains("./handlelab demo"), commands::toString);
    assertTrue(
        commands.stream().anyMatch(line -> line.startsWith("./handlelab inherited -- ")),
        commands::toString);
  }

  @Test
  void links_goToFilesAndHeadingsThatExist() throws IOException {
    Set<String> broken = new TreeSet<>();
    for (Document document : documents()) {
      for (String link : document.links()) {
        if (!isExternal(link) && !leadsSomewhere(document, link)) {
          broken.add(ROOT.relativize(document.file()) + ": " + link);
        }
      }
    }
    assertEquals(Set.of(), broken);
  }

  private static boolean isExternal(String link) {
    return URI.create(link).getScheme() != null;
  }

  private static boolean leadsSomewhere(Document from, String link) throws IOException {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? from.file() : from.file().resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0 || Document.read(target).anchors().contains(link.substring(hash + 1));
  }

  @Test
  void codeSpans_namePathsAndClassesThatExist() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Document document : documents()) {
      for (String span : document.codeSpans()) {
        boolean isThere =
            span.matches("handlelab(\\.\\w+)+") ? isPackageOrClass(span) : isThereIfPath(span);
        if (!isThere) {
          missing.add(ROOT.relativize(document.file()) + ": " + span);
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  private static boolean isPackageOrClass(String name) {
    String path = name.replace('.', '/');
    return Stream.of("src/main/java/", "src/test/java/")
        .anyMatch(
            source ->
                Files.exists(ROOT.resolve(source + path))
                    || Files.exists(ROOT.resolve(source + path + ".java")));
  }

  /** A span is a path if its first element is something of the project's root. */
  private static boolean isThereIfPath(String span) throws IOException {
    if (span.startsWith("/") || !span.matches("[\\w.*/-]+")) {
      return true;
    }
    String first = span.replaceAll("/.*", "");
    if (BUILT_FOLDERS.contains(first) || !Files.exists(ROOT.resolve(first))) {
      return true;
    }
    if (!span.contains("*")) {
      return Files.exists(ROOT.resolve(span));
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + span);
    Path top = ROOT.resolve(span.substring(0, span.indexOf('*')).replaceAll("[^/]*$", ""));
    try (Stream<Path> files = Files.walk(top)) {
      return files.anyMatch(file -> matcher.matches(ROOT.relativize(file)));
    }
  }

  @Test
  void codeSpans_nameCommandsThatExist() throws Exception {
    for (Document document : documents()) {
      for (String span : document.codeSpans()) {
        if (span.matches("(\\./handlelab|tools/|\\.ci/)\\S* .*")) {
          checkParts(ShownCommand.parse(span), folder);
        }
      }
    }
  }

  /** A span such as {@code HandleTest.itCloses} is a test, and there it is. */
  @Test
  void codeSpans_nameTestsThatExist() throws IOException {
    Set<String> missing = new TreeSet<>();
    int found = 0;
    for (Document document : documents()) {
      for (String span : document.codeSpans()) {
        Matcher proof = PROOF.matcher(span);
        Path file = proof.matches() ? sourceOf(proof.group(1)) : null;
        if (file != null && file.startsWith(ROOT.resolve("src/test"))) {
          found++;
          if (!Files.readString(file).contains("void " + proof.group(2) + "(")) {
            missing.add(span);
          }
        } else if (proof.matches() && file == null) {
          missing.add(span);
        }
      }
    }
    assertEquals(Set.of(), missing);
    assertTrue(found > 0, "no proof named anywhere");
  }

  private static Path sourceOf(String type) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("src"))) {
      return files.filter(file -> file.endsWith(type + ".java")).findFirst().orElse(null);
    }
  }

  @TestFactory
  Stream<DynamicNode> commands_doWhatTheDocumentsShow() throws IOException {
    return documents().stream()
        .map(
            document ->
                dynamicContainer(
                    ROOT.relativize(document.file()).toString(),
                    document.blocks().stream()
                        .filter(ShownCommand::isIn)
                        .map(
                            block ->
                                dynamicTest(
                                    "line " + block.line(), () -> check(document, block)))));
  }

  private void check(Document document, Document.Block block) throws Exception {
    Path own = Files.createDirectories(folder.resolve(document.file().getFileName().toString()));
    List<ShownCommand> commands = ShownCommand.of(block);
    assertFalse(commands.isEmpty(), "a block without a command");
    if (block.note().startsWith("shown:")) {
      for (ShownCommand command : commands) {
        checkParts(command, own);
      }
    } else if (block.note().equals("together")) {
      runTogether(commands, own);
    } else {
      assertTrue(block.note().isEmpty(), () -> "no such note: " + block.note());
      for (ShownCommand command : commands) {
        run(command, own);
      }
    }
  }

  private static void run(ShownCommand command, Path folder) throws Exception {
    if (command.isHandlelab()) {
      start(command, folder).finish(command.exitCode(), command);
    } else {
      checkTool(command);
    }
  }

  private static CommandRun start(ShownCommand command, Path folder) throws IOException {
    return CommandRun.start(command.line(), command.arguments(), folder);
  }

  private static void runTogether(List<ShownCommand> commands, Path folder) throws Exception {
    List<CommandRun> runs = new ArrayList<>();
    try {
      for (ShownCommand command : commands) {
        runs.add(start(command, folder));
      }
      for (int i = 0; i < runs.size(); i++) {
        runs.get(i).finish(commands.get(i).exitCode(), commands.get(i));
      }
    } finally {
      runs.forEach(CommandRun::kill);
    }
  }

  /** The subcommand and each option that the document shows stand in the subcommand's help. */
  private static void checkParts(ShownCommand command, Path folder) throws Exception {
    if (!command.isHandlelab()) {
      checkTool(command);
      return;
    }
    List<String> arguments = command.arguments();
    List<String> options =
        arguments.stream()
            .takeWhile(word -> !word.equals("--")) // what follows is another program's
            .filter(word -> word.startsWith("-"))
            .toList();
    ShownCommand help =
        new ShownCommand(
            "handlelab " + arguments.get(0) + " --help",
            List.of("handlelab", arguments.get(0), "--help"),
            0,
            List.of());
    String printed = start(help, folder).finishAndPrint();
    for (String option : options) {
      String name = option.replaceAll("=.*", "");
      assertTrue(
          printed.contains(name), () -> command.line() + ": " + name + " is not in\n" + printed);
    }
  }

  private static void checkTool(ShownCommand command) {
    assertTrue(command.isTool(), () -> "no such command: " + command.line());
    Path file = command.toolIn(ROOT);
    assertTrue(file == null || Files.isExecutable(file), () -> file + " cannot be run");
  }
}
