package handlelab.wire;

import handlelab.api.Handle;
import java.nio.ByteBuffer;

/**
 * How a session reads a file for its peer: {@code ReadFile} without a buffer made before, because a
 * peer can claim a large one and then wait for ever.
 */
@FunctionalInterface
public interface MessageReader {
  /**
   * Reads as {@code ReadFile} with a buffer of {@code maxBytes} does; the result holds what was
   * read and is valid until the next call.
   *
   * @throws handlelab.api.Win32Exception as {@code ReadFile}
   */
  ByteBuffer read(Handle file, int maxBytes);
}
