package handlelab.cli;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.Backends;
import handlelab.command.BackendChoice;
import handlelab.command.ExitCode;
import handlelab.lib.ChildProcess;
import handlelab.lib.JavaCommand;
import handlelab.lib.Mailslot;
import handlelab.mail.EventLog;
import java.util.List;

/**
 * The demo's own children; each reports to the demo's mailslot what it found. One thread.
 *
 * <p>Arguments: backend, report slot, role, and what the role needs.
 */
final class DemoChild {
  /** How long a child waits for the demo before it gives up. */
  private static final int PATIENCE_MILLIS = 30_000;

  /** What the process exits with on which another one waits. */
  static final int PARENT_EXIT_CODE = 42;

  private final Kernel32 kernel32;
  private final EventLog events;
  private final List<String> arguments;

  private DemoChild(Kernel32 kernel32, EventLog events, List<String> arguments) {
    this.kernel32 = kernel32;
    this.events = events;
    this.arguments = arguments;
  }

  public static void main(String[] commandLine) {
    try (Backend backend = Backends.open(BackendChoice.of(commandLine[0]));
        EventLog events = new EventLog("demo-child", backend.kernel32(), null, commandLine[1])) {
      DemoChild child = new DemoChild(backend.kernel32(), events, List.of(commandLine));
      backend.exit(child.runReporting(commandLine[2]));
    }
  }

  private int runReporting(String role) {
    try {
      return switch (role) {
        case "parent" -> parent();
        case "waiter" -> waiter();
        case "adopter" -> adopter();
        default -> throw new IllegalArgumentException("no role " + role);
      };
    } catch (Win32Exception e) {
      events.report("failed", "function", e.function(), "code", String.valueOf(e.errorCode()));
      return ExitCode.FAILURE;
    }
  }

  /**
   * Gives a child the pseudo handle of "this process" and a duplicate of it, and ends when asked
   * to.
   */
  private int parent() {
    try (Mailslot orders = Mailslot.create(kernel32, arguments.get(3), 0, PATIENCE_MILLIS, false)) {
      Handle pseudo = kernel32.getCurrentProcess();
      Handle duplicate =
          kernel32.duplicateHandle(pseudo, pseudo, pseudo, 0, true, Win32.DUPLICATE_SAME_ACCESS);
      List<String> command =
          JavaCommand.of(
              DemoChild.class,
              List.of(
                  arguments.get(0),
                  arguments.get(1),
                  "waiter",
                  pseudo.toString(),
                  duplicate.toString()));
      try (ChildProcess child = ChildProcess.builder(command).inheritHandles().start(kernel32)) {
        events.report(
            "started",
            "child",
            String.valueOf(child.processId()),
            "pseudo",
            pseudo.toString(),
            "duplicate",
            duplicate.toString());
        orders.receive();
      }
      return PARENT_EXIT_CODE;
    }
  }

  /** Says whom the two handles mean here, and waits for the end of the one that is not itself. */
  private int waiter() {
    Handle pseudo = handle(3);
    Handle duplicate = handle(4);
    events.report(
        "looked",
        "pseudo-means",
        String.valueOf(kernel32.getProcessId(pseudo)),
        "duplicate-means",
        String.valueOf(kernel32.getProcessId(duplicate)),
        "same-object",
        String.valueOf(kernel32.compareObjectHandles(pseudo, duplicate)),
        "wait",
        waitName(kernel32.waitForSingleObject(duplicate, 0)));
    int result = kernel32.waitForSingleObject(duplicate, PATIENCE_MILLIS);
    events.report(
        "waited",
        "wait",
        waitName(result),
        "exit-code",
        String.valueOf(kernel32.getExitCodeProcess(duplicate)));
    return ExitCode.OK;
  }

  /** Gets a handle value while it runs, and reads a message through it. */
  private int adopter() {
    try (Mailslot orders = Mailslot.create(kernel32, arguments.get(3), 0, PATIENCE_MILLIS, false)) {
      events.report("running");
      Handle given = Handle.parse(orders.receiveText());
      try (Mailslot slot = Mailslot.adopt(kernel32, given)) {
        events.report("received", "handle", given.toString(), "text", slot.receiveText());
      }
      return ExitCode.OK;
    }
  }

  private Handle handle(int index) {
    return Handle.parse(arguments.get(index));
  }

  private static String waitName(int result) {
    return switch (result) {
      case Win32.WAIT_OBJECT_0 -> "WAIT_OBJECT_0";
      case Win32.WAIT_TIMEOUT -> "WAIT_TIMEOUT";
      default -> "0x" + Integer.toHexString(result);
    };
  }
}
