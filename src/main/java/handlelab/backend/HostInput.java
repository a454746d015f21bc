package handlelab.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What this JVM has as standard input. Stateless; any thread. */
public final class HostInput {
  private HostInput() {}

  /**
   * Whether standard input was closed when this JVM started, as by {@code <&-} of a shell. Its
   * descriptor then is the first file that the JVM opened: the JDK's own classes. Nothing may read
   * it, and no child may inherit it; and the JVM crashes if it is closed or replaced.
   *
   * @return false also if that cannot be told
   */
  public static boolean isClosed() {
    try {
      return Files.isSameFile(
          Path.of("/dev/fd/0"), Path.of(System.getProperty("java.home"), "lib", "modules"));
    } catch (IOException | InvalidPathException e) {
      // A system without such names, or a stream without a file.
      return false;
    }
  }
}
