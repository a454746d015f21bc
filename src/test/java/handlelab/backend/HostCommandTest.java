package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "an executable is a matter of the file's mode")
class HostCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    for (String name : List.of("tool", "my tool", "win.exe", "dir/inner")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
    Files.writeString(folder.resolve("text"), "no program\n");
  }

  private HostCommand find(String application, String line) {
    return HostCommand.find(application, line, 0, null, folder.toString());
  }

  private static void assertFails(int errorCode, Runnable search) {
    var failed = assertThrows(Win32Exception.class, search::run);
    assertEquals("CreateProcessW", failed.function());
    assertEquals(errorCode, failed.errorCode());
  }

  private void assertFound(String image, List<String> arguments, HostCommand found) {
    assertEquals(new HostCommand(folder.resolve(image), arguments, null), found);
  }

  @Test
  void aCommandLineNamesItsImageByItsFirstWord() {
    assertFound("tool", List.of("a b", "c"), find(null, "tool \"a b\" c"));
    assertFound("tool", List.of("x"), find(null, "\"tool\" x"));
    assertFound("tool", List.of("x"), find(null, folder.resolve("tool") + "\tx"));
    assertFound("win.exe", List.of(), find(null, "win"));
    assertFound("win.exe", List.of(), find(null, "win.exe"));
    assertEquals("tool", find(null, "tool").imageName());
  }

  @Test
  void withoutQuotesEachPrefixIsTriedShortestFirst() throws IOException {
    String path = folder.resolve("my tool").toString();
    assertFound("my tool", List.of("x y"), find(null, path + " \"x y\""));
    assertFound("my tool", List.of(), find(null, '"' + path + '"'));
    assertFound("my tool", List.of(), find(null, "my tool"));
    Path my = Files.createFile(folder.resolve("my"));
    Files.setPosixFilePermissions(my, PosixFilePermissions.fromString("rwx------"));
    assertFound("my", List.of("tool", "x"), find(null, "my tool x"));
  }

  @Test
  void anApplicationNameIsTakenAsItIs() {
    String path = folder.resolve("my tool").toString();
    assertFound("my tool", List.of("b"), find(path, "other b"));
    assertFound("my tool", List.of(), find(path, null));
    assertFails(Win32Error.ERROR_FILE_NOT_FOUND, () -> find(folder.resolve("win").toString(), ""));
    assertFails(Win32Error.ERROR_FILE_NOT_FOUND, () -> find("tool", "tool"));
    assertFails(Win32Error.ERROR_PATH_NOT_FOUND, () -> find("", "tool"));
  }

  @Test
  void whatCannotRunIsToldApart() {
    assertFails(Win32Error.ERROR_FILE_NOT_FOUND, () -> find(null, "missing x"));
    assertFails(Win32Error.ERROR_FILE_NOT_FOUND, () -> find(null, folder + "/missing x"));
    assertFails(Win32Error.ERROR_PATH_NOT_FOUND, () -> find(null, folder + "/missing/deeper x"));
    assertFails(Win32Error.ERROR_PATH_NOT_FOUND, () -> find(folder + "/missing/deeper", null));
    assertFails(Win32Error.ERROR_BAD_EXE_FORMAT, () -> find(null, "text"));
    assertFails(Win32Error.ERROR_BAD_EXE_FORMAT, () -> find(folder + "/text", null));
    assertFails(Win32Error.ERROR_ACCESS_DENIED, () -> find(folder.toString(), null));
    assertFails(Win32Error.ERROR_ACCESS_DENIED, () -> find(null, folder + "/dir"));
  }

  @Test
  void theDirectoryMustBeThere() {
    String path = folder.toString();
    assertEquals(Path.of("/"), HostCommand.find(null, "tool", 0, "/", path).directory());
    assertEquals(folder, HostCommand.find(null, "tool", 0, path, path).directory());
    for (String missing : List.of(path + "/missing", path + "/tool", "a\0b")) {
      assertFails(
          Win32Error.ERROR_DIRECTORY, () -> HostCommand.find(null, "tool", 0, missing, path));
    }
  }
}
