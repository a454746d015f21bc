package handlelab.stress;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.lib.ChildLaunch;
import handlelab.lib.ChildProcess;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rounds of create, open, duplicate, inherit and close, after which the process's table is what it
 * was, by the system's own list.
 */
final class Rounds {
  private static final int WARM_UP_ROUNDS = 50;
  private static final List<String> CHILD = List.of("cmd.exe", "/c", "exit", "0");

  private final Stage stage;
  private final Kernel32 kernel32;
  private final int childEvery;
  int children;

  /**
   * @param childEvery each round of that number starts a child that inherits; 0 for none
   */
  Rounds(Stage stage, int childEvery) {
    this.stage = stage;
    this.kernel32 = stage.process();
    this.childEvery = childEvery;
  }

  /** Rows by {@link Stage#kind}, such as {@code {mailslot=2, Thread=9}}. */
  Map<String, Integer> rows() {
    Map<String, Integer> rows = new TreeMap<>();
    for (HandleRow row : stage.tables().handles(kernel32.getCurrentProcessId())) {
      rows.merge(Stage.kind(row), 1, Integer::sum);
    }
    return rows;
  }

  void run(int rounds) {
    for (int round = 0; round < rounds; round++) {
      round(round);
    }
  }

  private void round(int round) {
    boolean isInheritable = round % 2 == 0;
    SecurityAttributes attributes = isInheritable ? SecurityAttributes.INHERITABLE : null;
    String name = "\\\\.\\mailslot\\handlelab\\rounds-" + ProcessHandle.current().pid();
    Handle server = kernel32.createMailslot(name, 0, 0, attributes);
    Handle client =
        kernel32.createFile(
            name,
            Win32.GENERIC_WRITE,
            Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE,
            attributes,
            Win32.OPEN_EXISTING,
            0,
            null);
    Handle copy = duplicate(client, isInheritable, Win32.DUPLICATE_SAME_ACCESS);
    kernel32.setHandleInformation(copy, Win32.HANDLE_FLAG_INHERIT, round & 1);
    kernel32.writeFile(copy, ByteBuffer.wrap(new byte[] {(byte) round}));
    ByteBuffer message = ByteBuffer.allocate(8);
    if (kernel32.readFile(server, message) != 1 || message.get(0) != (byte) round) {
      throw new AssertionError("round " + round + " read something else");
    }
    if (childEvery != 0 && round % childEvery == childEvery - 1) {
      inherit(server);
    }
    // The one that is moved is closed by the move.
    Handle moved =
        duplicate(copy, false, Win32.DUPLICATE_SAME_ACCESS | Win32.DUPLICATE_CLOSE_SOURCE);
    kernel32.closeHandle(moved);
    kernel32.closeHandle(client);
    kernel32.closeHandle(server);
  }

  private Handle duplicate(Handle source, boolean inherit, int options) {
    return kernel32.duplicateHandle(
        Handle.CURRENT_PROCESS, source, Handle.CURRENT_PROCESS, 0, inherit, options);
  }

  /** A child that has the slot, is looked at, and is ended before it ever runs. */
  private void inherit(Handle server) {
    try (ChildLaunch launch = ChildLaunch.of(kernel32)) {
      Handle inChild = launch.give(server);
      try (ChildProcess child = launch.suspended().start(CHILD)) {
        boolean hasIt =
            stage.tables().handles(child.processId()).stream()
                .anyMatch(row -> row.handle().equals(inChild));
        child.terminate(0);
        child.waitFor();
        children++;
        if (!hasIt) {
          throw new AssertionError("the child has not inherited the slot");
        }
      }
    }
  }

  /** Arguments: jvm or real; the number of rounds; each round of which number starts a child. */
  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[1]);
    int childEvery = Integer.parseInt(arguments[2]);
    try (Stage stage = new Stage(arguments[0])) {
      Rounds rounds = new Rounds(stage, childEvery);
      // What a system makes once, with the first child and the first look, is there afterwards.
      rounds.run(Math.max(WARM_UP_ROUNDS, childEvery));
      rounds.children = 0;
      Map<String, Integer> before = rounds.rows();
      long start = System.nanoTime();
      rounds.run(count);
      double seconds = (System.nanoTime() - start) / 1e9;
      Map<String, Integer> after = rounds.rows();
      System.out.printf(
          "%s: %,d rounds of create, open, duplicate, write, read, move and close, %,d of them"
              + " with a child that inherits; %.1f s%nrows before: %s%nrows after:  %s%n",
          stage, count, rounds.children, seconds, before, after);
      if (!before.equals(after)) {
        System.out.println("the table is not what it was");
        System.exit(1);
      }
    }
  }
}
