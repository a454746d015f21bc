package handlelab.backend;

import handlelab.api.ProcessEndedException;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.wire.ChildRequest;
import handlelab.wire.RemoteKernel32;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The host's process for a child that the kernel is about to make.
 *
 * <p>The child takes its place in the kernel by a one-time token, which it gets in its environment.
 * A child that is no JVM just runs.
 */
final class ChildStart {
  static final String TOKEN_VARIABLE = "HANDLELAB_PROCESS_TOKEN";

  /** The exit code of a child that could not be started after all. */
  static final int NEVER_RAN = 1;

  private static final int WITHOUT_CONSOLE = Win32.DETACHED_PROCESS | Win32.CREATE_NO_WINDOW;

  private final ClientProcess creator;
  private final HostCommand command;
  private final ChildRequest request;
  private final ProcessBuilder builder;

  /**
   * A start to come.
   *
   * @param environment null for this JVM's own
   * @throws Win32Exception ERROR_INVALID_PARAMETER if the host cannot have such an environment
   */
  ChildStart(
      ClientProcess creator,
      HostCommand command,
      ChildRequest request,
      Map<String, String> environment) {
    this.creator = creator;
    this.command = command;
    this.request = request;
    List<String> words = new ArrayList<>();
    words.add(command.image().toString());
    words.addAll(command.arguments());
    builder = new ProcessBuilder(EncodedCommand.of(words));
    if (command.directory() != null) {
      builder.directory(command.directory().toFile());
    }
    if ((request.creationFlags() & WITHOUT_CONSOLE) != 0) {
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    } else {
      builder.inheritIO();
      if (HostInput.isClosed()) {
        // A pipe, closed at once: the child has no input, as this process.
        builder.redirectInput(ProcessBuilder.Redirect.PIPE);
      }
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
    builder.environment().put(RuntimeFolder.VARIABLE, creator.folder().path().toString());
    builder.environment().put(TOKEN_VARIABLE, request.token());
  }

  /** Starts it, on a thread of its own, once the child is resumed. */
  void startOnceResumed(int processId, RemoteKernel32 kernel32) {
    Thread thread =
        new Thread(() -> awaitResumeAndStart(processId, kernel32), "handlelab child " + processId);
    thread.setDaemon(true);
    thread.start();
  }

  private void awaitResumeAndStart(int processId, RemoteKernel32 kernel32) {
    try {
      if (kernel32.awaitResume(processId)) {
        start(processId);
      }
    } catch (Win32Exception e) {
      creator.control().childExited(processId, NEVER_RAN);
    } catch (IllegalStateException e) {
      // This process has ended, or the kernel has: the child is not to run.
    }
  }

  /**
   * Starts it.
   *
   * @throws Win32Exception for what the host refuses to start
   */
  void start(int processId) {
    ChildStreams streams;
    try {
      streams = streams(processId);
    } catch (ProcessEndedException e) {
      // Another process has ended it before it ran.
      return;
    }
    Process process;
    try {
      process = start(streams);
    } catch (Win32Exception e) {
      if (streams != null) {
        streams.close();
      }
      throw e;
    }
    ControlConnection control = creator.control();
    control.childStarted(processId, HostProcess.of(process.pid()));
    if (streams == null) {
      var unused =
          process.onExit().thenAccept(ended -> control.childExited(processId, ended.exitValue()));
    } else {
      streams.start(process, exitCode -> control.childExited(processId, exitCode));
    }
  }

  /**
   * What passes its bytes on; null if it has this JVM's streams. A JVM may use its standard handles
   * by calls, so nothing may be read in its place; but if it gets three pipes by a handle list, as
   * by {@code redirectStreams} of the library, they are its streams.
   */
  private ChildStreams streams(int processId) {
    StartupInfo startup =
        request.startupInfo() == null ? StartupInfo.DEFAULT : request.startupInfo();
    boolean mayBeRedirected =
        startup.inheritOnly() != null
            && startup.standardInput() != null
            && startup.standardOutput() != null
            && startup.standardError() != null;
    if (command.isJava() && !mayBeRedirected) {
      return null;
    }
    return ChildStreams.find(
        creator,
        processId,
        request.token(),
        command.isJava()
            ? ChildStreams::arePipes
            : found -> found.areSet() || startup.hasStandardHandles());
  }

  private Process start(ChildStreams streams) {
    if (streams != null) {
      streams.redirect(builder);
    }
    try {
      Process process = builder.start();
      if (streams == null && builder.redirectInput().equals(ProcessBuilder.Redirect.PIPE)) {
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
}
