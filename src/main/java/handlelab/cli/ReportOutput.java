package handlelab.cli;

import handlelab.mail.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Standard output for long reports: UTF-8, with a large buffer, and errors that are noticed.
 *
 * <p>Its methods throw {@link ReaderGoneException} where the reader is gone, and {@link Failure}
 * where the target takes no more, as a full disk. It encodes whole buffers as texts, which a JVM
 * that has just started does several times faster than a stream encoder. One thread.
 */
final class ReportOutput extends Writer {
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

  private final OutputStream target;
  private final StringBuilder pending = new StringBuilder(BUFFER_CHARS + 1024);

  /**
   * @param target is not buffered, and never closed
   */
  ReportOutput(OutputStream target) {
    this.target = target;
  }

  /**
   * Writes a file that comes with the program; a reader that goes away has read enough.
   *
   * @param path as for {@link Class#getResourceAsStream}
   */
  static void writeResource(String path, OutputStream target) throws IOException {
    try (InputStream stream = ReportOutput.class.getResourceAsStream(path)) {
      ReportOutput out = new ReportOutput(target);
      out.write(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      out.flush();
    } catch (ReaderGoneException e) {
      return;
    }
  }

  @Override
  public void write(int c) {
    pending.append((char) c);
    drainIfFull();
  }

  @Override
  public void write(char[] chars, int from, int length) {
    pending.append(chars, from, length);
    drainIfFull();
  }

  @Override
  public void write(String text) {
    pending.append(text);
    drainIfFull();
  }

  @Override
  public void write(String text, int from, int length) {
    pending.append(text, from, from + length);
    drainIfFull();
  }

  @Override
  public Writer append(CharSequence text) {
    pending.append(text);
    drainIfFull();
    return this;
  }

  private void drainIfFull() {
    if (pending.length() >= BUFFER_CHARS) {
      drain();
    }
  }

  private void drain() {
    int end = pending.length();
    if (end > 0 && Character.isHighSurrogate(pending.charAt(end - 1))) {
      // Half a character is not encoded: the other half comes with the next write.
      end--;
    }
    byte[] bytes = pending.substring(0, end).getBytes(StandardCharsets.UTF_8);
    pending.delete(0, end);
    try {
      target.write(bytes);
    } catch (IOException e) {
      throw told(e);
    }
  }

  @Override
  public void flush() {
    drain();
    try {
      target.flush();
    } catch (IOException e) {
      throw told(e);
    }
  }

  /** Flushes; standard output stays open. */
  @Override
  public void close() {
    flush();
  }

  private static RuntimeException told(IOException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    for (String gone : GONE) {
      if (message.startsWith(gone)) {
        return new ReaderGoneException(e);
      }
    }
    return new Failure("cannot write to standard output (" + message + ")");
  }
}
