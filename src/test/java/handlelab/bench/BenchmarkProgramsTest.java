package handlelab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The build leaves the benchmarks alone; what they use of the project must not be lost meanwhile.
 */
class BenchmarkProgramsTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("handlelab.projectDirectory", ""), "src", "bench", "java");

  @Test
  void theProgramsCompile(@TempDir Path folder) throws Exception {
    var compiler = ToolProvider.getSystemJavaCompiler();
    List<Path> sources;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertFalse(sources.isEmpty());
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      StringWriter messages = new StringWriter();
      List<String> options =
          List.of(
              "-proc:none",
              "-Xlint:all,-path",
              "-Werror",
              "-d",
              folder.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertTrue(compiled, messages::toString);
      assertEquals("", messages.toString());
    }
  }
}
