package handlelab.sim;

import handlelab.api.ObjectState;

/** A semaphore: a count of waits that it lets through. */
final class SemaphoreObject extends NamedObject {
  private final int maximum;
  private int count;

  SemaphoreObject(SimulatedKernel kernel, ObjectName name, int count, int maximum) {
    super(ObjectType.SEMAPHORE, kernel, name);
    this.count = count;
    this.maximum = maximum;
  }

  /**
   * Adds to the count.
   *
   * @return the count before, or -1 if it would pass the maximum
   */
  int release(int more) {
    if (more > maximum - count) {
      return -1;
    }
    int before = count;
    count += more;
    signal();
    return before;
  }

  @Override
  String state() {
    return ObjectState.semaphore(count, maximum);
  }

  @Override
  boolean isSignalled() {
    return count > 0;
  }

  @Override
  boolean take(ThreadObject thread) {
    count--;
    return false;
  }
}
