package handlelab.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that the harness makes and takes away. Stateless. */
final class Folders {
  private Folders() {}

  /** A short path, because a socket's has a limit. */
  static Path create() throws IOException {
    return Files.createTempDirectory("hl");
  }

  /** Deletes it with all that is in it; what somebody else deletes meanwhile is well deleted. */
  static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> found = Files.walk(folder)) {
      paths = found.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
