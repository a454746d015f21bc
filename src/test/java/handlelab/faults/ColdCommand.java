package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.backend.KernelUnavailableException;
import java.io.IOException;

/**
 * A short command as users run them: makes a slot, sends itself a message, tells its process id,
 * and ends when its input does.
 */
final class ColdCommand {
  private ColdCommand() {}

  /**
   * Runs; exit codes: 0 done, 1 no kernel.
   *
   * @param arguments a name for its slot
   */
  public static void main(String[] arguments) throws IOException {
    try (Backend backend = Backends.open(BackendKind.SIMULATED)) {
      Kernel32 kernel32 = backend.kernel32();
      Handle slot = Slots.create(kernel32, arguments[0]);
      Handle client = Slots.open(kernel32, arguments[0]);
      Slots.write(kernel32, client, 42, 100);
      require(Slots.read(kernel32, slot) == 42, "another message");
      System.out.println(kernel32.getCurrentProcessId());
      System.out.flush();
      while (System.in.read() >= 0) {
        // Its input is where it is told to end.
      }
    } catch (KernelUnavailableException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
