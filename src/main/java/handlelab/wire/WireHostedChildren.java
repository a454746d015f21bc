package handlelab.wire;

import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;

/** The creator's side of {@link HostedChildren}, at the other end of a stream. */
public final class WireHostedChildren implements HostedChildren {
  private final ConnectionSource source;

  /**
   * @param source asked before each call
   */
  public WireHostedChildren(ConnectionSource source) {
    this.source = source;
  }

  @Override
  public PreparedChild createChild(
      String imageName,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      StartupInfo startupInfo) {
    var request =
        new ChildRequest.CreateChild(
            imageName,
            processAttributes,
            threadAttributes,
            inheritHandles,
            creationFlags,
            startupInfo);
    return source.connection().call(request, Reply.Prepared.class).child();
  }

  /** Waits until the child's main thread may run; false where the child was ended before. */
  public boolean awaitResume(int processId) {
    return source.connection().value(new ChildRequest.AwaitResume(processId)) != 0;
  }

  @Override
  public void abortChild(int processId) {
    call(new ChildRequest.AbortChild(processId));
  }

  @Override
  public void childStarted(int processId, long hostProcessId) {
    call(new ChildRequest.ChildStarted(processId, hostProcessId));
  }

  @Override
  public void childExited(int processId, int exitCode) {
    call(new ChildRequest.ChildExited(processId, exitCode));
  }

  private void call(Request request) {
    var unused = source.connection().call(request, Reply.Done.class);
  }
}
