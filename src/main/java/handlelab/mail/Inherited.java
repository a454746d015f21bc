package handlelab.mail;

import handlelab.api.Handle;
import handlelab.api.Kernel32;

/** Tells that a program holds a handle which its parent made. Stateless. */
final class Inherited {
  private Inherited() {}

  static void tell(Kernel32 kernel32, Facts facts, Arguments arguments, Handle inherited) {
    Handle parent = arguments.handle("--parent");
    facts.tell(
        "inherited",
        "handle",
        inherited.toString(),
        "made-by",
        parent == null ? "parent" : "process-" + kernel32.getProcessId(parent));
  }
}
