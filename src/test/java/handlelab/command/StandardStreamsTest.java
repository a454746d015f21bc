package handlelab.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** Lines and messages, byte for byte. */
final class StandardStreamsTest {
  private static StandardStreams reading(byte[] input) {
    return new StandardStreams(
        new ByteArrayInputStream(input), new ByteArrayOutputStream(), System.err);
  }

  @Test
  void readLine_endsAtNewlinesOfEitherKind() {
    StandardStreams streams = reading("ä\r\n\nb\rc\nlast".getBytes(UTF_8));
    assertArrayEquals("ä".getBytes(UTF_8), streams.readLine());
    assertArrayEquals(new byte[0], streams.readLine());
    assertArrayEquals("b\rc".getBytes(UTF_8), streams.readLine());
    assertArrayEquals("last".getBytes(UTF_8), streams.readLine());
    assertNull(streams.readLine());
  }

  @Test
  void readLine_keepsBytesThatAreNoText() {
    byte[] bytes = {(byte) 0xFF, 0, (byte) 0xC3, 0x28};
    assertArrayEquals(bytes, reading(bytes).readLine());
  }

  @Test
  void print_writesUtf8AtOnce() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StandardStreams streams =
        new StandardStreams(new ByteArrayInputStream(new byte[0]), out, System.err);
    streams.print("世界\n");
    assertEquals("世界\n", out.toString(UTF_8));
  }
}
