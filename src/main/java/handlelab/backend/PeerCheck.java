package handlelab.backend;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * Asks the system who is at the other end of a Unix domain socket. Where it cannot say (Windows),
 * the folder's owner and mode are all that protects.
 */
final class PeerCheck {
  private PeerCheck() {}

  /**
   * @throws KernelUnavailableException where it is another user
   */
  static void requireSameUser(SocketChannel channel) throws IOException {
    if (!channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
      return;
    }
    UserPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    if (!peer.equals(RuntimeFolder.User.current())) {
      throw new KernelUnavailableException(
          "refused to talk to a process of " + peer.getName() + " at the kernel's socket");
    }
  }
}
