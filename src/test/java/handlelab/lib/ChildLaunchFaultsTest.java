package handlelab.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.junit.HandleLabExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A failure at each call of a child's start, one after the other: nothing is left behind. */
@Timeout(120)
@Tag("real")
final class ChildLaunchFaultsTest {
  private static final List<String> CHILD = List.of("cmd.exe", "/c", "exit", "0");

  @RegisterExtension
  final HandleLabExtension lab =
      HandleLabExtension.ofThisSystem()
          .keepingStacks()
          .installing("cmd.exe", (kernel32, arguments) -> 0);

  /** Throws what went wrong in the kernel's place. */
  private interface Fault {
    void occur(String function);
  }

  @Test
  void launch_withACallThatFails_leavesNothing(Kernel32 kernel32, HandleTables tables) {
    List<Fault> faults =
        List.of(
            function -> {
              throw new Win32Exception(function, 1450);
            },
            function -> {
              throw new OutOfMemoryError(function);
            });
    for (Fault fault : faults) {
      int calls = failEach(kernel32, tables, fault);
      assertTrue(calls >= 7, "calls of a launch: " + calls);
    }
  }

  /** Launches again and again, each time with a failure one call later; returns how many. */
  private static int failEach(Kernel32 kernel32, HandleTables tables, Fault fault) {
    try (Mailslot slot = Mailslot.create(kernel32, "faults-" + ProcessHandle.current().pid())) {
      int call = 0;
      while (launch(kernel32, tables, slot, call, fault)) {
        call++;
      }
      return call;
    }
  }

  /** Launches with a failure at one call; false where there are fewer calls. */
  private static boolean launch(
      Kernel32 kernel32, HandleTables tables, Mailslot slot, int failingCall, Fault fault) {
    Set<String> before = rows(tables, kernel32);
    int[] calls = {0};
    List<Integer> children = new ArrayList<>();
    Kernel32 failing =
        Kernel32Call.intercept(
            call -> {
              boolean fails = calls[0]++ == failingCall;
              // A close is made all the same: that a value cannot be closed is another story.
              if (fails && !call.method().equals("closeHandle")) {
                fault.occur(call.method());
              }
              Object result = call.invoke(kernel32);
              if (result instanceof ProcessInformation made) {
                children.add(made.processId());
              }
              if (fails) {
                fault.occur(call.method());
              }
              return result;
            });
    boolean isOver = false;
    try (ChildLaunch launch = ChildLaunch.of(failing)) {
      Handle unused = launch.give(slot.handle());
      unused = launch.give(slot.handle(), Win32.SYNCHRONIZE);
      try (ChildProcess child = launch.start(CHILD)) {
        isOver = calls[0] <= failingCall;
        assertTrue(isOver || child.waitFor(60_000), "call " + failingCall);
      }
    } catch (Win32Exception | OutOfMemoryError e) {
      // The one that was made for it.
    }
    assertEquals(before, rows(tables, kernel32), "after a failure at call " + failingCall);
    for (int child : children) {
      awaitEnd(kernel32, child);
    }
    return !isOver;
  }

  private static Set<String> rows(HandleTables tables, Kernel32 kernel32) {
    Set<String> rows = new TreeSet<>();
    for (HandleRow row : tables.handles(kernel32.getCurrentProcessId())) {
      if (Set.of("File", "Process").contains(row.objectType())) {
        rows.add(row.handle() + " " + row.objectType() + " " + row.inheritable());
      }
    }
    return rows;
  }

  /** It was ended, or has ended by itself; in no case it waits to be resumed. */
  private static void awaitEnd(Kernel32 kernel32, int processId) {
    Handle process;
    try {
      process = kernel32.openProcess(Win32.SYNCHRONIZE, false, processId);
    } catch (Win32Exception e) {
      return;
    }
    try {
      assertEquals(Win32.WAIT_OBJECT_0, kernel32.waitForSingleObject(process, 60_000));
    } finally {
      kernel32.closeHandle(process);
    }
  }

  @Test
  void give_ofAnInvalidHandle_throws(Kernel32 kernel32) {
    try (ChildLaunch launch = ChildLaunch.of(kernel32)) {
      assertThrows(Win32Exception.class, () -> launch.give(new Handle(0x7FFF_FFF0)));
    }
  }
}
