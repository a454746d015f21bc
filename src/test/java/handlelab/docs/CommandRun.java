package handlelab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.cli.Main;
import handlelab.lib.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A command of a document, running in a JVM of its own. */
final class CommandRun {
  private static final long LIMIT_SECONDS = 180;

  private final String name;
  private final Process process;
  private final Path printed;

  private CommandRun(String name, Process process, Path printed) {
    this.name = name;
    this.process = process;
    this.printed = printed;
  }

  /** Starts the command {@code handlelab} with these arguments, in this folder. */
  static CommandRun start(String name, List<String> arguments, Path folder) throws IOException {
    Path printed = Files.createTempFile(folder, "printed", ".txt");
    List<String> command = JavaCommand.of(Main.class, arguments);
    String classPath = System.getProperty("java.class.path");
    command.replaceAll(word -> word.equals(classPath) ? absolute(classPath) : word);
    command.addAll(1, List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    process.getOutputStream().close();
    return new CommandRun(name, process, printed);
  }

  /** The command runs in another folder than the tests. */
  private static String absolute(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Waits for the end, and compares exit code and output. */
  void finish(int exitCode, ShownCommand shown) throws IOException, InterruptedException {
    try {
      assertTrue(
          process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS),
          () -> name + " runs for more than " + LIMIT_SECONDS + " s");
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(printed, StandardCharsets.UTF_8);
    String all = name + " printed:\n" + String.join("\n", lines) + "\n";
    assertEquals(exitCode, process.exitValue(), all);
    if (shown != null) {
      assertNull(shown.missingFrom(lines), "shown, and not printed. " + all);
    }
  }

  /** Waits for a good end, and returns what was printed. */
  String finishAndPrint() throws IOException, InterruptedException {
    finish(0, null);
    return Files.readString(printed, StandardCharsets.UTF_8);
  }

  /** For one of several that run together and will never be finished. */
  void kill() {
    process.destroyForcibly();
  }
}
