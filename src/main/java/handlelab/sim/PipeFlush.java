package handlelab.sim;

/** A {@code FlushFileBuffers} on a pipe. Guarded by the kernel's lock. */
final class PipeFlush extends PendingOperation {
  private final PipeQueue queue;

  PipeFlush(ProcessObject process, PipeEnd end, PipeQueue queue, Completion completion) {
    super(process, end, completion);
    this.queue = queue;
  }

  @Override
  void withdraw() {
    queue.withdraw(this);
  }
}
