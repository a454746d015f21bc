package handlelab.sim;

/** A thread of a process. It ends with its process, or when its host says so. */
final class ThreadObject extends KernelObject {
  final int id;
  final ProcessObject process;
  final Waiters waiters;
  int suspendCount;
  boolean isEnded;

  ThreadObject(long address, int id, ProcessObject process, Waiters waiters) {
    super(ObjectType.THREAD, address);
    this.id = id;
    this.process = process;
    this.waiters = waiters;
  }

  void end() {
    isEnded = true;
    waiters.wakeAll();
    forgetWhereDone();
  }

  @Override
  boolean isSignalled() {
    return isEnded;
  }

  @Override
  Waiters waiters() {
    return waiters;
  }

  @Override
  void lastRowClosed() {
    forgetWhereDone();
  }

  private void forgetWhereDone() {
    if (isEnded && usageCount == 0) {
      process.kernel.forget(id);
    }
  }
}
