package handlelab.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A pipe: what its instances have in common. It lives as long as a server end. An anonymous pipe is
 * one without a name. Guarded by the kernel's lock.
 */
final class NamedPipe {
  /** The direction and type of all instances, and how many there may be. */
  final int direction;

  final boolean isOfMessages;
  final int maxInstances;
  final int defaultTimeoutMillis;
  private final String name;
  private final Map<String, NamedPipe> names;

  /** Of those that listen, the one that has listened longest comes first. */
  private final List<PipeServerEnd> instances = new ArrayList<>(1);

  /** Signalled while an instance listens, and when there is none any more. */
  final Waitable availability =
      new Waitable() {
        @Override
        boolean isSignalled() {
          return instances.isEmpty() || listening() != null;
        }
      };

  /**
   * @param name below {@code \Device\NamedPipe\}, or null
   * @param names where its name is kept
   */
  NamedPipe(
      String name,
      Map<String, NamedPipe> names,
      int direction,
      boolean isOfMessages,
      int maxInstances,
      int defaultTimeoutMillis) {
    this.name = name;
    this.names = names;
    this.direction = direction;
    this.isOfMessages = isOfMessages;
    this.maxInstances = maxInstances;
    this.defaultTimeoutMillis = defaultTimeoutMillis;
    if (name != null) {
      names.put(key(name), this);
    }
  }

  /** Documented: case does not count. */
  static String key(String name) {
    return UpperCase.of(name);
  }

  String objectName() {
    return name == null ? null : "\\Device\\NamedPipe\\" + name;
  }

  int nameLength() {
    return name == null ? 0 : name.length();
  }

  int instances() {
    return instances.size();
  }

  void add(PipeServerEnd instance) {
    instances.add(instance);
    availability.signal();
  }

  void remove(PipeServerEnd instance) {
    instances.remove(instance);
    if (instances.isEmpty()) {
      if (name != null) {
        names.remove(key(name));
      }
      availability.signal();
    }
  }

  /** An instance listens again. Tested: it is the last one to get a client. */
  void listens(PipeServerEnd instance) {
    instances.remove(instance);
    instances.add(instance);
    availability.signal();
  }

  /** The instance that has listened longest, or null. */
  PipeServerEnd listening() {
    for (PipeServerEnd instance : instances) {
      if (instance.isListening()) {
        return instance;
      }
    }
    return null;
  }
}
