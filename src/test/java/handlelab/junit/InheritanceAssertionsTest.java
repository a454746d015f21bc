package handlelab.junit;

import static handlelab.junit.InheritanceAssertions.assertInheritedExactly;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.inspect.InheritanceInspector;
import handlelab.inspect.InheritanceReport;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.AssertionFailedError;

/** Runs on the kernel of this system: the real one where there is one, else a simulated one. */
@Tag("real")
class InheritanceAssertionsTest {
  @RegisterExtension
  final HandleLabExtension lab =
      HandleLabExtension.ofThisSystem().installing("cmd.exe", (kernel32, arguments) -> 0);

  private final Handle[] slots = new Handle[2];

  /** Two inheritable slots; a child that is to get what the list names. */
  private InheritanceReport report(
      Kernel32 kernel32, InheritanceInspector inspector, int... listed) {
    for (int i = 0; i < slots.length; i++) {
      String name = "\\\\.\\mailslot\\inherit-" + ProcessHandle.current().pid() + "-" + i;
      slots[i] = kernel32.createMailslot(name, 0, 0, null);
      kernel32.setHandleInformation(slots[i], 1, 1);
    }
    List<Handle> list = java.util.Arrays.stream(listed).mapToObj(i -> slots[i]).toList();
    StartupInfo startup = list.isEmpty() ? null : new StartupInfo(null, null, null, list);
    inspector.beforeCreation();
    ProcessInformation child =
        kernel32.createProcess(
            null,
            "cmd.exe /c exit 0",
            null,
            null,
            !list.isEmpty(),
            Win32.CREATE_SUSPENDED,
            null,
            null,
            startup);
    try {
      return inspector.atSuspended(child.processId());
    } finally {
      kernel32.terminateProcess(child.process(), 0);
      kernel32.waitForSingleObject(child.process(), 10_000);
      kernel32.closeHandle(child.process());
      kernel32.closeHandle(child.thread());
      kernel32.closeHandle(slots[0]);
      kernel32.closeHandle(slots[1]);
    }
  }

  private static String failure(InheritanceReport report, Handle... expected) {
    return assertThrows(AssertionFailedError.class, () -> assertInheritedExactly(report, expected))
        .getMessage();
  }

  @Test
  void holdsWhereTheChildHasExactlyThese(Kernel32 kernel32, InheritanceInspector inspector) {
    assertInheritedExactly(report(kernel32, inspector, 0, 1), slots[1], slots[0]);
  }

  @Test
  void holdsWhereNothingIsInherited(Kernel32 kernel32, InheritanceInspector inspector) {
    assertInheritedExactly(report(kernel32, inspector));
  }

  @Test
  void failsWhereOneIsTooMuch(Kernel32 kernel32, InheritanceInspector inspector) {
    String text = failure(report(kernel32, inspector, 0, 1), slots[0]);
    assertTrue(text.contains("did not inherit exactly [" + slots[0] + "]:\n"), text);
    assertTrue(text.contains("not expected: " + slots[1] + " File "), text);
    assertTrue(
        text.contains("the handle list names it; inheritable since SetHandleInformation (call "),
        text);
    assertTrue(!text.contains("missing"), text);
  }

  @Test
  void failsWhereOneIsMissing(Kernel32 kernel32, InheritanceInspector inspector) {
    String text = failure(report(kernel32, inspector, 0), slots);
    assertTrue(text.contains("missing: " + slots[1] + " File "), text);
    assertTrue(text.contains("the handle list does not name it"), text);
    assertTrue(!text.contains("not expected"), text);
  }

  @Test
  void failsWhereTheParentHasNoSuchHandle(Kernel32 kernel32, InheritanceInspector inspector) {
    String text = failure(report(kernel32, inspector), new Handle(0x77770));
    assertTrue(text.contains("missing: 0x77770: the parent has no such handle"), text);
  }
}
