package handlelab.mail;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.command.Arguments;
import handlelab.command.Command;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;
import handlelab.command.UsageException;
import handlelab.lib.MailslotNames;
import java.io.PrintStream;

/**
 * What {@code receive} and {@code send} share: common options, opening the kernel, and what happens
 * on a signal and, in a child, at the parent's end. One thread, the JVM's shutdown hook, and in a
 * child a thread that watches the parent.
 */
abstract class MailCommand extends Command {
  private volatile boolean isEnding;
  private boolean isChild;

  MailCommand(Usage usage) {
    super(usage);
  }

  /** Adds the options that both commands have. */
  static Usage withCommonOptions(Usage usage) {
    return usage
        .backend()
        .value("--report", "SLOT", "also send each event to the mailslot SLOT, as key=value lines")
        .flag("--quiet", "print no events to standard error, only failures")
        .common()
        .internal("--parent");
  }

  /**
   * Reads what the command line asks for.
   *
   * @throws UsageException if it contradicts itself
   */
  abstract void prepare(Arguments arguments);

  /** Does what the command line asked for, to its end, and returns the exit code. */
  abstract int run(Kernel32 kernel32, EventLog events, StandardStreams streams);

  /** The user's events and failures start with the same word. */
  @Override
  protected final String failurePrefix() {
    return usage().name();
  }

  /** A child's failure has an exit code by which its parent knows that it is reported. */
  @Override
  protected final int failureCode() {
    return isChild ? ChildRun.REPORTED_FAILURE : super.failureCode();
  }

  /**
   * A signal ends the JVM before this returns: with 130 on Ctrl-C, with 143 on a termination
   * signal.
   */
  @Override
  protected final int execute(Arguments arguments, StandardStreams streams) {
    isChild = arguments.has("--parent");
    String report = arguments.has("--report") ? slotName(arguments.value("--report")) : null;
    prepare(arguments);
    Thread hook = new InterruptHook(streams);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return runOnKernel(arguments, report, streams);
    } catch (RuntimeException e) {
      if (isEnding) {
        // A consequence of the end, which is reported already.
        return ExitCode.FAILURE;
      }
      throw e;
    } finally {
      removeHook(hook);
    }
  }

  private int runOnKernel(Arguments arguments, String report, StandardStreams streams) {
    Kernel32 kernel32 = open(arguments).kernel32();
    PrintStream err = arguments.has("--quiet") ? null : streams.err();
    try (EventLog events = new EventLog(usage().name(), kernel32, err, report)) {
      Handle parent = arguments.handle("--parent");
      if (parent != null) {
        Thread watch = new ParentWatch(kernel32, parent, streams);
        watch.setDaemon(true);
        watch.start();
      }
      return runReporting(kernel32, events, streams);
    }
  }

  /**
   * The full name of a slot that the user names.
   *
   * @throws UsageException if it is surely mistyped
   */
  static String slotName(String word) {
    try {
      return MailslotNames.fullName(word);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private int runReporting(Kernel32 kernel32, EventLog events, StandardStreams streams) {
    try {
      return run(kernel32, events, streams);
    } catch (RuntimeException e) {
      Throwable cause = e instanceof Failure && e.getCause() != null ? e.getCause() : e;
      if (cause instanceof Win32Exception failed) {
        events.report(
            "failed", "function", failed.function(), "code", String.valueOf(failed.errorCode()));
      }
      throw e;
    }
  }

  /** Logs that this process holds a handle which its parent made. */
  static void logInherited(
      Kernel32 kernel32, EventLog events, Arguments arguments, Handle inherited) {
    Handle parent = arguments.handle("--parent");
    events.log(
        "inherited",
        "handle",
        inherited.toString(),
        "made-by",
        parent == null ? "parent" : "process-" + kernel32.getProcessId(parent));
  }

  /** Removes a shutdown hook, if the JVM is not going down already. */
  static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook runs or has run; the JVM ends with the signal's exit code.
    }
  }

  // Named classes, not lambdas: the first lambda of a JVM costs as much as all of these programs.

  /** Tells the user that a signal ends the JVM. */
  private final class InterruptHook extends Thread {
    private final StandardStreams streams;

    InterruptHook(StandardStreams streams) {
      this.streams = streams;
    }

    @Override
    public void run() {
      isEnding = true;
      streams.err().println(failurePrefix() + ": interrupted");
    }
  }

  /**
   * Ends this JVM when the parent process has ended: no process would collect the exit code of an
   * orphan, and it would keep the slot's name.
   */
  private final class ParentWatch extends Thread {
    private final Kernel32 kernel32;
    private final Handle parent;
    private final StandardStreams streams;

    ParentWatch(Kernel32 kernel32, Handle parent, StandardStreams streams) {
      super("parent-watch");
      this.kernel32 = kernel32;
      this.parent = parent;
      this.streams = streams;
    }

    @Override
    public void run() {
      try {
        kernel32.waitForSingleObject(parent, Win32.INFINITE);
      } catch (RuntimeException e) {
        // The program has closed its kernel and ends; or the kernel is lost, and the program
        // meets that too.
        return;
      }
      if (!isEnding) {
        isEnding = true;
        streams
            .err()
            .println(failurePrefix() + ": the parent process has ended, so this child ends");
      }
      Runtime.getRuntime().halt(ExitCode.FAILURE);
    }
  }
}
