package handlelab.command;

import handlelab.backend.Backend;
import handlelab.backend.Backends;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One command: parses its command line, prints {@code --help}, and reports each failure in one line
 * with the right exit code. One thread.
 */
public abstract class Command {
  /** All that would end or break a line, or change how a terminal shows it. */
  private static final String CONTROL_CHARACTERS = "[\\p{Cc}\\p{Zl}\\p{Zp}]+";

  private final Usage usage;

  /** Stays open until the JVM ends, because it tells the kernel this process's exit code. */
  private Backend backend;

  /**
   * Creates the command.
   *
   * @param usage what it takes, with {@link Usage#common}
   */
  protected Command(Usage usage) {
    this.usage = usage;
  }

  /** What the command takes. */
  public final Usage usage() {
    return usage;
  }

  /**
   * Runs the command to its end.
   *
   * @return the exit code
   * @throws UsageException if the arguments contradict each other or ask for nothing that can be
   *     done
   * @throws ReportWriter.ReaderGoneException if the reader of the report has seen enough
   * @throws Exception if the command fails; the message is the line for the user
   */
  protected abstract int execute(Arguments arguments, StandardStreams streams) throws Exception;

  /**
   * Opens the kernel that the options and the environment choose. It is closed when the command
   * ends.
   */
  protected final Backend open(Arguments arguments) {
    backend = Backends.open(BackendChoice.of(arguments));
    return backend;
  }

  /** The exit code of a failure. */
  protected int failureCode() {
    return ExitCode.FAILURE;
  }

  /** What a failure's line starts with. */
  protected String failurePrefix() {
    return "handlelab " + usage.name();
  }

  /**
   * Parses a command line.
   *
   * @throws UsageException if it does not fit the command's usage
   */
  public final Arguments parse(String... commandLine) {
    return new Arguments(usage, commandLine);
  }

  /** Runs a command line to its end and returns the exit code. */
  public final int run(StandardStreams streams, String... commandLine) {
    try {
      return runOpen(streams, commandLine);
    } finally {
      if (backend != null) {
        backend.close();
      }
    }
  }

  /** Runs a command line to its end, and ends the JVM with the exit code. */
  public final void runAndExit(StandardStreams streams, String... commandLine) {
    int exitCode = runOpen(streams, commandLine);
    if (backend == null) {
      System.exit(exitCode);
    } else {
      backend.exit(exitCode);
    }
  }

  private int runOpen(StandardStreams streams, String... commandLine) {
    try {
      Arguments arguments = parse(commandLine);
      if (arguments.has("--help")) {
        streams.print(usage.help());
        return ExitCode.OK;
      }
      if (arguments.has("--schema")) {
        streams.print(resource(usage.schema()));
        return ExitCode.OK;
      }
      return execute(arguments, streams);
    } catch (UsageException e) {
      report(e, commandLine, " (try: handlelab " + usage.name() + " --help)", streams.err());
      return ExitCode.USAGE;
    } catch (ReportWriter.ReaderGoneException e) {
      return ExitCode.OK;
    } catch (Exception | LinkageError e) {
      report(e, commandLine, "", streams.err());
      return failureCode();
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = Command.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void report(Throwable e, String[] commandLine, String hint, PrintStream err) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    err.println(failurePrefix() + ": " + message.replaceAll(CONTROL_CHARACTERS, " ") + hint);
    if (List.of(commandLine).contains("--stacktrace")) {
      e.printStackTrace(err);
    }
  }
}
