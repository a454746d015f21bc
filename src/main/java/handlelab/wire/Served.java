package handlelab.wire;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.ProcessEndedException;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * Whom a session asks to make its peer's calls.
 *
 * @param reader null where the session has no thread to wait with
 * @param waiting how such a session waits, else null
 * @param children null where the kernel's callers do not start their children themselves
 */
record Served(
    Kernel32 kernel32,
    HandleTables handleTables,
    MessageReader reader,
    WaitingCalls waiting,
    HostedChildren children) {
  /**
   * @throws BadRequestException where the kernel's callers do not start their children themselves
   */
  HostedChildren requireChildren() {
    if (children == null) {
      throw new BadRequestException("this kernel starts its children itself");
    }
    return children;
  }

  /** Makes the call; what it throws becomes a reply. */
  Reply answer(Request request) {
    try {
      return request.answer(this);
    } catch (RuntimeException | OutOfMemoryError e) {
      return failure(request.operation(), e);
    }
  }

  /** What a peer is told of a call that threw. */
  static Reply failure(Operation operation, Throwable thrown) {
    if (thrown instanceof Win32Exception e) {
      return new Reply.Failed(e.function(), e.errorCode());
    }
    if (thrown instanceof ProcessEndedException e) {
      return new Reply.Ended(e.processId());
    }
    if (thrown instanceof OutOfMemoryError) {
      return new Reply.Failed(operation.title, Win32Error.ERROR_NOT_ENOUGH_MEMORY);
    }
    return new Reply.Refused("bad request, " + operation.title + ": " + describe(thrown));
  }

  private static String describe(Throwable thrown) {
    String text = thrown instanceof BadRequestException ? thrown.getMessage() : thrown.toString();
    return text.length() <= WireLimits.MAX_STRING_CHARS / 2
        ? text
        : text.substring(0, WireLimits.MAX_STRING_CHARS / 2);
  }
}
