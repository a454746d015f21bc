package handlelab.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Writes long reports as UTF-8, with a large buffer, and without losing an error.
 *
 * <p>Its methods throw {@link ReaderGoneException} if the reader is gone, and {@link Failure} if
 * the target takes no more, as on a full disk. It encodes whole buffers as strings, which a JVM
 * that has just started does several times faster than a stream encoder. One thread.
 */
public final class ReportWriter extends Writer {
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

  private final OutputStream target;
  private final String targetName;
  private final StringBuilder pending = new StringBuilder(BUFFER_CHARS + 1024);

  /**
   * Creates a writer.
   *
   * @param target is not buffered, and never closed
   * @param targetName how a failure names the target, such as {@code standard output}
   */
  public ReportWriter(OutputStream target, String targetName) {
    this.target = target;
    this.targetName = targetName;
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
      throw failure(e);
    }
  }

  @Override
  public void flush() {
    drain();
    try {
      target.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Flushes; the target stays open. */
  @Override
  public void close() {
    flush();
  }

  private RuntimeException failure(IOException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    for (String gone : GONE) {
      if (message.startsWith(gone)) {
        return new ReaderGoneException(e);
      }
    }
    return new Failure("cannot write to " + targetName + " (" + message + ")");
  }
}
