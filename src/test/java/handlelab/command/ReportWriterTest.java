package handlelab.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportWriterTest {
  private static ReportWriter failing(String message) {
    return new ReportWriter(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(message);
          }
        },
        "report.txt");
  }

  @Test
  void fullDisk_isAFailureThatNamesTheTarget() throws IOException {
    ReportWriter writer = failing("No space left on device");
    writer.write("x");
    Failure failure = assertThrows(Failure.class, writer::flush);
    assertEquals("cannot write to report.txt (No space left on device)", failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Broken pipe", "The pipe is being closed", "The pipe has been ended"})
  void closedPipe_isNoFailure(String message) throws IOException {
    ReportWriter writer = failing(message);
    writer.write("x");
    assertThrows(ReportWriter.ReaderGoneException.class, writer::flush);
  }

  /** However the writes are cut, and wherever the buffer ends, no character is. */
  @Test
  void noCharacterIsCutAtTheEndOfTheBuffer() throws IOException {
    String text = "a\ud83d\ude42\u65e5".repeat(50_000);
    for (int first = 0; first < 4; first++) {
      var bytes = new ByteArrayOutputStream();
      try (ReportWriter out = new ReportWriter(bytes, "bytes")) {
        out.write(text, 0, first);
        for (int i = first; i < text.length(); i++) {
          out.write(text.charAt(i));
        }
      }
      assertEquals(text, bytes.toString(UTF_8));
    }
  }
}
