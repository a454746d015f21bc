package handlelab.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import handlelab.lib.JavaCommand;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program in a JVM of its own, with its streams at hand. Closing kills it and all its
 * descendants.
 */
public final class ProgramRun implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<String> err = new ArrayList<>();
  private final Thread outReader;
  private final Thread errReader;
  private boolean errEnded;

  private ProgramRun(Process process, boolean readOut) {
    this.process = process;
    this.outReader = reader(readOut ? this::copyOut : () -> {});
    this.errReader = reader(this::copyErr);
  }

  /** Starts a main class with this JVM's class path. */
  public static ProgramRun start(Class<?> main, String... arguments) {
    return start(main, Map.of(), List.of(), arguments);
  }

  /** Starts a main class with this JVM's class path, further variables and JVM options. */
  public static ProgramRun start(
      Class<?> main, Map<String, String> variables, List<String> options, String... arguments) {
    return start(main, variables, options, true, arguments);
  }

  /** Starts a main class whose standard output nobody reads, until it is closed. */
  public static ProgramRun startUnread(
      Class<?> main, Map<String, String> variables, String... arguments) {
    return start(main, variables, List.of(), false, arguments);
  }

  private static ProgramRun start(
      Class<?> main,
      Map<String, String> variables,
      List<String> options,
      boolean readOut,
      String... arguments) {
    List<String> command = new ArrayList<>(JavaCommand.of(main, List.of(arguments)));
    command.addAll(1, options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    try {
      return new ProgramRun(builder.start(), readOut);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Thread reader(Runnable copy) {
    Thread thread = new Thread(copy, "stream of " + process.pid());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void copyOut() {
    try (InputStream stream = process.getInputStream()) {
      byte[] buffer = new byte[8192];
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        synchronized (out) {
          out.write(buffer, 0, n);
          out.notifyAll();
        }
      }
    } catch (IOException e) {
      // The test closed the stream, or the process was killed.
    }
  }

  private void copyErr() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (err) {
          err.add(line);
          err.notifyAll();
        }
      }
    } catch (IOException e) {
      // As above.
    } finally {
      synchronized (err) {
        errEnded = true;
        err.notifyAll();
      }
    }
  }

  /** Waits for a line of standard error that holds {@code part}, and returns it. */
  public String awaitErr(String part) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (err) {
      for (int seen = 0; ; seen++) {
        while (seen == err.size()) {
          long leftMillis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
          if (errEnded || leftMillis <= 0) {
            throw new AssertionError("no line with '" + part + "' in " + err);
          }
          err.wait(leftMillis);
        }
        if (err.get(seen).contains(part)) {
          return err.get(seen);
        }
      }
    }
  }

  /** Waits until standard output holds {@code part}. */
  public void awaitOut(String part) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (out) {
      while (!out.toString(UTF_8).contains(part)) {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (leftMillis <= 0) {
          throw new AssertionError("no '" + part + "' in " + out.toString(UTF_8));
        }
        out.wait(leftMillis);
      }
    }
  }

  /** Writes to the program's standard input. */
  public void type(String text) {
    try {
      process.getOutputStream().write(text.getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the program's standard input. */
  public void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops reading the program's standard output, and loses what was written. */
  public void closeOutput() {
    // A read that waits would keep the pipe open, so there must be none: see startUnread.
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills this process alone, with no chance to clean up; one that has ended is left alone. */
  public void kill() {
    var unused = process.destroyForcibly();
  }

  /** Sends a signal by its POSIX name, to this process alone. */
  public void signal(String name) throws IOException, InterruptedException {
    int result =
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    if (result != 0) {
      throw new AssertionError("kill -" + name + " failed");
    }
  }

  /**
   * The JVMs below this one. Windows may have console processes there too, and the simulated kernel
   * its server, which belongs to nobody.
   */
  public List<ProcessHandle> javaDescendants() {
    return process
        .descendants()
        .filter(child -> child.info().command().orElse("").contains("java"))
        .filter(child -> !child.info().commandLine().orElse("").contains("handlelab.backend."))
        .toList();
  }

  /** The exit code; the test fails where the program does not end. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still runs: " + process.info() + " " + err());
    }
    outReader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    errReader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    return process.exitValue();
  }

  /** What the program wrote to standard output so far. */
  public String out() {
    synchronized (out) {
      return out.toString(UTF_8);
    }
  }

  /** The lines of standard error so far. */
  public List<String> err() {
    synchronized (err) {
      return List.copyOf(err);
    }
  }

  @Override
  public void close() {
    javaDescendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
