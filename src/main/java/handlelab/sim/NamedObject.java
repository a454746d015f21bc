package handlelab.sim;

import java.util.Map;

/** An event, mutex or semaphore: it may have a name, which lives as long as the object. */
abstract class NamedObject extends KernelObject {
  private final Map<ObjectName, NamedObject> names;
  private final ObjectName name;

  /** Puts the object into {@code kernel}'s names, if it has one. */
  NamedObject(ObjectType type, SimulatedKernel kernel, ObjectName name) {
    super(type, kernel.newAddress());
    this.names = kernel.named;
    this.name = name;
    if (name != null) {
      names.put(name, this);
    }
  }

  @Override
  final int bytes() {
    return Memory.OBJECT_BYTES + (name == null ? 0 : 2 * name.text().length());
  }

  @Override
  final String name() {
    return name == null ? null : name.objectName();
  }

  @Override
  void lastRowClosed() {
    if (name != null) {
      names.remove(name);
    }
  }
}
