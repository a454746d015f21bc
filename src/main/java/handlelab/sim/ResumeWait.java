package handlelab.sim;

/** A creator's wait until its suspended child may run, or has ended before: its value is 1 or 0. */
final class ResumeWait extends WaitingCall {
  private final ProcessObject child;

  ResumeWait(ProcessObject creator, ProcessObject child, Runnable onChange) {
    super(creator, "CreateProcessW", onChange);
    this.child = child;
  }

  @Override
  boolean complete() {
    return child.isGone || child.mainThread.suspendCount == 0;
  }

  @Override
  Waiters waiters() {
    return child.mainThread.waiters;
  }

  @Override
  int timeoutMillis() {
    return -1;
  }

  @Override
  void timeOut() {
    throw new AssertionError("it waits for ever");
  }

  @Override
  public int value() {
    return child.isGone ? 0 : 1;
  }
}
