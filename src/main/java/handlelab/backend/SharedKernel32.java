package handlelab.backend;

import handlelab.api.Handle;
import handlelab.api.ProcessEndedException;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.wire.RemoteKernel32;
import java.util.Map;

/**
 * kernel32 of the shared simulated kernel: all calls are the server's, but a child is started here,
 * with this JVM's terminal, folder and environment.
 */
final class SharedKernel32 extends RemoteKernel32 {
  /** The exit code of a child that could not be started after all. */
  private static final int NEVER_RAN = 1;

  private final ClientProcess client;
  private final boolean isWholeJvm;

  /**
   * @param isWholeJvm whether the end of the process is the end of this JVM
   */
  SharedKernel32(ClientProcess client, boolean isWholeJvm) {
    super(client);
    this.client = client;
    this.isWholeJvm = isWholeJvm;
  }

  @Override
  public ProcessInformation createProcess(
      String applicationName,
      String commandLine,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      Map<String, String> environment,
      String currentDirectory,
      StartupInfo startupInfo) {
    HostCommand command =
        HostCommand.find(applicationName, commandLine, creationFlags, currentDirectory);
    String token = Secrets.next();
    ChildStart start = new ChildStart(command, environment, creationFlags, token, client.folder());
    ProcessInformation child =
        super.createProcess(
            command.imageName(),
            null,
            processAttributes,
            threadAttributes,
            inheritHandles,
            creationFlags,
            Map.of(ChildStart.TOKEN_VARIABLE, token),
            null,
            startupInfo);
    StartupInfo startup = startupInfo == null ? StartupInfo.DEFAULT : startupInfo;
    var starter = new Starter(command, start, token, child.processId(), startup);
    if ((creationFlags & Win32.CREATE_SUSPENDED) != 0) {
      starter.startOnceResumed();
      return child;
    }
    try {
      starter.startNow();
      return child;
    } catch (Win32Exception e) {
      terminateProcess(child.process(), NEVER_RAN);
      closeHandle(child.process());
      closeHandle(child.thread());
      throw e;
    }
  }

  /** Starts the host's process of one child. */
  private final class Starter {
    private final HostCommand command;
    private final ChildStart start;
    private final String token;
    private final int processId;
    private final StartupInfo startupInfo;

    Starter(
        HostCommand command,
        ChildStart start,
        String token,
        int processId,
        StartupInfo startupInfo) {
      this.command = command;
      this.start = start;
      this.token = token;
      this.processId = processId;
      this.startupInfo = startupInfo;
    }

    void startNow() {
      ChildStreams streams;
      try {
        streams = streams();
      } catch (ProcessEndedException e) {
        // Another process has ended it before it ran.
        return;
      }
      Process process;
      try {
        process = start.start(streams);
      } catch (Win32Exception e) {
        if (streams != null) {
          streams.close();
        }
        throw e;
      }
      client.control().childStarted(processId, HostProcess.of(process.pid()));
      if (streams == null) {
        var unused = process.onExit().thenAccept(ended -> exited(ended.exitValue()));
      } else {
        streams.start(process, this::exited);
      }
    }

    /**
     * A JVM may use its standard handles by calls, so nothing may be read in its place; but if it
     * gets three pipes by a handle list, as by {@code redirectStreams} of the library, they are its
     * streams.
     */
    private ChildStreams streams() {
      if (!command.isJava()) {
        boolean areNamed = startupInfo.hasStandardHandles();
        return ChildStreams.of(client, processId, token, areNamed);
      }
      boolean mayBeRedirected =
          startupInfo.inheritOnly() != null
              && startupInfo.standardInput() != null
              && startupInfo.standardOutput() != null
              && startupInfo.standardError() != null;
      return mayBeRedirected ? ChildStreams.ofPipes(client, processId, token) : null;
    }

    private void exited(int exitCode) {
      client.control().childExited(processId, exitCode);
    }

    void startOnceResumed() {
      Thread thread = new Thread(this::awaitResumeAndStart, "handlelab child " + processId);
      thread.setDaemon(true);
      thread.start();
    }

    private void awaitResumeAndStart() {
      try {
        if (awaitResume(processId)) {
          startNow();
        }
      } catch (Win32Exception e) {
        exited(NEVER_RAN);
      } catch (IllegalStateException e) {
        // This process has ended, or the kernel has: the child is not to run.
      }
    }
  }

  /** A process that terminates itself does not come back, as on Windows: the JVM is halted. */
  @Override
  public void terminateProcess(Handle process, int exitCode) {
    super.terminateProcess(process, exitCode);
    if (isWholeJvm && wasEnded()) {
      Runtime.getRuntime().halt(exitCode);
    }
  }

  private boolean wasEnded() {
    try {
      var unused = getHandleInformation(Handle.CURRENT_PROCESS);
      return false;
    } catch (ProcessEndedException e) {
      // Another thread may have closed this kernel meanwhile, which ends the process, not the JVM.
      return !client.hasEndedItself();
    }
  }
}
