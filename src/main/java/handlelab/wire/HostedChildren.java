package handlelab.wire;

import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;

/**
 * What a kernel shared by several JVMs offers beside kernel32: the parts of {@code CreateProcessW}
 * between which the caller starts the child itself.
 *
 * <p>Children are named by process id; only their creator may speak of them.
 */
public interface HostedChildren {
  /**
   * Makes process, thread and table, with what the child inherits.
   *
   * @throws handlelab.api.Win32Exception as {@code CreateProcessW}, but for the errors about the
   *     image
   */
  PreparedChild createChild(
      String imageName,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      StartupInfo startupInfo);

  /** The child could not be started: it ends, and the creator's two handles are closed. */
  void abortChild(int processId);

  /** The child runs as this process of the host system. */
  void childStarted(int processId, long hostProcessId);

  /** The child's host process has ended. */
  void childExited(int processId, int exitCode);
}
