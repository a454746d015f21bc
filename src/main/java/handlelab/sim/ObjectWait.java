package handlelab.sim;

import handlelab.api.Win32;

/** A {@code WaitForSingleObject}. */
final class ObjectWait extends WaitingCall {
  private final KernelObject object;
  private final int timeoutMillis;
  private int result = Win32.WAIT_OBJECT_0;

  ObjectWait(ProcessObject process, KernelObject object, int timeoutMillis, Runnable onChange) {
    super(process, "WaitForSingleObject", onChange);
    this.object = object;
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  boolean complete() {
    return object.isSignalled();
  }

  @Override
  Waiters waiters() {
    return object.waiters();
  }

  @Override
  int timeoutMillis() {
    return timeoutMillis;
  }

  @Override
  void timeOut() {
    result = Win32.WAIT_TIMEOUT;
  }

  @Override
  public int value() {
    return result;
  }
}
