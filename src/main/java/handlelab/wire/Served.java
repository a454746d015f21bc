package handlelab.wire;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;

/** Whom a session asks to make its peer's calls. */
record Served(
    Kernel32 kernel32, HandleTables handleTables, MessageReader reader, HostedChildren children) {
  /**
   * @throws BadRequestException where the kernel's callers do not start their children themselves
   */
  HostedChildren requireChildren() {
    if (children == null) {
      throw new BadRequestException("this kernel starts its children itself");
    }
    return children;
  }
}
