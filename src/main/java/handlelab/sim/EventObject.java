package handlelab.sim;

import handlelab.api.ObjectState;

/** An event: a flag that stays set, or that the first wait resets. */
final class EventObject extends NamedObject {
  private final boolean isManualReset;
  private boolean isSet;

  EventObject(SimulatedKernel kernel, ObjectName name, boolean isManualReset, boolean isSet) {
    super(ObjectType.EVENT, kernel, name);
    this.isManualReset = isManualReset;
    this.isSet = isSet;
  }

  void set() {
    isSet = true;
    signal();
  }

  void reset() {
    isSet = false;
  }

  @Override
  String state() {
    return ObjectState.event(isSet, isManualReset);
  }

  @Override
  boolean isSignalled() {
    return isSet;
  }

  @Override
  boolean take(ThreadObject thread) {
    isSet = isManualReset;
    return false;
  }
}
