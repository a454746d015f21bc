package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording says of where it was made. */
class RecordingTest {
  @TempDir private Path folder;

  @Test
  void theHeaderNamesSystemVersionBuildJavaAndDate() throws IOException {
    SystemLabel windows = SystemLabel.of("kernel32 of Windows 11 (10.0)");
    Recording.of(windows, "10.0.22631.4602", "21.0.8", "2026-11-22", List.of())
        .write(folder, List.of());
    Recording read = Recording.in(folder);
    assertEquals(windows, read.system());
    assertTrue(read.system().isWindows());
    assertEquals(
        "Windows 11 (10.0), build 10.0.22631.4602, Java 21.0.8, recorded 2026-11-22",
        read.description());
  }

  @Test
  void whereTheBuildSaysNothingThereIsNone() throws IOException {
    SystemLabel wine = SystemLabel.of("kernel32 of Wine 10.0");
    Recording.of(wine, null, "21.0.8", "2026-11-22", List.of()).write(folder, List.of());
    assertFalse(Files.readString(folder.resolve("recording.txt")).contains("build"));
    assertFalse(wine.isWindows());
    assertEquals("Wine 10.0, Java 21.0.8, recorded 2026-11-22", Recording.in(folder).description());
  }
}
