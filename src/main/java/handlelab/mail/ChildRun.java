package handlelab.mail;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.lib.ChildProcess;
import handlelab.lib.JavaCommand;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a program of this package once more, in a child JVM that inherits this process's inheritable
 * handles. One thread; a shutdown hook ends the child where this JVM is interrupted.
 */
final class ChildRun {
  private static final int GRACE_MILLIS = 5_000;

  private ChildRun() {}

  /** The arguments of a child that works through {@code inherited} as its parent was told to. */
  static List<String> arguments(Arguments parent, Handle inherited, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--handle", inherited.toString()));
    for (String name : List.of("--backend", "--count", "--report")) {
      if (parent.value(name) != null) {
        arguments.add(name);
        arguments.add(parent.value(name));
      }
    }
    for (String flag : List.of("--quiet", "--stacktrace")) {
      if (parent.has(flag)) {
        arguments.add(flag);
      }
    }
    arguments.addAll(List.of(more));
    return arguments;
  }

  /**
   * Starts the child, waits for its end, and returns its exit code.
   *
   * @throws Failure where the child was ended by force, or its command line gets too long
   */
  static int run(Kernel32 kernel32, Class<?> main, List<String> arguments, Facts facts) {
    try (ChildProcess child = start(kernel32, main, arguments)) {
      facts.tell("started", "child", String.valueOf(child.processId()));
      Thread hook =
          new Thread(
              () -> {
                child.terminate(ExitCode.FAILURE);
                child.waitFor(GRACE_MILLIS);
              });
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        int exitCode = child.waitFor();
        if (exitCode < ExitCode.OK || exitCode > ExitCode.USAGE) {
          throw new Failure(
              "the child process "
                  + child.processId()
                  + " ended with exit code "
                  + Integer.toUnsignedString(exitCode)
                  + ", so somebody ended it; start again");
        }
        return exitCode;
      } finally {
        Launch.removeHook(hook);
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
