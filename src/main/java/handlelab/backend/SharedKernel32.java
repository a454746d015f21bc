package handlelab.backend;

import handlelab.api.Handle;
import handlelab.api.ProcessEndedException;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.wire.ChildRequest;
import handlelab.wire.RemoteKernel32;
import java.util.Map;

/**
 * kernel32 of the shared simulated kernel: all calls are the server's, but a child is started here,
 * with this JVM's terminal, folder and environment.
 */
final class SharedKernel32 extends RemoteKernel32 {
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

  /** The process that makes the calls. */
  ClientProcess client() {
    return client;
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
    var request =
        new ChildRequest(
            command.imageName(),
            Secrets.next(),
            processAttributes,
            threadAttributes,
            inheritHandles,
            creationFlags,
            startupInfo);
    var start = new ChildStart(client, command, request, environment);
    ProcessInformation child = createChild(request);
    if ((creationFlags & Win32.CREATE_SUSPENDED) != 0) {
      start.startOnceResumed(child.processId(), this);
      return child;
    }
    try {
      start.start(child.processId());
      return child;
    } catch (Win32Exception e) {
      terminateProcess(child.process(), ChildStart.NEVER_RAN);
      closeHandle(child.process());
      closeHandle(child.thread());
      throw e;
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
