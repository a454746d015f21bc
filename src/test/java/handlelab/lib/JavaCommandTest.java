package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module path is tried where modules are: see {@code ReadmeTest}. */
class JavaCommandTest {
  @Test
  void command_ofClassOnClassPath_endsWithPathMainAndArguments() {
    List<String> command = JavaCommand.of(JavaCommandTest.class, List.of("a b", ""));

    int size = command.size();
    assertTrue(Files.isExecutable(Path.of(command.get(0))), command.get(0));
    assertEquals(
        List.of(
            "-cp", System.getProperty("java.class.path"), JavaCommandTest.class.getName(), "a b"),
        command.subList(size - 5, size - 1));
    assertEquals("", command.get(size - 1));
  }

  @Test
  void command_onJavaThatWarnsOfNativeAccess_enablesIt() {
    assertEquals(
        Runtime.version().feature() >= 24,
        JavaCommand.of(JavaCommandTest.class, List.of())
            .contains("--enable-native-access=ALL-UNNAMED"));
  }

  @Test
  void command_whileJnaUsesAnUnpackedLibrary_namesItToTheChild(@TempDir Path folder)
      throws Exception {
    Path library = Files.createFile(folder.resolve("jna123.dll"));
    String before = System.getProperty("jnidispatch.path");
    System.setProperty("jnidispatch.path", library.toString());
    try {
      List<String> command = JavaCommand.of(JavaCommandTest.class, List.of());
      assertTrue(command.contains("-Djna.boot.library.path=" + folder), command::toString);
      assertTrue(command.contains("-Djna.boot.library.name=jna123"), command::toString);

      Files.delete(library);
      List<String> without = JavaCommand.of(JavaCommandTest.class, List.of());
      assertFalse(without.toString().contains("jna.boot"), without::toString);
    } finally {
      if (before == null) {
        System.clearProperty("jnidispatch.path");
      } else {
        System.setProperty("jnidispatch.path", before);
      }
    }
  }
}
