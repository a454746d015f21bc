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
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The README's examples compile, run, and do what it says, with nothing but JNA. */
@Timeout(180)
final class ReadmeTest {
  @RegisterExtension static final OwnServer SERVER = new OwnServer();

  private static final List<String> OUTPUT =
      List.of("the child received: to whom it may concern", "the child ended with 0");

  @TempDir Path folder;

  @Test
  void example_onClassPath_sendsToItsChild() throws Exception {
    Path classes = compile(List.of("-cp", libraries()), "Example", example("Example"));

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
            "Example",
            "package example;\n" + example("Example"),
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

  @Test
  void pipeExample_inherited_namesTheChildWithTheWriteEnd() throws Exception {
    Path classes = compile(List.of("-cp", libraries()), "NeverEnds", example("NeverEnds"));
    String classPath = classes + File.pathSeparator + libraries();
    Path out = folder.resolve("ids");
    Process reader = start(List.of("-cp", classPath, "NeverEnds"), out, folder.resolve("err"));
    try {
      while (!read(out).contains("\n")) {
        assertTrue(reader.isAlive(), () -> read(folder.resolve("err")));
        Thread.onSpinWait();
      }
      List<String> ids = List.of(read(out).strip().split(" "));
      List<String> command = new ArrayList<>(List.of("-cp", libraries(), "handlelab.cli.Main"));
      command.add("inherited");
      command.addAll(ids);
      List<String> report = run(command);
      int suspects = report.indexOf("perhaps from the parent:");
      assertTrue(suspects > 0, report::toString);
      String rest = String.join(" ", report.subList(suspects, report.size()));
      assertTrue(rest.contains("write end, other end"), rest);
      assertTrue(reader.isAlive(), "the read waits on");
    } finally {
      endPipeExample();
    }
  }

  @Test
  void pipeExample_withChildLaunch_ends() throws Exception {
    String mended =
        example("NeverEnds")
            .replaceAll(
                "ChildProcess.builder.*start\\(kernel32\\)",
                "handlelab.lib.ChildLaunch.of(kernel32).start(command)");
    Path classes = compile(List.of("-cp", libraries()), "NeverEnds", mended);
    Path err = folder.resolve("err");
    Process reader =
        start(
            List.of("-cp", classes + File.pathSeparator + libraries(), "NeverEnds"),
            folder.resolve("out"),
            err);
    try {
      assertTrue(reader.waitFor(120, TimeUnit.SECONDS), "the read does not end");
      assertTrue(read(err).contains("ERROR_BROKEN_PIPE (109)"), read(err));
    } finally {
      endPipeExample();
    }
  }

  /** Ends reader and child, which may have lost its parent. */
  private void endPipeExample() {
    ProcessHandle.allProcesses()
        .filter(process -> isPipeExample(process.info().commandLine().orElse("")))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private boolean isPipeExample(String commandLine) {
    return commandLine.contains(folder.toString()) && commandLine.contains(" NeverEnds");
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

  private Path compile(List<String> paths, String name, String example, String... more)
      throws IOException {
    Path source = Files.writeString(folder.resolve(name + ".java"), example);
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

  /** The source of a class that the README shows. */
  private static String example(String name) throws IOException {
    String readme = Files.readString(Path.of("README.md"), UTF_8);
    return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
        .matcher(readme)
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains("public class " + name))
        .findFirst()
        .orElseThrow();
  }

  /** The lines that the example prints; it must end with 0 and say nothing on standard error. */
  private List<String> run(List<String> arguments) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = start(arguments, out, err);
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the example does not end");
      assertEquals("", read(err));
      assertEquals(0, process.exitValue());
      return read(out).lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> arguments, Path out, Path err) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(SERVER.variables());
    // The example asks the system which kernel to use.
    builder.environment().remove("HANDLELAB_BACKEND");
    return builder.start();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
