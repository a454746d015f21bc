package handlelab.sim;

import java.nio.ByteBuffer;

/** A {@code ReadFile} on a pipe, which fills the caller's buffer. Guarded by the kernel's lock. */
final class PipeRead extends PendingOperation {
  private final PipeEnd end;
  private final PipeQueue queue;
  private final ByteBuffer target;

  /**
   * @param target filled from its position on, which stays where it is
   */
  PipeRead(
      ProcessObject process,
      PipeEnd end,
      PipeQueue queue,
      ByteBuffer target,
      Completion completion) {
    super(process, end, completion);
    this.end = end;
    this.queue = queue;
    this.target = target.duplicate();
  }

  boolean isMessageMode() {
    return end.isMessageMode;
  }

  int remaining() {
    return target.remaining();
  }

  void put(byte[] data, int offset, int count) {
    target.put(data, offset, count);
  }

  @Override
  void withdraw() {
    queue.withdraw(this);
  }
}
