package handlelab.sim;

/** A {@code WriteFile} on a pipe. Guarded by the kernel's lock. */
final class PipeWrite extends PendingOperation {
  private final PipeQueue queue;

  PipeWrite(ProcessObject process, PipeEnd end, PipeQueue queue, Completion completion) {
    super(process, end, completion);
    this.queue = queue;
  }

  @Override
  void withdraw() {
    queue.withdraw(this);
  }
}
