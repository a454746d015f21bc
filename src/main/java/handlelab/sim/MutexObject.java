package handlelab.sim;

import handlelab.api.ObjectState;

/** A mutex: owned by a thread, as often as that has waited for it. */
final class MutexObject extends NamedObject {
  private ThreadObject owner;
  private int ownedTimes;
  private boolean isAbandoned;

  MutexObject(SimulatedKernel kernel, ObjectName name) {
    super(ObjectType.MUTEX, kernel, name);
  }

  @Override
  String state() {
    return owner == null
        ? ObjectState.mutex(isAbandoned)
        : ObjectState.ownedMutex(owner.id, owner.process.id, ownedTimes);
  }

  @Override
  boolean isSignalled() {
    return owner == null;
  }

  @Override
  boolean isSignalledFor(ThreadObject thread) {
    return owner == thread || isSignalled();
  }

  @Override
  void refresh() {
    if (owner != null) {
      owner.refresh();
    }
  }

  @Override
  void blocking() {
    if (owner != null) {
      owner.blocking();
    }
  }

  @Override
  boolean take(ThreadObject thread) {
    owner = thread;
    ownedTimes++;
    thread.mutexes.add(this);
    if (hasWaits()) {
      // They have the end of the former owner watched.
      owner.blocking();
    }
    boolean wasAbandoned = isAbandoned;
    isAbandoned = false;
    return wasAbandoned;
  }

  /** Gives it back once; returns false if the thread does not own it. */
  boolean release(ThreadObject thread) {
    if (owner != thread) {
      return false;
    }
    ownedTimes--;
    if (ownedTimes == 0) {
      disown();
    }
    return true;
  }

  /** The owner has ended. */
  void abandon() {
    isAbandoned = true;
    disown();
  }

  private void disown() {
    owner.mutexes.remove(this);
    owner = null;
    ownedTimes = 0;
    signal();
  }

  @Override
  void lastRowClosed() {
    super.lastRowClosed();
    if (owner != null && !hasWaits()) {
      owner.mutexes.remove(this);
    }
  }
}
