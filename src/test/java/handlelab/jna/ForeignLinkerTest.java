package handlelab.jna;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import handlelab.jna.programs.ForeignProgram;
import handlelab.recorder.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The C library stands in for kernel32, whose {@code socket} has the same form: where there is no
 * kernel32, there is no other function for a program's own handles to be found with.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class ForeignLinkerTest {
  @TempDir Path folder;

  /** A Java with java.lang.foreign that is installed here. */
  private static Optional<Path> java() throws IOException {
    Path homes = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(homes)) {
      return Optional.empty();
    }
    try (Stream<Path> found = Files.list(homes)) {
      return found
          .filter(
              home -> {
                try {
                  String release = Files.readString(home.resolve("release"));
                  return release.matches("(?s).*JAVA_VERSION=\"(2[2-9]|[3-9][0-9])[.\"].*");
                } catch (IOException e) {
                  return false;
                }
              })
          .findFirst();
    }
  }

  @Test
  void handlesOfForeignFunctions_areRecorded() throws IOException {
    Optional<Path> java = java();
    assumeTrue(java.isPresent(), "no Java 22 or later is installed");
    Recording recording =
        RecordedJvm.recording(
            folder,
            java.get(),
            ",foreign-libraries=libc.so.6",
            ForeignProgram.class,
            "--enable-native-access=ALL-UNNAMED");
    assertEquals(
        List.of(3L, 2L),
        recording.sites().stream().map(site -> site.opened()).toList(),
        recording::toString);
    assertEquals(5, recording.open().size());
    assertEquals("socket", recording.sites().get(0).function());
    String caller = "handlelab.jna.programs.ForeignProgram.main(ForeignProgram.java:";
    assertTrue(recording.sites().get(1).stack().top().startsWith(caller), recording::toString);
  }
}
