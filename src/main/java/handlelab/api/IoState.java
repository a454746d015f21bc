package handlelab.api;

/** How a read or write stands after a call that did not fail. */
public enum IoState {
  /** It is complete. */
  DONE,
  /** The buffer is full and the message has more bytes: {@code ERROR_MORE_DATA} (234). */
  MORE_DATA,
  /** It goes on: {@code ERROR_IO_PENDING} (997), or {@code ERROR_IO_INCOMPLETE} (996) later. */
  PENDING
}
