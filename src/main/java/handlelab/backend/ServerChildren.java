package handlelab.backend;

import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.sim.HostedChild;
import handlelab.wire.HostedChildren;
import handlelab.wire.PreparedChild;

/** The children of one process of the shared kernel, at its server. */
final class ServerChildren implements HostedChildren {
  private final ServerProcesses processes;
  private final ServerProcess creator;

  ServerChildren(ServerProcesses processes, ServerProcess creator) {
    this.processes = processes;
    this.creator = creator;
  }

  @Override
  public PreparedChild createChild(
      String imageName,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      StartupInfo startupInfo) {
    processes.checkRoom("CreateProcessW", creator.childCount());
    HostedChild made =
        creator.kernelSide.createChild(
            imageName,
            processAttributes,
            threadAttributes,
            inheritHandles,
            creationFlags,
            startupInfo);
    ServerProcess child = new ServerProcess(made.process(), creator, made.information());
    creator.addChild(child);
    String token = processes.admitChild(child);
    if (creator.isEnded()) {
      // It was ended while it created, so nobody will start the child.
      child.leave(ServerProcess.UNKNOWN_EXIT_CODE);
    }
    return new PreparedChild(made.information(), token);
  }

  @Override
  public void abortChild(int processId) {
    creator.child(processId).abort();
  }

  @Override
  public void childStarted(int processId, long hostProcessId) {
    creator.child(processId).runsAs(processes.host(hostProcessId));
  }

  @Override
  public void childExited(int processId, int exitCode) {
    creator.child(processId).leave(exitCode);
  }
}
