package handlelab.cli;

import handlelab.mail.Failure;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Standard output for long reports: UTF-8, with a large buffer, and errors that are noticed. */
final class ReportOutput {
  private static final int BUFFER_CHARS = 1 << 16;

  /** What the systems say of a pipe that nobody reads: Linux, and Windows in two ways. */
  private static final Set<String> GONE =
      Set.of("Broken pipe", "The pipe is being closed", "The pipe has been ended");

  /**
   * Nobody reads standard output any more, as behind {@code | head}: no reason to go on, and none
   * to complain.
   */
  static final class ReaderGoneException extends RuntimeException {
    ReaderGoneException(IOException cause) {
      super(cause);
    }
  }

  private ReportOutput() {}

  /**
   * A writer to {@code target}; the caller flushes it.
   *
   * @return a writer whose methods throw {@link ReaderGoneException} where the reader is gone, and
   *     {@link Failure} where the target takes no more, as a full disk
   */
  static Writer to(OutputStream target) {
    return new BufferedWriter(
        new OutputStreamWriter(new Checked(target), StandardCharsets.UTF_8), BUFFER_CHARS);
  }

  private static final class Checked extends FilterOutputStream {
    Checked(OutputStream target) {
      super(target);
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        throw told(e);
      }
    }

    @Override
    public void flush() {
      try {
        out.flush();
      } catch (IOException e) {
        throw told(e);
      }
    }

    private static RuntimeException told(IOException e) {
      String message = String.valueOf(e.getMessage());
      if (GONE.stream().anyMatch(message::startsWith)) {
        return new ReaderGoneException(e);
      }
      return new Failure("cannot write to standard output (" + message + ")");
    }
  }
}
