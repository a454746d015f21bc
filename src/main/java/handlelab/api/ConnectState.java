package handlelab.api;

/** How {@code ConnectNamedPipe} ended, unless it failed. */
public enum ConnectState {
  /** A client is connected; the call waited for it. */
  CONNECTED,
  /**
   * A client had connected before the call: {@code ERROR_PIPE_CONNECTED} (535). No event is ever
   * set for it.
   */
  ALREADY_CONNECTED,
  /** An overlapped call goes on: {@code ERROR_IO_PENDING} (997). */
  PENDING,
  /** With PIPE_NOWAIT: no client has connected yet, {@code ERROR_PIPE_LISTENING} (536). */
  LISTENING
}
