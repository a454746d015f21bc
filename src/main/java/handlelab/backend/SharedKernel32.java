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
import java.util.function.Consumer;

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
    if ((creationFlags & Win32.CREATE_SUSPENDED) != 0) {
      startOnceResumed(start, child.processId());
      return child;
    }
    try {
      startNow(start, child.processId());
      return child;
    } catch (Win32Exception e) {
      terminateProcess(child.process(), NEVER_RAN);
      closeHandle(child.process());
      closeHandle(child.thread());
      throw e;
    }
  }

  private void startNow(ChildStart start, int processId) {
    Process process = start.start();
    client.control().childStarted(processId, HostProcess.of(process.pid()));
    var unused = process.onExit().thenAccept(new ExitReport(processId));
  }

  /** Tells the kernel of a child's end, on a thread of the JDK's. */
  private final class ExitReport implements Consumer<Process> {
    private final int processId;

    ExitReport(int processId) {
      this.processId = processId;
    }

    @Override
    public void accept(Process ended) {
      client.control().childExited(processId, ended.exitValue());
    }
  }

  private void startOnceResumed(ChildStart start, int processId) {
    Thread starter =
        new Thread(
            () -> {
              try {
                if (awaitResume(processId)) {
                  startNow(start, processId);
                }
              } catch (Win32Exception e) {
                client.control().childExited(processId, NEVER_RAN);
              } catch (IllegalStateException e) {
                // This process has ended, or the kernel has: the child is not to run.
              }
            },
            "handlelab child " + processId);
    starter.setDaemon(true);
    starter.start();
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
