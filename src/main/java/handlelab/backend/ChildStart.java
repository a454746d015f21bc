package handlelab.backend;

import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.wire.HostedChildren;
import handlelab.wire.PreparedChild;
import handlelab.wire.WireHostedChildren;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The creator's half of {@code CreateProcessW} on the shared simulated kernel: starts the host's
 * process for a child that the kernel has made, and tells the kernel of its start and its end.
 *
 * <p>The child's place in the kernel is claimed by a one-time token, which it gets in its
 * environment. A child that is no JVM just runs.
 */
final class ChildStart {
  static final String TOKEN_VARIABLE = "HANDLELAB_PROCESS_TOKEN";

  /** The exit code of a child that could not be started after all. */
  private static final int NEVER_RAN = 1;

  private static final int WITHOUT_CONSOLE = Win32.DETACHED_PROCESS | Win32.CREATE_NO_WINDOW;

  private final WireHostedChildren children;
  private final RuntimeFolder folder;

  ChildStart(WireHostedChildren children, RuntimeFolder folder) {
    this.children = children;
    this.folder = folder;
  }

  /**
   * Starts {@code command} as the child that {@code prepare} makes; one that is created suspended
   * is started when its thread is resumed.
   *
   * @throws Win32Exception for what the kernel refuses, and for what the host refuses to start
   */
  ProcessInformation start(
      HostCommand command,
      Map<String, String> environment,
      int creationFlags,
      Function<HostedChildren, PreparedChild> prepare) {
    ProcessBuilder builder = builder(command, environment, creationFlags);
    PreparedChild child = prepare.apply(children);
    ProcessInformation information = child.information();
    builder.environment().put(TOKEN_VARIABLE, child.token());
    if ((creationFlags & Win32.CREATE_SUSPENDED) != 0) {
      startOnceResumed(builder, information.processId());
    } else {
      startNow(builder, information.processId());
    }
    return information;
  }

  private ProcessBuilder builder(
      HostCommand command, Map<String, String> environment, int creationFlags) {
    List<String> words = new ArrayList<>();
    words.add(command.image().toString());
    words.addAll(command.arguments());
    ProcessBuilder builder = new ProcessBuilder(HostWords.of(words));
    if (command.directory() != null) {
      builder.directory(command.directory().toFile());
    }
    if ((creationFlags & WITHOUT_CONSOLE) != 0) {
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    } else {
      builder.inheritIO();
    }
    if (environment != null) {
      Map<String, String> variables = builder.environment();
      variables.clear();
      try {
        variables.putAll(environment);
      } catch (IllegalArgumentException e) {
        throw new Win32Exception("CreateProcessW", Win32Error.ERROR_INVALID_PARAMETER);
      }
    }
    // The child must find the kernel that holds its place.
    builder.environment().put(RuntimeFolder.VARIABLE, folder.path().toString());
    return builder;
  }

  private void startNow(ProcessBuilder builder, int processId) {
    try {
      watch(start(builder), processId);
    } catch (Win32Exception e) {
      children.abortChild(processId);
      throw e;
    }
  }

  private void startOnceResumed(ProcessBuilder builder, int processId) {
    Thread starter =
        new Thread(
            () -> {
              try {
                if (children.awaitResume(processId)) {
                  watch(start(builder), processId);
                }
              } catch (Win32Exception e) {
                children.childExited(processId, NEVER_RAN);
              } catch (IllegalStateException e) {
                // This process has ended, or the kernel has: the child is not to run.
              }
            },
            "handlelab child " + processId);
    starter.setDaemon(true);
    starter.start();
  }

  private static Process start(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      if (builder.redirectInput().equals(ProcessBuilder.Redirect.PIPE)) {
        process.getOutputStream().close();
      }
      return process;
    } catch (IOException e) {
      throw new Win32Exception("CreateProcessW", errorCode(e));
    } catch (IllegalArgumentException e) {
      // An argument that the host cannot pass on.
      throw new Win32Exception("CreateProcessW", Win32Error.ERROR_INVALID_PARAMETER);
    }
  }

  /** What the host's error number, which the JDK only tells in its text, means on Windows. */
  private static int errorCode(IOException e) {
    String text = String.valueOf(e.getMessage());
    if (text.contains("error=2,")) {
      return Win32Error.ERROR_FILE_NOT_FOUND;
    }
    if (text.contains("error=7,")) {
      return Win32Error.ERROR_FILENAME_EXCED_RANGE;
    }
    if (text.contains("error=8,")) {
      return Win32Error.ERROR_BAD_EXE_FORMAT;
    }
    if (text.contains("error=11,") || text.contains("error=12,")) {
      return Win32Error.ERROR_NOT_ENOUGH_MEMORY;
    }
    return text.contains("error=13,")
        ? Win32Error.ERROR_ACCESS_DENIED
        : Win32Error.ERROR_GEN_FAILURE;
  }

  private void watch(Process process, int processId) {
    children.childStarted(processId, process.pid());
    var unused =
        process
            .onExit()
            .thenAccept(
                ended -> {
                  try {
                    children.childExited(processId, ended.exitValue());
                  } catch (IllegalStateException e) {
                    // This process or the kernel has ended; the server notices the child's end
                    // itself.
                  }
                });
  }
}
