package handlelab.sim;

/** A thread of a process. It ends with its process, or when its host says so. */
final class ThreadObject extends KernelObject {
  final int id;
  final ProcessObject process;
  final WaitQueue waiters;
  int suspendCount;
  boolean isEnded;

  ThreadObject(long address, int id, ProcessObject process, WaitQueue waiters) {
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
  WaitQueue waiters() {
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
