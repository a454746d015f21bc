package handlelab.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import handlelab.backend.Backends;
import handlelab.mail.OwnServer;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The README's example compiles, runs, and says what it seems to say, with nothing but JNA. */
@Timeout(180)
final class ReadmeTest {
  @RegisterExtension static final OwnServer SERVER = new OwnServer();

  private static final List<String> OUTPUT =
      List.of("the child received: to whom it may concern", "the child ended with 0");

  @TempDir Path folder;

  @Test
  void example_onClassPath_sendsToItsChild() throws Exception {
    Path classes = compile(List.of("-cp", libraries()), example());

    assertEquals(
        OUTPUT, run(List.of("-cp", classes + File.pathSeparator + libraries(), "Example")));
  }

  @Test
  void example_onModulePath_sendsToItsChild() throws Exception {
    Path module = folder.resolve("module-info.java");
    Files.writeString(module, "module example { requires handlelab; }");

    Path classes =
        compile(
            List.of("--module-path", libraries()),
            "package example;\n" + example(),
            module.toString());

    assertEquals(
        OUTPUT,
        run(
            List.of(
                "--module-path",
                classes + File.pathSeparator + libraries(),
                "--module",
                "example/example.Example")));
  }

  /** The library and JNA. */
  private static String libraries() {
    return location(Backends.class) + File.pathSeparator + location(Native.class);
  }

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private Path compile(List<String> paths, String example, String... more) throws IOException {
    Path source = Files.writeString(folder.resolve("Example.java"), example);
    Path classes = folder.resolve("classes");
    List<String> arguments = new ArrayList<>(paths);
    arguments.addAll(List.of("-proc:none", "-Xlint:all", "-Werror", "-d", classes.toString()));
    arguments.add(source.toString());
    arguments.addAll(List.of(more));
    StringWriter problems = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
      Iterable<? extends javax.tools.JavaFileObject> sources =
          files.getJavaFileObjectsFromStrings(
              arguments.stream().filter(word -> word.endsWith(".java")).toList());
      List<String> options = arguments.stream().filter(word -> !word.endsWith(".java")).toList();
      assertTrue(
          compiler.getTask(problems, files, null, options, null, sources).call(),
          problems::toString);
    }
    return classes;
  }

  private static String example() throws IOException {
    String readme = Files.readString(Path.of("README.md"), UTF_8);
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertTrue(block.find(), "no example in the README");
    return block.group(1);
  }

  /** The lines that the example prints; it must end with 0 and say nothing on standard error. */
  private List<String> run(List<String> arguments) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(SERVER.variables());
    // The example asks the system which kernel to use.
    builder.environment().remove("HANDLELAB_BACKEND");
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the example does not end");
      assertEquals("", read(err));
      assertEquals(0, process.exitValue());
      return read(out).lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
