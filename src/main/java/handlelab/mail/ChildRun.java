package handlelab.mail;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.command.Arguments;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.lib.ChildProcess;
import handlelab.lib.JavaCommand;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a program of this package once more, in a child JVM that inherits this process's inheritable
 * handles. One thread; a shutdown hook ends the child if a signal ends this JVM.
 */
final class ChildRun {
  /**
   * The exit code of a child that has failed and has reported it. The usual 1 is also the code of a
   * process that another one ended on Windows.
   */
  static final int REPORTED_FAILURE = 101;

  private static final int GRACE_MILLIS = 5_000;

  private ChildRun() {}

  /** The arguments of a child that works through {@code inherited}, with the parent's options. */
  static List<String> arguments(Arguments parent, Handle inherited, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--handle", inherited.toString()));
    for (String name : List.of("--backend", "--count", "--report", "--format")) {
      if (parent.value(name) != null) {
        arguments.add(name);
        arguments.add(parent.value(name));
      }
    }
    for (String flag : List.of("--quiet", "--stacktrace", "--null")) {
      if (parent.has(flag)) {
        arguments.add(flag);
      }
    }
    arguments.addAll(List.of(more));
    return arguments;
  }

  /**
   * Starts the child, waits for its end, and returns this process's exit code.
   *
   * @throws Failure if the child did not end by itself, or its command line is too long
   */
  static int run(Kernel32 kernel32, Class<?> main, List<String> arguments, EventLog events) {
    try (ChildProcess child = start(kernel32, main, arguments)) {
      events.log("started", "child", String.valueOf(child.processId()));
      Thread hook =
          new Thread(
              () -> {
                child.terminate(ExitCode.FAILURE);
                child.waitFor(GRACE_MILLIS);
              });
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        int exitCode = child.waitFor();
        if (exitCode == REPORTED_FAILURE) {
          return ExitCode.FAILURE;
        }
        if (exitCode != ExitCode.OK) {
          throw new Failure(
              "the child process "
                  + child.processId()
                  + " was ended from outside, with exit code "
                  + Integer.toUnsignedString(exitCode)
                  + "; start again");
        }
        return ExitCode.OK;
      } finally {
        MailCommand.removeHook(hook);
      }
    }
  }

  private static ChildProcess start(Kernel32 kernel32, Class<?> main, List<String> arguments) {
    // The child waits on this one to notice when its parent is gone.
    Handle self =
        kernel32.duplicateHandle(
            kernel32.getCurrentProcess(),
            kernel32.getCurrentProcess(),
            kernel32.getCurrentProcess(),
            Win32.SYNCHRONIZE | Win32.PROCESS_QUERY_LIMITED_INFORMATION,
            true,
            0);
    try {
      List<String> all = new ArrayList<>(arguments);
      all.add("--parent");
      all.add(self.toString());
      List<String> command = JavaCommand.of(main, all);
      if (CommandLine.join(command).length() >= Win32.MAX_COMMAND_LINE_CHARS) {
        throw new Failure(
            "the message is too long for a child's command line; give it on standard input");
      }
      return ChildProcess.builder(command).inheritHandles().start(kernel32);
    } finally {
      kernel32.closeHandle(self);
    }
  }
}
