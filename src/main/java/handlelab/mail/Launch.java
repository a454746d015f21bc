package handlelab.mail;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the two programs share: opening the kernel, and telling each failure in one line with the
 * right exit code. One thread, and the JVM's shutdown hook.
 */
abstract class Launch {
  private static final Set<String> COMMON_VALUES =
      Set.of("--backend", "--count", "--handle", "--parent", "--report", "--timeout");
  private static final Set<String> COMMON_FLAGS =
      Set.of("--child", "--help", "--quiet", "--stacktrace");

  /** A program whose command line is parsed. */
  interface Body {
    /** Runs to the end and returns the exit code. */
    int run(Kernel32 kernel32, Facts facts, Standard standard);
  }

  private final String program;
  private final String usage;
  private final Set<String> valueNames;
  private final Set<String> flagNames;
  private volatile boolean interrupted;

  /**
   * @param program the subcommand's name, which starts each line for the user
   * @param usage what {@code --help} prints
   * @param values options with a value that this program takes beside the common ones
   * @param flags options without one
   */
  Launch(String program, String usage, Set<String> values, Set<String> flags) {
    this.program = program;
    this.usage = usage;
    this.valueNames = union(COMMON_VALUES, values);
    this.flagNames = union(COMMON_FLAGS, flags);
  }

  /**
   * Makes the program of its command line.
   *
   * @throws UsageException where the command line is wrong
   */
  abstract Body parse(Arguments arguments);

  /**
   * Runs the program to its end and returns its exit code. An interrupt ends the JVM instead: with
   * 130 on Ctrl-C, with 143 on a termination signal.
   */
  final int run(String[] commandLine) {
    Standard standard = Standard.ofThisProcess(Backends.defaultKind() == BackendKind.REAL);
    boolean stackTrace = List.of(commandLine).contains("--stacktrace");
    boolean isChild = List.of(commandLine).contains("--parent");
    try {
      Arguments arguments = new Arguments(commandLine, valueNames, flagNames);
      if (arguments.has("--help")) {
        standard.print(usage.stripTrailing().getBytes(StandardCharsets.UTF_8));
        return ExitCode.OK;
      }
      Body body = parse(arguments);
      return runInterruptibly(arguments, body, standard);
    } catch (UsageException e) {
      tell(standard, e, " (try: handlelab " + program + " --help)", stackTrace);
      return isChild ? ChildRun.TOLD_FAILURE : ExitCode.USAGE;
    } catch (RuntimeException e) {
      tell(standard, e, "", stackTrace);
      return isChild ? ChildRun.TOLD_FAILURE : ExitCode.FAILURE;
    }
  }

  private int runInterruptibly(Arguments arguments, Body body, Standard standard) {
    Thread hook = new InterruptHook(standard);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return runOnKernel(arguments, body, standard);
    } finally {
      removeHook(hook);
    }
  }

  private int runOnKernel(Arguments arguments, Body body, Standard standard) {
    try (Backend backend = Backends.open(BackendChoice.of(arguments.value("--backend")))) {
      Kernel32 kernel32 = backend.kernel32();
      String report = arguments.value("--report");
      PrintStream err = arguments.has("--quiet") ? null : standard.err();
      try (Facts facts = new Facts(program, kernel32, err, report)) {
        Handle parent = arguments.handle("--parent");
        if (parent != null) {
          endWithParent(kernel32, parent, standard);
        }
        return runReporting(body, kernel32, facts, standard);
      }
    }
  }

  private static int runReporting(Body body, Kernel32 kernel32, Facts facts, Standard standard) {
    try {
      return body.run(kernel32, facts, standard);
    } catch (RuntimeException e) {
      Throwable cause = e instanceof Failure && e.getCause() != null ? e.getCause() : e;
      if (cause instanceof Win32Exception failed) {
        facts.report(
            "failed", "function", failed.function(), "code", String.valueOf(failed.errorCode()));
      }
      throw e;
    }
  }

  // Nobody would collect the exit code of an orphan, and it would keep the slot's name.
  private void endWithParent(Kernel32 kernel32, Handle parent, Standard standard) {
    Thread watch = new ParentWatch(kernel32, parent, standard);
    watch.setDaemon(true);
    watch.start();
  }

  private void tell(Standard standard, RuntimeException e, String more, boolean stackTrace) {
    // On an interrupt whatever the main thread meets is a consequence, and the hook has told.
    if (!interrupted) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      standard.err().println(program + ": " + message.replaceAll("\\R+", " ") + more);
      if (stackTrace) {
        e.printStackTrace(standard.err());
      }
    }
  }

  /** Removes a hook, or leaves it where the JVM is going down already. */
  static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook runs or has run; the JVM ends with the signal's exit code.
    }
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    Set<String> all = new HashSet<>(first);
    all.addAll(second);
    return all;
  }

  // Named classes, not lambdas: the first lambda of a JVM costs as much as all of these programs.

  /** Tells the user that the JVM goes down on a signal. */
  private final class InterruptHook extends Thread {
    private final Standard standard;

    InterruptHook(Standard standard) {
      this.standard = standard;
    }

    @Override
    public void run() {
      interrupted = true;
      standard.err().println(program + ": interrupted");
    }
  }

  /** Ends this JVM when the parent process has ended. */
  private final class ParentWatch extends Thread {
    private final Kernel32 kernel32;
    private final Handle parent;
    private final Standard standard;

    ParentWatch(Kernel32 kernel32, Handle parent, Standard standard) {
      super("parent-watch");
      this.kernel32 = kernel32;
      this.parent = parent;
      this.standard = standard;
    }

    @Override
    public void run() {
      try {
        kernel32.waitForSingleObject(parent, Win32.INFINITE);
      } catch (RuntimeException e) {
        // The program has closed its kernel and ends; or it is lost, and the program meets that
        // too.
        return;
      }
      if (!interrupted) {
        interrupted = true;
        standard.err().println(program + ": the parent process has ended, so this child ends");
      }
      Runtime.getRuntime().halt(ExitCode.FAILURE);
    }
  }
}
