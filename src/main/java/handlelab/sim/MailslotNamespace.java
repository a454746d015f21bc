package handlelab.sim;

import java.util.HashMap;
import java.util.Map;

/** The names of the mailslots that are alive. Guarded by the kernel's lock. */
final class MailslotNamespace {
  private final Map<String, Mailslot> byKey = new HashMap<>();

  /** The slot of that name, or null. */
  Mailslot get(MailslotName name) {
    return byKey.get(name.key());
  }

  /** Adds a slot whose name must be free. */
  void add(Mailslot mailslot) {
    byKey.put(mailslot.name.key(), mailslot);
  }

  void remove(Mailslot mailslot) {
    byKey.remove(mailslot.name.key(), mailslot);
  }
}
