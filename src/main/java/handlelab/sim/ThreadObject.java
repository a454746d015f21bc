package handlelab.sim;

import handlelab.api.ObjectState;
import handlelab.api.Win32Error;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A thread of a process. It ends with its process, or with the Java thread that makes its calls.
 */
final class ThreadObject extends KernelObject {
  final int id;
  final ProcessObject process;
  int suspendCount;
  private boolean isEnded;

  /** The overlapped operations that it has started and that are not done: its end cancels them. */
  final Set<PendingOperation> operations = new LinkedHashSet<>(0);

  /** The mutexes that it owns. */
  final Set<MutexObject> mutexes = new LinkedHashSet<>(0);

  /** The Java thread that makes its calls; null if none has made one that needs to know. */
  private Thread carrier;

  /** Waits for the end of the carrier; null if there is none to tell. */
  private Thread watcher;

  ThreadObject(long address, int id, ProcessObject process) {
    super(ObjectType.THREAD, address);
    this.id = id;
    this.process = process;
  }

  void runsOn(Thread javaThread) {
    carrier = javaThread;
  }

  boolean isEnded() {
    return isEnded;
  }

  /** It makes no more calls: cancels its operations and abandons its mutexes. */
  void abandon() {
    List.copyOf(operations)
        .forEach(operation -> operation.cancel(Win32Error.ERROR_OPERATION_ABORTED));
    List.copyOf(mutexes).forEach(MutexObject::abandon);
  }

  void end() {
    isEnded = true;
    if (watcher != null) {
      watcher.interrupt();
      watcher = null;
    }
    abandon();
    signal();
    forgetIfUnused();
  }

  @Override
  String state() {
    String state = isEnded ? "ended" : suspendCount > 0 ? "suspended" : "running";
    return ObjectState.thread(id, process.id, state);
  }

  @Override
  boolean isSignalled() {
    return isEnded;
  }

  /** Ends it if its Java thread has ended. */
  @Override
  void refresh() {
    if (carrier != null && !carrier.isAlive()) {
      process.endThread(carrier);
    }
  }

  /** A Java thread tells no listener of its end, so another one waits for it. */
  @Override
  void blocking() {
    if (watcher == null && carrier != null) {
      watcher = new Thread(this::endWithCarrier, "end of thread " + id);
      watcher.setDaemon(true);
      watcher.start();
    }
  }

  private void endWithCarrier() {
    try {
      carrier.join();
    } catch (InterruptedException e) {
      return;
    }
    process.kernel.lock.lock();
    try {
      process.endThread(carrier);
    } finally {
      process.kernel.lock.unlock();
    }
  }

  @Override
  void lastRowClosed() {
    forgetIfUnused();
  }

  private void forgetIfUnused() {
    if (isEnded && usageCount == 0) {
      process.kernel.forget(id, this);
    }
  }
}
