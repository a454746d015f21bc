package handlelab.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.mail.OwnServer;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, runs, and says what it seems to say. */
@Timeout(180)
final class ReadmeTest {
  @RegisterExtension static final OwnServer SERVER = new OwnServer();

  private static final String IMPORTS =
      "import handlelab.backend.*; import handlelab.lib.*; import handlelab.mail.*;"
          + " import java.util.List;";

  @Test
  void theExampleRuns(@TempDir Path folder) throws Exception {
    Path source = folder.resolve("Example.java");
    Files.writeString(
        source,
        IMPORTS
            + "class Example { public static void main(String[] args) {\n"
            + example()
            + "\n}}\n");
    String classPath = System.getProperty("java.class.path");
    StringWriter problems = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  problems,
                  files,
                  null,
                  List.of("-proc:none", "-d", folder.toString(), "-cp", classPath),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertTrue(compiled, problems::toString);
    }
    assertEquals(
        List.of("to this process", "to a child that inherits the handle"),
        run(folder, classPath, SERVER.variables()).lines().toList());
  }

  private static String example() throws Exception {
    String readme = Files.readString(Path.of("README.md"), UTF_8);
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertTrue(block.find(), "no example in the README");
    return block.group(1);
  }

  private static String run(Path folder, String classPath, Map<String, String> variables)
      throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + System.getProperty("path.separator") + classPath,
                "Example")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(variables);
    // The example asks the system which kernel to use.
    builder.environment().remove("HANDLELAB_BACKEND");
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the example does not end");
      assertEquals(0, process.exitValue(), () -> read(err));
      return read(out);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
