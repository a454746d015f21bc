package handlelab.wire;

/**
 * One call on its way to the kernel: a record with one field for each parameter.
 *
 * <p>Each record reads and writes its own fields, and knows how to make the call.
 */
sealed interface Request
    permits HandleRequest, MailslotRequest, ProcessRequest, TableRequest, ChildRequest {
  Operation operation();

  void write(FrameWriter out);

  /** Makes the call; its errors come as exceptions. */
  Reply answer(Served served);

  /** Begins a call that may wait, its errors coming as exceptions; null for one that never does. */
  default PendingCall begin(WaitingCalls calls) {
    return null;
  }
}
