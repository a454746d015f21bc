package handlelab.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.jna.programs.ClashingProgram;
import handlelab.recorder.Recording;
import java.io.IOException;
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

  @Test
  @EnabledOnOs(OS.LINUX)
  void functionsOfOtherLibraries_areNotWatched() throws IOException {
    assertEquals(List.of(), opened(""));
    assertEquals(List.of(2L, 3L), opened(",foreign-libraries=c"));
  }

  private List<Long> opened(String moreOptions) throws IOException {
    Recording recording =
        RecordedJvm.recording(folder, RecordedJvm.home(), moreOptions, ClashingProgram.class);
    return recording.sites().stream()
        .filter(site -> site.function().equals("socket"))
        .map(Recording.Site::opened)
        .toList();
  }
}
