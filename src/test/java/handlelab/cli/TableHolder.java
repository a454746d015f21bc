package handlelab.cli;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A program whose handle table is looked at: it holds as many rows as its first argument says, all
 * for one mailslot, and opens, closes and ends as the lines of its input say. Each answer is a line
 * of standard error; the first is its process id.
 */
final class TableHolder {
  static final String SLOT = "\\\\.\\mailslot\\held-\u65e5\u672c";

  private TableHolder() {}

  /** Runs until its input ends. */
  public static void main(String[] arguments) throws IOException {
    try (Backend backend = Backends.open(BackendKind.SIMULATED)) {
      Kernel32 kernel32 = backend.kernel32();
      Handle slot = kernel32.createMailslot(SLOT, 0, 0, SecurityAttributes.INHERITABLE);
      Handle last = slot;
      for (int rows = 1; rows < Integer.parseInt(arguments[0]); rows++) {
        last = duplicate(kernel32, slot);
      }
      System.err.println("process " + kernel32.getCurrentProcessId());
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("open")) {
          last = duplicate(kernel32, slot);
        } else {
          kernel32.closeHandle(last);
        }
        System.err.println("done " + last);
      }
    }
  }

  private static Handle duplicate(Kernel32 kernel32, Handle slot) {
    return kernel32.duplicateHandle(
        kernel32.getCurrentProcess(),
        slot,
        kernel32.getCurrentProcess(),
        0,
        false,
        Win32.DUPLICATE_SAME_ACCESS);
  }
}
