package handlelab.backend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Random names that nobody can guess. */
final class Secrets {
  private static final int BYTES = 16;
  private static final Path SYSTEM_SOURCE = Path.of("/dev/urandom");

  private Secrets() {}

  /** 128 random bits; from the system directly, because the JDK's generator takes long to load. */
  static String next() {
    byte[] bytes = new byte[BYTES];
    try (InputStream in = Files.newInputStream(SYSTEM_SOURCE)) {
      if (in.readNBytes(bytes, 0, BYTES) == BYTES) {
        return HexFormat.of().formatHex(bytes);
      }
    } catch (IOException e) {
      // A system without it.
    }
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
