package handlelab.story.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * What a child shows to the stage that it belongs to: random bytes, handed over in a file that only
 * the user can read and that the child deletes. So it stands on no command line, which others can
 * read, and in no environment, which the child's own children would get. Immutable.
 */
final class ChildSecret {
  static final int BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;
  private final Path file;

  private ChildSecret(byte[] bytes, Path file) {
    this.bytes = bytes;
    this.file = file;
  }

  /** Makes one and writes it; the JDK makes temporary files readable to their owner alone. */
  static ChildSecret create() throws IOException {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    Path file = Files.createTempFile("handlelab", ".secret");
    Files.write(file, bytes);
    return new ChildSecret(bytes, file);
  }

  /**
   * The child's side: reads it, once.
   *
   * @throws NoSuchFileException if it was read before, or the stage is over
   */
  static byte[] take(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.deleteIfExists(file);
    return bytes;
  }

  Path file() {
    return file;
  }

  /** Whether these are its bytes, in a time that does not depend on how many are right. */
  boolean equalsInConstantTime(byte[] shown) {
    return MessageDigest.isEqual(bytes, shown);
  }

  /** Deletes the file if no child has taken it. */
  void forget() throws IOException {
    Files.deleteIfExists(file);
  }
}
