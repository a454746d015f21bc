package handlelab.backend;

import handlelab.api.Handle;
import handlelab.api.ProcessEndedException;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.wire.WireHostedChildren;
import handlelab.wire.WireKernel32;
import java.util.Map;

/**
 * kernel32 of the shared simulated kernel: all calls are the server's, but a child is started here,
 * with this JVM's terminal, folder and environment.
 */
final class SharedKernel32 extends WireKernel32 {
  private final ClientProcess client;
  private final boolean isWholeJvm;
  private final ChildStart childStart;

  /**
   * @param isWholeJvm whether the end of the process is the end of this JVM
   */
  SharedKernel32(ClientProcess client, boolean isWholeJvm) {
    super(client);
    this.client = client;
    this.isWholeJvm = isWholeJvm;
    this.childStart = new ChildStart(new WireHostedChildren(client), client.folder());
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
    return childStart.start(
        command,
        environment,
        creationFlags,
        children ->
            children.createChild(
                command.imageName(),
                processAttributes,
                threadAttributes,
                inheritHandles,
                creationFlags,
                startupInfo));
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
