package handlelab.mail;

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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Standard input, output and error of a program, in UTF-8 whatever the platform's charset.
 *
 * <p>Pipes and files carry bytes unchanged. A Windows console carries text in its own code page, so
 * there the text goes through {@link Console}.
 *
 * @param out written to whole messages at a time; failures are thrown, not swallowed
 * @param err lines for the user
 */
public record Standard(InputStream in, OutputStream out, PrintStream err) {

  /**
   * The streams of this JVM.
   *
   * @param windows whether a console, where there is one, is a Windows console
   */
  public static Standard ofThisProcess(boolean windows) {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    Console console = windows ? System.console() : null;
    if (console != null && isTerminal(console)) {
      return new Standard(new ConsoleInput(console), new ConsoleOutput(console), err);
    }
    return new Standard(
        new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
        new FileOutputStream(FileDescriptor.out),
        err);
  }

  /** Whether there is a terminal behind a console object. */
  public static boolean isTerminal(Console console) {
    // From Java 22 on there may be such an object without a terminal, and a method that tells.
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes one message and a newline, at once.
   *
   * @throws Failure where nobody reads standard output any more, or the disk is full
   */
  public void print(byte[] message) {
    byte[] line = new byte[message.length + 1];
    System.arraycopy(message, 0, line, 0, message.length);
    line[message.length] = '\n';
    try {
      out.write(line);
      out.flush();
    } catch (IOException e) {
      throw new Failure(
          "cannot write to standard output ("
              + e.getMessage()
              + "): a message just received is lost");
    }
  }

  /**
   * The next line of standard input without its end (LF or CR LF), or null at the end.
   *
   * @throws Failure where standard input cannot be read
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

  /** The lines that somebody types, as UTF-8. */
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
