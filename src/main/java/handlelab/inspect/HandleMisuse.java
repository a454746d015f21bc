package handlelab.inspect;

/**
 * A call that failed with {@code ERROR_INVALID_HANDLE} because it named a handle that an earlier
 * logged call had closed.
 *
 * @param call the call that failed
 * @param closed the handle, and the call that had closed it
 */
public record HandleMisuse(Call call, ClosedHandle closed) {
  /** {@return whether the handle was closed twice, rather than used after it was closed} */
  public boolean isSecondClose() {
    return call.function().equals("CloseHandle");
  }

  /** Such as {@code second close: CloseHandle (...) of 0x100, opened by ..., closed by ...}. */
  @Override
  public String toString() {
    return (isSecondClose() ? "second close: " : "use after close: ") + call + " of " + closed;
  }
}
