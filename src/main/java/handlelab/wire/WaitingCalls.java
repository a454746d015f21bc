package handlelab.wire;

import handlelab.api.Handle;

/**
 * The calls that may wait, for an {@link EventSession}, which has no thread to wait with. Each
 * begins a call; what the function refuses at once it throws.
 *
 * <p>One call is under way at a time.
 */
public interface WaitingCalls {
  /** Begins a {@code ReadFile} with a buffer of {@code maxBytes}. */
  PendingCall read(Handle file, int maxBytes);

  /** Begins a {@code WaitForSingleObject}. */
  PendingCall waitForSingleObject(Handle handle, int timeoutMillis);

  /** Begins the wait until a child's main thread may run; see {@link WireHostedChildren}. */
  PendingCall awaitResume(int processId);
}
