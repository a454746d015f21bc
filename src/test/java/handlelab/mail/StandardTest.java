package handlelab.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/** Lines and messages, byte for byte. */
final class StandardTest {
  private static Standard reading(byte[] input) {
    return new Standard(new ByteArrayInputStream(input), new ByteArrayOutputStream(), System.err);
  }

  @Test
  void linesEndAtNewlinesOfEitherKind() {
    Standard standard = reading("ä\r\n\nb\rc\nlast".getBytes(UTF_8));
    assertArrayEquals("ä".getBytes(UTF_8), standard.readLine());
    assertArrayEquals(new byte[0], standard.readLine());
    assertArrayEquals("b\rc".getBytes(UTF_8), standard.readLine());
    assertArrayEquals("last".getBytes(UTF_8), standard.readLine());
    assertNull(standard.readLine());
  }

  @Test
  void bytesThatAreNoTextStayAsTheyAre() {
    byte[] bytes = {(byte) 0xFF, 0, (byte) 0xC3, 0x28};
    assertArrayEquals(bytes, reading(bytes).readLine());
  }

  @Test
  void aMessageIsWrittenAtOnceWithItsNewline() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Standard standard = new Standard(new ByteArrayInputStream(new byte[0]), out, System.err);
    standard.print("世界".getBytes(UTF_8));
    standard.print(new byte[0]);
    assertEquals("世界\n\n", out.toString(UTF_8));
  }

  @Test
  void aClosedOutputIsAFailure() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    Standard standard = new Standard(new ByteArrayInputStream(new byte[0]), broken, System.err);
    Failure failure = assertThrows(Failure.class, () -> standard.print(new byte[] {1}));
    assertEquals(
        "cannot write to standard output (Broken pipe): a message just received is lost",
        failure.getMessage());
  }
}
