package handlelab.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import handlelab.jna.programs.ClashingProgram;
import handlelab.recorder.Recording;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SystemLibrariesTest {
  @TempDir Path folder;

  @Test
  void library_isKnownByNameAndPath() {
    for (String name :
        List.of("kernel32", "Kernel32.dll", "C:\\Windows\\System32\\KERNEL32.DLL", "<process>")) {
      assertTrue(SystemLibraries.contains(name), name);
    }
    assertTrue(SystemLibraries.contains("api-ms-win-core-handle-l1-1-0.dll"));
    for (String name : List.of("c", "mykernel32", "kernel32x.dll", "C:\\kernel32\\acme.dll")) {
      assertFalse(SystemLibraries.contains(name), name);
    }
  }

  private Recording recording(String moreOptions) throws IOException {
    Path own = Files.createTempDirectory(folder, "watched");
    String options =
        "=watch,leaks=" + own + ",launcher=" + ProcessHandle.current().pid() + moreOptions;
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-javaagent:" + AgentJar.create(folder) + options,
                "-cp",
                AgentJar.locationOf(ClashingProgram.class)
                    + File.pathSeparator
                    + AgentJar.locationOf(Native.class),
                ClashingProgram.class.getName())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = program.inputReader()) {
      for (int i = 0; i < 5; i++) {
        assertEquals("true", out.readLine());
      }
      assertEquals("ready", out.readLine());
      return RecordedJvm.recording(own, program.pid());
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void functionsOfOtherLibraries_areNotWatched() throws IOException {
    assertEquals(List.of(), opened(recording("")));
    assertEquals(List.of(2L, 3L), opened(recording(",foreign-libraries=c")));
  }

  private static List<Long> opened(Recording recording) {
    return recording.sites().stream()
        .filter(site -> site.function().equals("socket"))
        .map(Recording.Site::opened)
        .toList();
  }
}
