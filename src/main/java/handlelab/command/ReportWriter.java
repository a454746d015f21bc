package handlelab.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Writes long reports as UTF-8, with a large buffer, and without losing an error: it throws {@link
 * ReaderGoneException} if the reader is gone, and {@link Failure} if the target takes no more, as
 * on a full disk. One thread.
 */
public final class ReportWriter extends BufferedWriter {
  private static final int BUFFER_CHARS = 1 << 16;

  /** What Linux, and Windows in two ways, say of a pipe without a reader. */
  private static final Set<String> GONE =
      Set.of("Broken pipe", "The pipe is being closed", "The pipe has been ended");

  /**
   * The reader has closed the pipe, as {@code | head} does: the command ends, and this is no
   * failure.
   */
  public static final class ReaderGoneException extends RuntimeException {
    ReaderGoneException(IOException cause) {
      super(cause);
    }
  }

  /**
   * Creates a writer.
   *
   * @param target is not buffered, and never closed
   * @param targetName how a failure names the target, such as {@code standard output}
   */
  public ReportWriter(OutputStream target, String targetName) {
    super(
        new OutputStreamWriter(new Target(target, targetName), StandardCharsets.UTF_8),
        BUFFER_CHARS);
  }

  /** Flushes; the target stays open. */
  @Override
  public void close() throws IOException {
    flush();
  }

  /** The bytes on their way to the target. */
  private static final class Target extends OutputStream {
    private final OutputStream target;
    private final String name;

    Target(OutputStream target, String name) {
      this.target = target;
      this.name = name;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      try {
        target.write(bytes, from, length);
      } catch (IOException e) {
        throw failure(e);
      }
    }

    @Override
    public void flush() {
      try {
        target.flush();
      } catch (IOException e) {
        throw failure(e);
      }
    }

    private RuntimeException failure(IOException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      for (String gone : GONE) {
        if (message.startsWith(gone)) {
          return new ReaderGoneException(e);
        }
      }
      return new Failure("cannot write to " + name + " (" + message + ")");
    }
  }
}
