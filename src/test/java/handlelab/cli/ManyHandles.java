package handlelab.cli;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.lib.ChildProcess;
import handlelab.lib.Mailslot;
import java.util.List;

/**
 * A program that holds as many inheritable rows as its first argument says, all for one mailslot,
 * and starts the command that the others are: it gets them all. Exits with the command's code.
 */
final class ManyHandles {
  private ManyHandles() {}

  /** Runs until the command has ended. */
  public static void main(String[] words) {
    String[] arguments = Backends.arguments(words);
    try (Backend backend = Backends.open(BackendKind.valueOf(arguments[0]));
        Mailslot slot = Mailslot.create(backend.kernel32(), arguments[1], 0, 0, true)) {
      for (int rows = 1; rows < Integer.parseInt(arguments[2]); rows++) {
        var unused =
            backend
                .kernel32()
                .duplicateHandle(
                    Handle.CURRENT_PROCESS,
                    slot.handle(),
                    Handle.CURRENT_PROCESS,
                    0,
                    true,
                    Win32.DUPLICATE_SAME_ACCESS);
      }
      List<String> command = List.of(arguments).subList(3, arguments.length);
      try (ChildProcess child =
          ChildProcess.builder(command).inheritHandles().start(backend.kernel32())) {
        System.exit(child.waitFor());
      }
    }
  }
}
