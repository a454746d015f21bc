package handlelab.sim;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fuzzing of the names that a program hands to the kernel: a slot is made, opened again by the same
 * name, closed, and gone; or the name is refused with an error of Windows. The first byte says what
 * the name starts with.
 */
public final class NameFuzz {
  private static final String[] PREFIXES = {
    "", "\\\\.\\mailslot\\", "\\\\?\\mailslot\\", "//./mailslot/", "\\\\.\\", "\\\\*\\mailslot\\"
  };

  private static final SimulatedKernel KERNEL = SimulatedKernel.boot();
  private static final Kernel32 PROCESS = KERNEL.startProcess("fuzz.exe");

  private NameFuzz() {}

  /** A name of each form. */
  public static List<byte[]> seeds() {
    return Stream.of("\0\\\\.\\mailslot\\a\\b", "\1a", "\3a/../b. ", "\5x", "\4pipe\\a")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    String name =
        PREFIXES[(data[0] & 0xFF) % PREFIXES.length]
            + new String(data, 1, data.length - 1, StandardCharsets.UTF_8);
    slot(name);
    program(name);
    if (!KERNEL.handleTables().handles(PROCESS.getCurrentProcessId()).isEmpty()) {
      throw new AssertionError("rows are left of " + name);
    }
  }

  private static void slot(String name) {
    Handle server;
    try {
      server = PROCESS.createMailslot(name, 0, 0, null);
    } catch (Win32Exception e) {
      server = null;
    }
    try {
      Handle client = PROCESS.createFile(name, Win32.GENERIC_WRITE, 3, null, 3, 0, null);
      PROCESS.closeHandle(client);
    } catch (Win32Exception | UnsupportedOperationException e) {
      if (server != null) {
        throw new AssertionError("made and not to be opened: " + name, e);
      }
    }
    if (server != null) {
      PROCESS.closeHandle(server);
    }
  }

  private static void program(String name) {
    for (boolean isApplication : new boolean[] {true, false}) {
      try {
        var unused =
            new ImageSearch<>(KERNEL.programs)
                .find(isApplication ? name : null, isApplication ? null : name, 0, name);
        throw new AssertionError("no program is installed: " + name);
      } catch (Win32Exception e) {
        // As it must be.
      }
    }
  }
}
