package handlelab.command;

import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.backend.HostInput;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Standard input, output and error of a program, in UTF-8 whatever the platform's charset.
 *
 * <p>Pipes and files carry bytes unchanged. A Windows console carries text in its own code page, so
 * there the text goes through {@link Console}.
 *
 * @param in standard input
 * @param out standard output; failures are thrown, not swallowed
 * @param err lines for the user
 */
public record StandardStreams(InputStream in, OutputStream out, PrintStream err) {

  /** The streams of this JVM. */
  public static StandardStreams ofThisProcess() {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    boolean isWindows = Backends.defaultKind() == BackendKind.REAL;
    Console console = isWindows ? terminal() : null;
    if (console != null) {
      return new StandardStreams(new ConsoleInput(console), new ConsoleOutput(console), err);
    }
    return new StandardStreams(
        new BufferedInputStream(new LazyInput()), new FileOutputStream(FileDescriptor.out), err);
  }

  /** The console of this process if there is a terminal behind it, else null. */
  @SuppressWarnings("SystemConsoleNull") // Up to Java 21 it is null if there is no terminal.
  public static Console terminal() {
    Console console = System.console();
    return console != null && isTerminal(console) ? console : null;
  }

  private static boolean isTerminal(Console console) {
    // From Java 22 on, a console may exist without a terminal, and this method tells.
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A writer of text to standard output, to be flushed. */
  public ReportWriter report() {
    return new ReportWriter(out, "standard output");
  }

  /**
   * Writes a text to standard output, at once.
   *
   * @throws ReportWriter.ReaderGoneException if the reader of standard output is gone
   * @throws Failure if standard output takes no more, as on a full disk
   */
  public void print(String text) {
    try {
      ReportWriter report = report();
      report.write(text);
      report.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The next line of standard input without its end (LF or CR LF), or null at the end.
   *
   * @throws Failure if standard input cannot be read
   */
  public byte[] readLine() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      for (; next >= 0 && next != '\n'; next = in.read()) {
        line.write(next);
      }
    } catch (IOException e) {
      throw new Failure("cannot read standard input (" + e.getMessage() + ")");
    }
    byte[] bytes = line.toByteArray();
    boolean carriageReturn = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return carriageReturn ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }

  /** Standard input, which is empty if it was closed: only a command that reads it needs to ask. */
  private static final class LazyInput extends InputStream {
    private InputStream input;

    private InputStream input() {
      if (input == null) {
        input =
            HostInput.isClosed()
                ? InputStream.nullInputStream()
                : new FileInputStream(FileDescriptor.in);
      }
      return input;
    }

    @Override
    public int read() throws IOException {
      return input().read();
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      return input().read(target, from, length);
    }

    @Override
    public int available() throws IOException {
      return input().available();
    }
  }

  /** The lines that the user types, as UTF-8. */
  private static final class ConsoleInput extends InputStream {
    private final Console console;
    private byte[] line = {};
    private int at;

    ConsoleInput(Console console) {
      this.console = console;
    }

    @Override
    public int read() {
      return fill() ? line[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int bytes = Math.min(length, line.length - at);
      System.arraycopy(line, at, target, from, bytes);
      at += bytes;
      return bytes;
    }

    private boolean fill() {
      if (at == line.length) {
        String typed = console.readLine();
        if (typed == null) {
          return false;
        }
        line = (typed + "\n").getBytes(StandardCharsets.UTF_8);
        at = 0;
      }
      return true;
    }
  }

  /** UTF-8 as text on a console, from flush to flush. */
  private static final class ConsoleOutput extends OutputStream {
    private final Console console;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    ConsoleOutput(Console console) {
      this.console = console;
    }

    @Override
    public void write(int b) {
      pending.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      pending.write(bytes, from, length);
    }

    @Override
    public void flush() {
      console.writer().print(pending.toString(StandardCharsets.UTF_8));
      console.writer().flush();
      pending.reset();
    }
  }
}
